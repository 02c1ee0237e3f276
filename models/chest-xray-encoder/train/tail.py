"""The heads of the gate: a small tail on the frozen early layers (`Encoder.early`) at 224 px, which names what is wrong with a film.

    python tail.py --data DIR --weights FILE.pth --phantoms FOLDER --laterals FOLDER [--run runs/tail] [--without hannover]

It learns from several sets of variants of the good films of the fit part, each set made anew; their early features lie in `<run>-sets`,
which a run `--without` a source shares. Resumable: a checkpoint lies in RUN after each epoch, one pass over one set. `mirrored` is the film's answer less its mirror image's, so that it changes its sign exactly when the two change places.
"""
import argparse
import copy
import functools
import io
import json
import math
import pathlib
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import films
import foreign
from model import Block, Conv, Encoder, load_imagenet, standardise

CHECKS = ["rotated", "mirrored", "inverted-polarity", "child-film", "cropped", "over-exposed", "under-exposed", "lateral-view",
          "not-a-chest-film", "tilted", "blurred"]
WARNINGS = ["tilted", "blurred"]         # told, not refused
MIRRORED = CHECKS.index("mirrored")
STAGE_4 = slice(5, 7)                    # blocks of the encoder that the tail begins as
KINDS = {"rotated 90": 2, "rotated 270": 2, "rotated 180": 3, "inverted": 3, "cropped": 8, "over-exposed": 5, "under-exposed": 5,
         "screenshot": 1, "tilted": 3, "blurred": 3}      # how often each is made from a good film
HARD_FROM, LEAN = 4, .16                 # later sets dwell on what the first four left open: bedside films, patients lying turned, tilt and blur
SIDE_WEIGHT, SMOOTH = 3.0, .01


class Tail(nn.Module):
    """(early features [N,40,28,28] of the film, of its mirror image) -> check logits [N,len(CHECKS)]."""

    def __init__(self, width=96):
        super().__init__()
        self.blocks = nn.ModuleList([Block(40, 80, 6, 2, 3), Block(80, 80, 6, 1, 3)])
        self.one, self.two = Conv(80, width, 3, 2), Conv(width, width, 3)
        self.out = nn.Linear(width * 49, len(CHECKS))
        nn.init.zeros_(self.out.bias)

    def start_from(self, net):
        for mine, block in zip(self.blocks, net.blocks[STAGE_4]):
            mine.load_state_dict(block.state_dict())

    def read(self, z):
        for b in self.blocks:
            z = b(z)
        h = F.relu(self.two(F.relu(self.one(z)))).flatten(1)
        return self.out(F.dropout(h, .4, self.training))

    @staticmethod
    def join(a, b):
        """Answers to the film and to its mirror image."""
        return torch.cat([a[:, :MIRRORED], (a - b)[:, MIRRORED:MIRRORED + 1], a[:, MIRRORED + 1:]], 1)

    def forward(self, z, mirror):
        return self.join(self.read(z), self.read(mirror))


