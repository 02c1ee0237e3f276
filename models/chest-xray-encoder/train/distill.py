"""Softer targets for a second round: CheXNet's probabilities where published, else those of the net that had not seen the film.

    python distill.py --runs runs/first --out runs/teacher.npy

Writes [films, 15] probabilities (14 findings, abnormal) in the rows of table.csv; NaN where neither exists.
"""
import argparse
import pathlib

import numpy as np
import pandas as pd
import torch

from predict import load_net, logits
from prepare import FINDINGS, LABEL_SHARE

HERE = pathlib.Path(__file__).parent


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--runs", type=pathlib.Path, required=True)
    ap.add_argument("--out", type=pathlib.Path, required=True)
    ap.add_argument("--cache", type=pathlib.Path, default=HERE / "runs/cache")
    ap.add_argument("--folds", type=int, nargs="+", default=[0, 1, 2])
    ap.add_argument("--size", type=int, default=320)
    a = ap.parse_args()
    torch.set_num_threads(1)
    t = pd.read_csv(a.cache / "table.csv", low_memory=False)
    films = np.load(a.cache / "films.npy", mmap_mode="r")
    teacher = np.full((len(t), 15), np.nan, np.float32)
    for fold in a.folds:
        mine = np.where((t.source == "nih") & (t.use == "train") & (t.fold5 == fold))[0]
        z = logits(load_net(a.runs.with_name(f"{a.runs.name}-{fold}")), films[mine], a.size)
        teacher[mine] = 1 / (1 + np.exp(-z[:, :15]))
    soft = t.soft.values.astype(bool)
    for k, n in enumerate(FINDINGS):
        theirs = (t[f"t_{n}"] - LABEL_SHARE * t[n].astype(float)) / (1 - LABEL_SHARE)
        teacher[soft, k] = theirs[soft]
    np.save(a.out, teacher)
    print(f"{int((~np.isnan(teacher[:, 0])).sum())} films with softer targets, {int(soft.sum())} of them from CheXNet")


if __name__ == "__main__":
    main()
