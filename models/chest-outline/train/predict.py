"""Run outline nets over cached films: probabilities [n,3,256,256], averaged over the nets given."""
import pathlib

import numpy as np
import torch

import net as outline_net
from model import standardise


def load(run):
    net = outline_net.OutlineNet()
    net.load_state_dict(torch.load(pathlib.Path(run) / "last.pt", weights_only=False)["average"])
    return net.eval().to(memory_format=torch.channels_last)


def prepared(films):
    """uint8 films [n,S,S] -> the net's input, float32 [n,S,S]."""
    return standardise(torch.from_numpy(np.ascontiguousarray(films)).float() / 255)


@torch.no_grad()
def probabilities(net, films, batch=16):
    """uint8 films [n,S,S] -> float32 [n,3,S,S]."""
    out = np.empty((len(films), 3, *films.shape[1:]), np.float32)
    for i in range(0, len(films), batch):
        x = prepared(films[i:i + batch])[:, None]
        out[i:i + batch] = torch.sigmoid(net(x.contiguous(memory_format=torch.channels_last))).numpy()
    return out


def dice(a, b):
    """Per film and structure; two empty masks agree."""
    both, size = (a & b).sum((-2, -1)), a.sum((-2, -1)) + b.sum((-2, -1))
    return np.where(size > 0, 2 * both / np.maximum(size, 1), 1.0)
