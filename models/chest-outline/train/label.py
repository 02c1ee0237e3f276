"""Let the first nets label NIH training films; keep those on which they agree.

    python label.py --nets runs/teacher1,runs/teacher2,runs/teacher3 [--films 620] [--agree .93]

Patients of NIH fold 0 and of the calibrate part are left out: the finished net has never seen them.
"""
import argparse
import json
import pathlib

import numpy as np
import pandas as pd
import torch

from predict import dice, load, probabilities

HERE = pathlib.Path(__file__).parent


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--nets", required=True)
    ap.add_argument("--cache", type=pathlib.Path, default=HERE / "runs/cache")
    ap.add_argument("--out", type=pathlib.Path, default=HERE / "runs/labelled")
    ap.add_argument("--films", type=int, default=620)
    ap.add_argument("--agree", type=float, default=.93, help="least Dice between two nets, mean of the structures")
    a = ap.parse_args()
    torch.set_num_threads(1)
    t = pd.read_csv(a.cache / "nih.csv")
    pool = t[(t.use == "train") & (t.fold5 != 0)]
    rows = np.sort(pool.groupby("view").sample(a.films // 2, random_state=0).index.values)
    films = np.load(a.cache / "nih.npy")[rows]
    each = [probabilities(load(run), films) for run in a.nets.split(",")]
    pairs = [dice(p > .5, q > .5) for i, p in enumerate(each) for q in each[:i]]
    agreement = np.mean(pairs, (0, 2))
    keep = (agreement > a.agree) & (np.min(pairs, (0, 2)) > .75)
    a.out.mkdir(parents=True, exist_ok=True)
    np.save(a.out / "films.npy", films[keep])
    np.save(a.out / "masks.npy", np.rint(np.mean(each, 0)[keep] * 255).astype(np.uint8))
    kept = {v: int(((t.view[rows] == v).values & keep).sum()) for v in ("PA", "AP")}
    (a.out / "labelled.json").write_text(json.dumps({"asked": len(rows), "kept": int(keep.sum()), **kept,
                                                     "agreementMean": round(float(agreement.mean()), 4)}))
    print((a.out / "labelled.json").read_text())


if __name__ == "__main__":
    main()
