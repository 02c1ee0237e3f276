"""Logits of trained nets on every cached film, and the yardstick on films which a net was not trained on.

    python predict.py --run runs/first-0 [runs/first-1 …] [--size 320 448]

Writes logits-SIZE.npy [films, 18] beside each checkpoint: findings 14, abnormal, view, sex, age; the mean of the film and its
mirror image. Prints AUROC on the held-out fold and the calibrate part; against report labels, CheXNet and RSNA readers.
"""
import argparse
import json
import pathlib

import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from sklearn.metrics import roc_auc_score

from model import Encoder, standardise
from prepare import FINDINGS

HERE = pathlib.Path(__file__).parent
TEN = ["Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Effusion", "Infiltration", "Mass", "Nodule",
       "Pleural_Thickening", "Pneumothorax"]


def load_net(run):
    net = Encoder(json.loads((run / "config.json").read_text()).get("backbone", "lite0"))
    net.load_state_dict(torch.load(run / "last.pt", weights_only=False)["average"])
    return net.eval()


@torch.no_grad()
def logits(net, films, size, batch=32):
    out = []
    for i in range(0, len(films), batch):
        x = torch.from_numpy(np.ascontiguousarray(films[i:i + batch]))[:, None].float() / 255
        if size != x.shape[-1]:
            x = F.interpolate(x, size=(size, size), mode="bilinear", antialias=True, align_corners=False)
        h = net.read(net.embed(standardise(x).contiguous(memory_format=torch.channels_last)))
        out.append(torch.cat([h["findings"], h["abnormal"], h["view"], h["sex"], h["age"]], 1))
    return torch.cat(out).numpy()


def auroc(y, z):
    ok = ~np.isnan(y)
    y, z = y[ok], z[ok]
    return np.nan if len(y) < 20 or not 5 <= y.sum() <= len(y) - 5 else roc_auc_score(y, z)


def yardstick(table, z, where):
    """One line: means over ten findings and "any abnormality", by yardstick and view."""
    out = {}
    for view in ("all", "PA", "AP"):
        m = where & ((table["view"] == view).values if view != "all" else True)
        ten = {n: auroc(table[n].values[m].astype(float), z[m, FINDINGS.index(n)]) for n in TEN}
        chex = {n: auroc(table[f"chex_{n}"].values[m], z[m, FINDINGS.index(n)]) for n in TEN}
        out[view] = {"n": int(m.sum()), "ten": float(np.nanmean(list(ten.values()))), "ten by CheXNet": float(np.nanmean(list(chex.values()))),
                     "abnormal": auroc(1 - table.no_finding.values[m].astype(float), z[m, 14]),
                     "abnormal by readers": auroc(table.rsna_abnormal.values[m], z[m, 14])}
        if view != "AP":
            out[view]["each"] = {n: (round(ten[n], 3), round(chex[n], 3)) for n in TEN}
    return out


def with_yardsticks(table, data):
    """CheXNet's call (its top films, as many as carry the label) and the RSNA readers' class; both for evaluation only."""
    preds = pd.read_csv(data / "chexnet-yardstick/preds.csv")
    preds.index = "nih/" + preds["Image Index"].str.replace(".png", ".jpg")
    for n in TEN:
        p = preds[f"prob_{n}"].reindex(table.file).values
        cut = np.nanquantile(p, .9)
        table[f"chex_{n}"] = np.where(np.isnan(p), np.nan, (p > cut).astype(float))
    rsna = pd.read_csv(data / "labels/nih_rsna_class.csv").drop_duplicates("name")
    rsna.index = "nih/" + rsna.name.str.replace(".png", ".jpg")
    k = rsna.rsna_class.reindex(table.file)
    table["rsna_abnormal"] = np.where(k.isna(), np.nan, (k != "Normal").astype(float))
    return table


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--run", type=pathlib.Path, nargs="+", required=True)
    ap.add_argument("--size", type=int, nargs="+", default=[320])
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--cache", type=pathlib.Path, default=HERE / "runs/cache")
    ap.add_argument("--held-only", action="store_true", help="only the films the net was not trained on, and write nothing")
    a = ap.parse_args()
    torch.set_num_threads(1)
    table = with_yardsticks(pd.read_csv(a.cache / "table.csv"), a.data)
    films = np.load(a.cache / "films.npy", mmap_mode="r")
    nih = (table.source == "nih").values
    calibrate = nih & (table.use == "calibrate").values
    for run in a.run:
        fold = json.loads((run / "config.json").read_text())["fold"]
        net = load_net(run)
        held = nih & (table.use == "train").values & (table.fold5 == fold).values
        for size in a.size:
            z = np.full((len(table), 18), np.nan, np.float32)
            rows = np.where(held | calibrate if a.held_only else table.source.values != "kermany")[0]
            z[rows] = logits(net, films[rows], size)
            if not a.held_only:
                np.save(run / f"logits-{size}.npy", z)
            for name, m in (("fold", held), ("calibrate", calibrate)):
                print(run.name, size, name, json.dumps(yardstick(table, z, m), default=float), flush=True)


if __name__ == "__main__":
    main()
