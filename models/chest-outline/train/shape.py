"""Measure every cached film and write its numbers: file, view, then the columns of measure.py (blank: nothing outlined).

    python shape.py --nets runs/student [--out runs/shape.csv]
"""
import argparse
import pathlib

import numpy as np
import pandas as pd
import torch

from measure import measure
from predict import load, prepared, probabilities

HERE = pathlib.Path(__file__).parent


def measured(nets, films, chunk=256):
    """One row of numbers per film; a film on which a structure is missing has none."""
    rows = []
    for i in range(0, len(films), chunk):
        planes = np.mean([probabilities(n, films[i:i + chunk]) for n in nets], 0)
        rows += [measure(p, x) or {} for p, x in zip(planes, prepared(films[i:i + chunk]).numpy())]
    return pd.DataFrame(rows)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--nets", required=True)
    ap.add_argument("--cache", type=pathlib.Path, default=HERE / "runs/cache")
    ap.add_argument("--out", type=pathlib.Path, default=HERE / "runs/shape.csv")
    a = ap.parse_args()
    torch.set_num_threads(1)
    nets = [load(run) for run in a.nets.split(",")]
    tables = []
    for name in ("nih", "others"):
        t = pd.read_csv(a.cache / f"{name}.csv")
        tables.append(pd.concat([t[["file", "view"]], measured(nets, np.load(a.cache / f"{name}.npy"))], axis=1))
    pd.concat(tables).to_csv(a.out, index=False)
    print(f"{sum(map(len, tables))} films, {sum(t.ratio.isna().sum() for t in tables)} without all three structures")


if __name__ == "__main__":
    main()
