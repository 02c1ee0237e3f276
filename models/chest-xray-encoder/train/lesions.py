"""
Lesions drawn into real films: nodules, masses, pneumothoraces and pleural thickening are rare among the labelled films, and
their labels are poor. A drawn one is certain. Two decoys are drawn as well and change no target: a skin fold across the lung
and a shadow outside it.

    python lesions.py [--outline ../../chest-outline/model.onnx]     the lungs of the training films: lungs.npy in the cache
"""
import argparse
import pathlib

import numpy as np
import onnxruntime as ort
import pandas as pd
import torch
import torch.nn.functional as F
from scipy.ndimage import affine_transform, gaussian_filter, shift, zoom

from model import standardise
from prepare import FINDINGS, SIZE, training_rows

HERE = pathlib.Path(__file__).parent
NET = 256
RIGHT, LEFT, HEART = 2, 1, 4
CHEST_MM = 280                     # outer edge to outer edge of an adult's lungs
SHARES = {"nodule": .08, "mass": .04, "pneumothorax": .06, "thickening": .05, "fold": .04, "outside": .02}
SURE = .95


def lungs_of(session, films, batch=8):
    """uint8 [n,S,S] -> uint8 [n,256,256]: left lung 1, right lung 2, heart 4."""
    masks = np.zeros((len(films), NET, NET), np.uint8)
    for i in range(0, len(films), batch):
        x = torch.from_numpy(np.ascontiguousarray(films[i:i + batch]))[:, None].float() / 255
        x = standardise(F.interpolate(x, size=(NET, NET), mode="bilinear", antialias=True, align_corners=False))
        p = session.run(None, {"film": x.numpy()})[0] > .5
        masks[i:i + batch] = p[:, 0] * LEFT + p[:, 1] * RIGHT + p[:, 2] * HEART
    return masks


