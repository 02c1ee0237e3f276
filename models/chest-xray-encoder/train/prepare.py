"""Decode every film once: squash to 448 x 448 (triangle filter, antialiased), keep as uint8.

    python prepare.py --data DIR [--phantoms DIR] [--out runs/cache]

Writes films.npy [N,448,448] and table.csv (one row per film, soft targets in t_* columns).
Phantoms go to phantoms.npy / phantoms.csv, so that they may be added later.
"""
import argparse
import json
import pathlib

import numpy as np
import pandas as pd
from PIL import Image

SIZE = 448
LABEL_SHARE = .4          # of a target where CheXNet has a probability
FINDINGS = ["Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Effusion", "Emphysema", "Fibrosis",
            "Hernia", "Infiltration", "Mass", "Nodule", "Pleural_Thickening", "Pneumonia", "Pneumothorax"]


def squash(grey, size=SIZE):
    """Float display values (0..1, higher = brighter) -> size x size, the filter the service uses too."""
    return np.asarray(Image.fromarray(np.asarray(grey, np.float32), mode="F").resize((size, size), Image.BILINEAR))


def load(path):
    return squash(np.asarray(Image.open(path).convert("L"), np.float32) / 255)


def to_u8(x):
    return np.clip(np.rint(x * 255), 0, 255).astype(np.uint8)


def logit(p):
    p = np.clip(p, 1e-5, 1 - 1e-5)
    return np.log(p / (1 - p))


def soft_targets(table, data):
    """Report label and CheXNet probability where there is one, its logits shifted to our prevalence."""
    preds = pd.read_csv(data / "chexnet-yardstick/preds.csv")
    preds.index = "nih/" + preds["Image Index"].str.replace(".png", ".jpg")
    has = table.file.isin(preds.index).values & (table.source == "nih").values
    table["soft"] = has
    for f in FINDINGS:
        target = table[f].astype(float).values.copy()
        z = logit(preds[f"prob_{f}"].reindex(table.file[has]).values)
        goal = target[has].mean()
        lo, hi = -10.0, 10.0
        for _ in range(50):
            mid = (lo + hi) / 2
            lo, hi = (mid, hi) if (1 / (1 + np.exp(-(z + mid)))).mean() < goal else (lo, mid)
        target[has] = LABEL_SHARE * target[has] + (1 - LABEL_SHARE) / (1 + np.exp(-(z + lo)))
        table[f"t_{f}"] = target
    table["t_abnormal"] = 1 - table["no_finding"].astype(float)


def phantoms(folder, out):
    """Synthetic films made with this project's generator: PNG + truth.csv (or truth.json with the same fields)."""
    if (folder / "truth.csv").exists():
        t = pd.read_csv(folder / "truth.csv")
    else:
        raw = json.loads((folder / "truth.json").read_text())
        t = pd.json_normalize(raw if isinstance(raw, list) else raw.get("phantoms") or raw.get("films") or raw["items"])
    t["file"] = [str(f) for f in t["file"]]
    films = np.stack([to_u8(load(folder / f)) for f in t.file])
    np.save(out / "phantoms.npy", films)
    t.to_csv(out / "phantoms.csv", index=False)
    print(f"{len(t)} phantoms")


def training_rows(t):
    """Rows of the table that teach: the training part of NIH and the effusion set."""
    nih = (t.source == "nih") & (t.use == "train")
    return np.where(nih | (t.source == "effusion_ashok133"))[0]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path)
    ap.add_argument("--phantoms", type=pathlib.Path)
    ap.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent / "runs/cache")
    a = ap.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    if a.phantoms:
        phantoms(a.phantoms, a.out)
    if not a.data:
        return
    t = pd.read_csv(a.data / "images.csv")
    children = t[t.source == "kermany"].sample(400, random_state=0)
    t = pd.concat([t[t.source != "kermany"], children]).reset_index(drop=True)
    soft_targets(t, a.data)
    np.save(a.out / "films.npy", np.stack([to_u8(load(a.data / f)) for f in t.file]))
    t.to_csv(a.out / "table.csv", index=False)
    np.save(a.out / "third.npy", np.stack([to_u8(load(f)) for f in sorted((a.data / "wingspan").glob("*.jpg"))]))
    print(t.groupby(["source", "use"]).size())


if __name__ == "__main__":
    main()