def fast(net):
    """`early` by ONNX Runtime on one thread, faster than torch here."""
    import onnxruntime as ort

    class Early(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = net

        def forward(self, x):
            return self.net.early(x)

    file = io.BytesIO()
    torch.onnx.export(Early(), (torch.zeros(2, 1, films.SIDE, films.SIDE),), file, input_names=["x"], output_names=["z"], opset_version=17,
                      dynamic_axes={n: {0: "N", 2: "H", 3: "W"} for n in "xz"}, dynamo=False)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(file.getvalue(), options)
    return lambda x: torch.from_numpy(session.run(None, {"x": x.numpy()})[0])


def target_of(kind, check):
    """[K]: 1 where the check is true, 0 where not, NaN where nobody can say; `mirrored` is learned from pairs."""
    y = np.zeros(len(CHECKS), np.float32)
    if check:
        y[CHECKS.index(check)] = 1
    y[MIRRORED] = np.nan
    unsure = []
    if kind == "bedside":
        unsure = ["over-exposed", "under-exposed", "tilted", "blurred"]
    elif check in ("child-film", "lateral-view", "not-a-chest-film", "over-exposed", "under-exposed"):
        unsure = ["over-exposed", "under-exposed", "blurred", "tilted", "cropped"]
    elif check == "cropped":
        unsure = ["tilted", "blurred"]
    for name in unsure:
        if name != check:
            y[CHECKS.index(name)] = np.nan
    return y


class Pool:
    """Everything the tail learns from, and one set of it as (maker, kind, check, source, whether its side is known)."""

    def __init__(self, a):
        t = films.table_of(a.cache)
        rows = np.where((t.part == "fit") & (t.source != "kermany"))[0]
        self.good = films.halved(np.load(a.cache / "films.npy", mmap_mode="r")[rows])
        self.at_bedside = (t["view"].values[rows] == "AP") & (t.source.values[rows] != "effusion_ashok133")
        self.source, self.sided = t.source.values[rows], ~t.file.iloc[rows].isin(films.HEART_ON_RIGHT).values
        numbers, drawn = films.read_folder(a.phantoms, 220)
        self.phantoms = drawn[films.phantom_parts(numbers) == "fit"]
        young, part = films.children(a)
        self.children = young[part == "fit"]
        numbers, drawn = films.read_folder(a.laterals, 200)
        self.laterals = drawn[numbers % 2 == 1]
        s = np.load(a.gate / "samples.npz")
        self.samples = films.halved(s["image"][s["part"] == "fit"])
        print(json.dumps({k: len(getattr(self, k)) for k in ("good", "phantoms", "children", "laterals", "samples")}), flush=True)

    def plan(self, rng, is_hard=False):
        """A shuffled list; makers take a random generator and give an image [224,224]."""
        lean = LEAN if is_hard else 0
        honest = lambda x, hard: ((lambda r: foreign.bedside(x, r, lean)), "bedside") if hard else ((lambda r: foreign.mild(x, r)), "good")
        rows = np.arange(len(self.good))
        if is_hard:
            few = (self.source == "effusion_ashok133") & (rng.random(len(rows)) < .5)
            rows = np.concatenate([rows[~few], rows[self.at_bedside]])
        items = [(*honest(self.good[i], rng.random() < .6), "", self.source[i], bool(self.sided[i])) for i in rows]
        items += [(*honest(self.phantoms[i], rng.random() < .4), "", "phantom", True) for i in rng.permutation(len(self.phantoms))[:60]]
        items += [(*honest(self.children[i], rng.random() < .5), "child-film", "kermany", True) for i in rng.permutation(len(self.children))[:280]]
        names, often = list(KINDS), np.array([n * (1 + (is_hard and k in WARNINGS)) for k, n in KINDS.items()], float)
        every, source = np.concatenate([self.good, self.phantoms[:60]]), [*self.source, *["phantom"] * 60]
        for i in rng.permutation(len(every))[:int(.65 * len(every))]:
            kind = str(rng.choice(names, p=often / often.sum()))
            items.append(((lambda r, k=kind, x=every[i]: foreign.wide(k, x, r)), kind, foreign.KINDS[kind] or kind, source[i], False))
        turn = lambda x: lambda r: np.ascontiguousarray(foreign.mild(x, r)[:, ::int(r.choice([-1, 1]))])
        items += [(turn(x), "lateral", "lateral-view", "", False) for x in self.laterals for _ in range(2)]
        for _ in range(200):
            x = self.samples[rng.integers(len(self.samples))]
            items.append(((lambda r, x=x: foreign.vary(x, r)), "sample", "not-a-chest-film", "", False))
        items += [((lambda r: foreign.pattern(r, films.SIDE)), "pattern", "not-a-chest-film", "", False)] * 50
        return [items[i] for i in rng.permutation(len(items))]


def to_net(images):
    return standardise(torch.from_numpy(np.stack([films.as_stored(x) for x in images]))[:, None])


def made_set(a, k, pool, early):
    """Set number k: z [M,40,28,28] float16 of all images, then of the mirror images of those whose side is known; targets [N,K]; the latter's rows; sources."""
    folder = a.run.with_name(f"{a.sets}-sets")
    folder.mkdir(parents=True, exist_ok=True)
    store = folder / f"{k}.npz"
    if not store.exists():
        rng, t0 = np.random.default_rng(a.seed * 1000 + k), time.time()
        items = pool().plan(rng, k >= HARD_FROM)
        sided = np.array([i for i, item in enumerate(items) if item[4]])
        z = np.empty((len(items) + len(sided), 40, 28, 28), np.float16)
        at = len(items)
        for i in range(0, len(items), 16):
            made = [np.asarray(maker(rng), np.float32) for maker, *_ in items[i:i + 16]]
            turned = [x[:, ::-1] for x, item in zip(made, items[i:i + 16]) if item[4]]
            f = early(to_net([*made, *turned])).half().numpy()
            z[i:i + len(made)], z[at:at + len(turned)] = f[:len(made)], f[len(made):]
            at += len(turned)
            if i % 960 == 0:
                print(f"set {k} {i}/{len(items)} {time.time() - t0:.0f} s", flush=True)
        tmp = store.with_suffix(".tmp.npz")
        np.savez(tmp, z=z, y=np.stack([target_of(kind, check) for _, kind, check, *_ in items]), sided=sided, source=np.array([item[3] for item in items], str))
        tmp.rename(store)
    s = np.load(store)
    return s["z"], torch.from_numpy(s["y"]), s["sided"], s["source"]


def loss_of(answers, y, sided):
    """Each check's error over what is known (a mirror image has its film's answers), and of which the film is of the two."""
    n = len(y)
    y = torch.cat([y, y[sided]])
    known = ~torch.isnan(y)
    checks = F.binary_cross_entropy_with_logits(answers[known], y[known].clamp(SMOOTH / 4, 1 - SMOOTH))
    side = (answers[sided] - answers[n:])[:, MIRRORED]
    return len(CHECKS) * checks + SIDE_WEIGHT * F.binary_cross_entropy_with_logits(side, torch.full_like(side, SMOOTH)), side.detach()


def train(a, early, net):
    torch.manual_seed(a.seed)
    tail = Tail()
    tail.start_from(net)
    tail = tail.to(memory_format=torch.channels_last).train()
    average = copy.deepcopy(tail)
    old = list(tail.blocks.parameters())
    new = [p for m in (tail.one, tail.two, tail.out) for p in m.parameters()]
    opt = torch.optim.AdamW([{"params": old, "lr": a.lr * .4}, {"params": new, "lr": a.lr}], weight_decay=.05)
    base, done = [g["lr"] for g in opt.param_groups], 0
    a.run.mkdir(parents=True, exist_ok=True)
    if (a.run / "last.pt").exists():
        s = torch.load(a.run / "last.pt", weights_only=False)
        tail.load_state_dict(s["tail"]), average.load_state_dict(s["average"]), opt.load_state_dict(s["opt"])
        done = s["epoch"]
    pool = functools.cache(lambda: Pool(a))
    for epoch in range(done, a.epochs):
        z, y, sided, source = made_set(a, epoch % a.number, pool, early)
        twin = dict(zip(sided.tolist(), range(len(y), len(z))))
        rng = np.random.default_rng(a.seed * 1000 + 500 + epoch)
        torch.manual_seed(a.seed * 1000 + epoch)
        order, t0 = rng.permutation(np.where(source != (a.without or "-"))[0]), time.time()
        steps, total, right = len(order) // a.batch, 0.0, []
        for k in range(steps):
            at = (epoch + k / steps) / a.epochs
            for g, b in zip(opt.param_groups, base):
                g["lr"] = b * min(1, at * a.epochs / .3 + .02) * (.5 + .5 * math.cos(math.pi * at))
            rows = order[k * a.batch:(k + 1) * a.batch]
            own = [i for i, r in enumerate(rows) if r in twin]
            x = torch.from_numpy(z[[*rows, *(twin[rows[i]] for i in own)]]).float()
            loss, side = loss_of(tail.read(x.contiguous(memory_format=torch.channels_last)), y[rows], own)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*old, *new], 2.0)
            opt.step()
            with torch.no_grad():
                for p, q in zip(average.parameters(), tail.parameters()):
                    p.lerp_(q, 1 - min(.99, (epoch * steps + k + 1) / (epoch * steps + k + 10)))
            total, right = total + float(loss.detach()), right + (side < 0).tolist()
        print(f"epoch {epoch + 1} loss {total / steps:.3f} sides right {np.mean(right):.3f} {time.time() - t0:.0f} s", flush=True)
        tmp = a.run / "last.tmp"
        torch.save({"tail": tail.state_dict(), "average": average.state_dict(), "opt": opt.state_dict(), "epoch": epoch + 1}, tmp)
        tmp.rename(a.run / "last.pt")
    return average.eval()


def load_tail(run):
    tail = Tail()
    tail.load_state_dict(torch.load(run / "last.pt", weights_only=False)["average"])
    return tail.eval()


def main():
    here = pathlib.Path(__file__).parent
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--weights", type=pathlib.Path, required=True)
    ap.add_argument("--phantoms", type=pathlib.Path, required=True)
    ap.add_argument("--laterals", type=pathlib.Path, required=True)
    ap.add_argument("--cache", type=pathlib.Path, default=here / "runs/cache")
    ap.add_argument("--gate", type=pathlib.Path, default=here / "runs/gate", help="where foreign.py wrote samples.npz")
    ap.add_argument("--run", type=pathlib.Path, default=here / "runs/tail")
    ap.add_argument("--without", help="a source to leave out")
    ap.add_argument("--sets", default="tail", help="name of the run that the sets are of")
    ap.add_argument("--number", type=int, default=7, help="of sets")
    ap.add_argument("--epochs", type=int, default=14)
    ap.add_argument("--batch", type=int, default=32)
    ap.add_argument("--lr", type=float, default=1.5e-3)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(1)
    net = Encoder()
    load_imagenet(net, a.weights)
    train(a, fast(net.eval()), net)


if __name__ == "__main__":
    main()