class Scene:
    """One film being drawn on: grey 0..1 [S,S], its lungs, its scale."""

    def __init__(self, film, mask, tall, rng):
        """tall: mm of one row over mm of one column (films are squashed to squares)."""
        self.x, self.rng, self.tall = film.astype(np.float32) / 255, rng, tall
        big = lambda bit: zoom(((mask & bit) > 0).astype(np.float32), SIZE / NET, order=1) > .5
        self.lungs = {LEFT: big(LEFT), RIGHT: big(RIGHT)}
        self.both = self.lungs[LEFT] | self.lungs[RIGHT]
        columns = np.where(self.both.any(0))[0]
        self.width = columns[-1] - columns[0] if len(columns) else 0
        self.mm = CHEST_MM / max(self.width, 1)
        heart = big(HEART)
        self.depth = float(np.median(self.x[heart]) - np.median(self.x[self.both])) if heart.any() and self.both.any() else 0

    def fit(self):
        """Two lungs of plausible size, darker than the heart."""
        areas = [m.mean() for m in self.lungs.values()]
        return min(areas) > .04 and self.width > .4 * SIZE and self.depth > .1

    def u(self, lo, hi):
        return float(self.rng.uniform(lo, hi))

    def add(self, density):
        """Dense tissue whitens less where the film is white already."""
        self.x = np.clip(self.x + density * np.clip(1.25 - self.x, .2, 1), 0, 1)

    def blob(self, where, mm, strength):
        """A roundish, lobed, noisy-edged shadow of a diameter, somewhere in a mask."""
        ys, xs = np.where(where)
        k = self.rng.integers(len(ys))
        rows, columns = np.mgrid[:SIZE, :SIZE].astype(np.float32)
        dy, dx = (rows - ys[k]) * self.tall * self.mm, (columns - xs[k]) * self.mm
        turn, long = self.u(0, np.pi), self.u(1, 1.35)
        a, b = (dx * np.cos(turn) + dy * np.sin(turn)) / long, (dy * np.cos(turn) - dx * np.sin(turn)) * long
        angle, edge = np.arctan2(b, a), 1.0
        for n in range(2, 8):
            edge = edge + self.u(0, .22) / n * np.cos(n * angle + self.u(0, 6.3))
        r = np.sqrt(a * a + b * b) / (mm / 2 * edge)
        body = np.sqrt(np.clip(1 - r * r, 0, 1)) * self.u(.3, 1) + np.clip((1 - r) * 4, 0, 1)
        body = gaussian_filter(body / body.max(), max(.6, self.u(.04, .16) * mm / self.mm))
        self.add(strength * self.depth * body)

    def nodule(self):
        for _ in range(1 if self.u(0, 1) < .75 else self.rng.integers(2, 5)):
            mm = self.u(8, 29)
            self.blob(self.both, mm, self.u(.22, .4) + mm / 60 * self.u(.2, .8))

    def mass(self):
        mm = self.u(32, 75)
        self.blob(self.both, mm, self.u(.4, 1))

    def outside(self):
        """A shadow over the shoulder, the arm or the belly: not in the lung, not a nodule."""
        rows = np.where(self.both.any(1))[0]
        off = gaussian_filter(self.both.astype(np.float32), 8) < .01
        off[:, self.both.any(0)] &= (np.arange(SIZE) > rows[-1])[:, None]
        if off.any():
            self.blob(off, self.u(8, 40), self.u(.2, .7))

    def shrunken(self, lung, least, most):
        """The lung drawn in towards its root and sunk a little: what is left when air lies round it. Soft mask."""
        ys, xs = np.where(lung)
        inner = xs.max() if xs.mean() < SIZE / 2 else xs.min()
        root = np.array([ys.min() + .6 * np.ptp(ys), .8 * inner + .2 * xs.mean()])
        by = np.array([self.u(least, most), self.u(least, most)])
        soft = gaussian_filter(lung.astype(np.float32), 2)
        lag = np.array([-self.u(0, .04) * np.ptp(ys), 0])
        wave = affine_transform(soft, 1 / by, offset=root - root / by + lag, order=1)
        return np.clip((wave - .5) * 4 + .5, 0, 1) * lung

    def pneumothorax(self):
        lung = self.lungs[LEFT if self.u(0, 1) < .5 else RIGHT]
        left = self.shrunken(lung, .6, .93) if self.u(0, 1) < .8 else self.shrunken(lung, .35, .6)
        air = gaussian_filter(lung * (1 - left), .7)
        smooth = gaussian_filter(self.x, self.u(1.5, 4))
        self.x = self.x + air * (smooth - self.x) * self.u(.4, .95)
        self.x = self.x - air * self.u(.06, .3) * self.depth * np.clip(self.x * 2, .3, 1)
        squeezed = 1 - left[lung].mean()
        line = gaussian_filter((np.abs(left - .5) < .45).astype(np.float32) * lung, self.u(.5, .9))
        self.add(left * lung * squeezed * self.u(.1, .5) * self.depth + line * self.u(.06, .3) * self.depth)

    def fold(self):
        """A skin fold: density rises to an edge and falls off at once, and the lung goes on beyond it."""
        lung = self.lungs[LEFT if self.u(0, 1) < .5 else RIGHT]
        left = self.shrunken(lung, .55, .9)
        wide = gaussian_filter(left, self.u(6, 16))
        rise = np.clip((1 - wide) * 2, 0, 1) * (left > .5)
        self.add(gaussian_filter(rise, .8) * self.u(.12, .4) * self.depth)

    def thickening(self):
        """A band along the outer wall or over the top of one lung, or both."""
        lung = self.lungs[LEFT if self.u(0, 1) < .5 else RIGHT]
        ys, xs = np.where(lung)
        out = -1 if xs.mean() < SIZE / 2 else 1
        mm, top = self.u(4, 16), self.u(0, 1) < .35
        dy, dx = (int(mm / self.mm / self.tall * 1.5), 0) if top else (0, -out * int(max(2, mm / self.mm)))
        inside = shift(lung, (dy, dx), order=0, cval=0) & lung
        band = (lung & ~inside).astype(np.float32)
        if top:
            lo, hi = 0, ys.min() + self.u(.1, .25) * np.ptp(ys)
        else:
            middle = int(np.median(xs))
            band[:, slice(middle, None) if out < 0 else slice(0, middle)] = 0
            lo, hi = ys.min() + self.u(0, .5) * np.ptp(ys), ys.min() + self.u(.6, .95) * np.ptp(ys)
        rows = np.arange(SIZE)
        fade = self.u(8, 30)
        band *= (np.clip((rows - lo) / fade, 0, 1) * np.clip((hi - rows) / fade, 0, 1))[:, None]
        self.add(gaussian_filter(band, self.u(1.2, 3)) * self.u(.25, .65) * self.depth)


SAYS = {"nodule": {"Nodule": SURE}, "mass": {"Mass": SURE, "Nodule": np.nan}, "pneumothorax": {"Pneumothorax": SURE},
        "thickening": {"Pleural_Thickening": SURE}, "fold": {}, "outside": {}}


def draw(film, mask, target, tall, rng, kind):
    """uint8 [S,S], its mask and its targets [18] -> both with a lesion drawn in; as they were where the lungs are not clear."""
    scene = Scene(film, mask, tall, rng)
    if not scene.fit():
        return film, target
    getattr(scene, kind)()
    target = target.copy()
    for name, value in SAYS[kind].items():
        target[FINDINGS.index(name)] = value
        target[14] = SURE
    return np.round(np.clip(scene.x, 0, 1) * 255).astype(np.uint8), target


def choose(rng):
    """What is drawn into the next film, if anything."""
    kinds = list(SHARES)
    k = rng.choice(len(kinds) + 1, p=[*SHARES.values(), 1 - sum(SHARES.values())])
    return kinds[k] if k < len(kinds) else None


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--cache", type=pathlib.Path, default=HERE / "runs/cache")
    ap.add_argument("--outline", type=pathlib.Path, default=HERE.parents[1] / "chest-outline/model.onnx")
    a = ap.parse_args()
    rows = training_rows(pd.read_csv(a.cache / "table.csv", low_memory=False))
    films = np.load(a.cache / "films.npy", mmap_mode="r")
    masks = np.zeros((len(films), NET, NET), np.uint8)
    masks[rows] = lungs_of(ort.InferenceSession(str(a.outline), providers=["CPUExecutionProvider"]), films[rows])
    np.save(a.cache / "lungs.npy", masks)
    print(f"{len(rows)} films")


if __name__ == "__main__":
    main()
