"""Decode films and masks once: squash to 256 x 256 with the encoder's filter, keep as uint8.

    python films.py --data DIR [--out runs/cache]

Writes truth.npy (films), masks.npy [n,3,256,256] (left lung, right lung, heart; 255 = wholly inside), truth.csv,
and nih.npy / nih.csv, others.npy / others.csv for films without masks.
"""
import argparse
import pathlib
import sys

import numpy as np
import pandas as pd
from PIL import Image

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "chest-xray-encoder/train"))
from prepare import squash, to_u8  # noqa: E402

SIZE = 256
STRUCTURES = ["leftLung", "rightLung", "heart"]
BITS = (1, 2, 4)
FOLDS, BLOCK = 5, 4


def film(path):
    return to_u8(squash(np.asarray(Image.open(path).convert("L"), np.float32) / 255, SIZE))


def structures(flags):
    """Bit flags -> three disjoint masks. Nine truths count the lung behind the heart as left lung: the heart wins."""
    left, right, heart = ((flags & b) > 0 for b in BITS)
    return np.stack([left & ~heart, right & ~heart, heart]).astype(np.float32)


def overlap(flags):
    heart = (flags & 4) > 0
    return float((((flags & 3) > 0) & heart).sum() / heart.sum())


def with_masks(data):
    """Patients are unknown: neighbours in number, likelier to be one patient, stay in one fold (blocks of four)."""
    files = sorted((data / "wingspan").glob("*.jpg"))
    flags = [np.asarray(Image.open(data / "wingspan/masks" / (f.stem + ".png"))) for f in files]
    table = pd.DataFrame({"file": [f"wingspan/{f.name}" for f in files], "overlap": [overlap(k) for k in flags],
                          "fold": [(i // BLOCK) % FOLDS for i in range(len(files))]})
    masks = np.stack([[to_u8(squash(m, SIZE)) for m in structures(k)] for k in flags])
    return table, np.stack([film(f) for f in files]), masks


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--out", type=pathlib.Path, default=HERE / "runs/cache")
    a = ap.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    table, films, masks = with_masks(a.data)
    table.to_csv(a.out / "truth.csv", index=False)
    np.save(a.out / "truth.npy", films), np.save(a.out / "masks.npy", masks)
    print(f"{len(table)} films with masks, {(table.overlap > .15).sum()} with lung counted behind the heart")
    t = pd.read_csv(a.data / "images.csv")
    for name, rows in (("nih", t[t.source == "nih"]), ("others", t[t.source.isin(["effusion_ashok133", "hannover"])])):
        np.save(a.out / f"{name}.npy", np.stack([film(a.data / f) for f in rows.file]))
        rows.to_csv(a.out / f"{name}.csv", index=False)
        print(f"{len(rows)} films of {name}")


if __name__ == "__main__":
    main()
