"""The Platt lines, their intervals, and how both hold on patients not used for them.

    python calibration.py --record NAME        of the shipped nets, from the scores that export.py kept; graph and other figures stay
"""
import argparse
import json
import pathlib

import numpy as np
import pandas as pd

from metrics import ALIKE, Z90, chance_ece, ece, inside, platt, stated, terms, weights
from prepare import FINDINGS

HERE = pathlib.Path(__file__).parent
NAMES = [*FINDINGS, "abnormal"]
# Its straight line was further off than chance explains, and alone it has hundreds of films on either side to fit one parameter more.
BENT = {"abnormal"}
RULE = {"level": .9, "z": Z90, "filmsAlike": ALIKE, "of": "the share that shows it among filmsAlike films of this score",
        "formula": "p = s(m), x = score within range, m = slope*x + intercept + bend*log(1+e^x), d = z*sqrt(v cov v^T + residualSd^2), v = [x, 1, log(1+e^x)] "
                   "(without the last where there is no bend), c = z*sqrt(p(1-p)/filmsAlike); "
                   "max(0, p - hypot(p-s(m-d), c)) to min(1, p + hypot(s(m+d)-p, c))"}


def labels_of(T):
    return {n: T[n].astype(float).values for n in FINDINGS} | {"abnormal": 1 - T.no_finding.astype(float).values}


def stated_by(lines, residual):
    """By finding: [score, probability, low, high] at seven scores, for the service's test."""
    scores = np.linspace(-8, 4, 7)
    return {n: np.round(np.column_stack([scores, *stated(scores, lines[n], residual)]), 6).tolist() for n in NAMES}


def disagreement(T, part, z, labels):
    """
    By finding, with 40 positives or more: how far the calibrate part's curve lies above that of the folds at the mean score (log-odds), and
    the variance between parts that this shows beyond sampling. One gap a finding is too little for a residual of its own: pooled.
    """
    out = {}
    for i, n in enumerate(NAMES):
        if np.nansum(labels[n]) < 40:
            continue
        two = [platt(labels[n][m], z[m, i], T.group.values[m], n in BENT, B=60) for m in (part == "calibrate", part != "calibrate")]
        v = terms(np.mean(z[:, [i]], 0), n in BENT)[0]
        gap = sum(s * (weights(q) @ v) for s, q in zip((1, -1), two))
        variance = sum(v @ np.array(q["cov"]) @ v for q in two)
        out[n] = {"gap": round(float(gap), 3), "standardError": round(float(np.sqrt(variance)), 3), "excess": round(float(gap ** 2 - variance) / 2, 4)}
    return out


def residual_of(gaps, without=None):
    return round(float(np.sqrt(max(0, np.mean([q["excess"] for n, q in gaps.items() if n != without])))), 3)


def calibrate(T, part, z, labels):
    """Platt lines, and how far the parts' calibration curves differ beyond sampling."""
    lines = {n: platt(labels[n], z[:, i], T.group.values, n in BENT) for i, n in enumerate(NAMES)}
    gaps = disagreement(T, part, z, labels)
    residual = residual_of(gaps)
    p = {n: stated(z[:, i], lines[n], residual)[0] for i, n in enumerate(NAMES)}
    return lines, residual, {"residualSd": residual,
                             "residualSdFrom": "difference of the calibration curve between the folds and the calibrate part, beyond sampling, over findings with 40 positives or more",
                             "calibratePartAboveFolds": gaps, "filmsAlike": ALIKE,
                             "eceOfFit": {n: ece(labels[n], p[n]) for n in NAMES}, **unseen(T, part, z, labels, gaps)}


def unseen(T, part, z, labels, gaps):
    """
    Films of patients not used for the line: a fold under the line of the other folds, the calibrate part under that of all folds, as it is
    and with each finding's share among its films declared. A finding's residual is here that of the other findings.
    """
    folds = [f for f in np.unique(part) if f != "calibrate"]
    lines = {(n, f): platt(labels[n][m], z[m, i], T.group.values[m], n in BENT) for i, n in enumerate(NAMES) for f in [*folds, "calibrate"]
             for m in [(part != f) & (part != "calibrate")]}
    residual = {n: residual_of(gaps, n) for n in NAMES}
    here, there = part != "calibrate", part == "calibrate"
    odds = lambda n, m: np.log(labels[n][m].mean() / (1 - labels[n][m].mean()))

    def told(n, parts, sd, alike, move=0):
        out = np.full((3, len(T)), np.nan)
        for f in parts:
            line = lines[n, f]
            out[:, part == f] = stated(z[part == f, NAMES.index(n)], {**line, "intercept": line["intercept"] + move}, sd, alike)
        return out

    def counts(shift, alike):
        each, of = {"folds": {}, "calibrate": {}, "declared": {}}, {5: 0, 20: 0}
        widths, above = [], []
        for n in NAMES:
            sd = residual[n] if shift else 0
            p, low, high = told(n, folds, sd, alike)[:, here]
            widths.append(high - low)
            above.append(labels[n][here][low > labels[n].mean()])
            each["folds"][n] = inside(labels[n][here], p, low, high)
            for k in of:
                of[k] += inside(labels[n][here], p, low, high, k)
            for name, move in (("calibrate", 0), ("declared", odds(n, there) - odds(n, here))):
                each[name][n] = inside(labels[n][there], *told(n, ["calibrate"], sd, alike, move)[:, there], bins=2)
        return each, {"foldsTenBins": sum(each["folds"].values()), "foldsFiveBins": of[5], "foldsTwentyBins": of[20],
                      "calibrateTwoBins": sum(each["calibrate"].values()), "calibrateTwoBinsAtItsPrevalence": sum(each["declared"].values()),
                      "medianWidth": round(float(np.median(widths)), 3),
                      "toldAboveShare": int(sum(map(len, above))), "ofThemLabelled": round(float(np.concatenate(above).mean()), 3)}

    rules = [("as stated", True, ALIKE), ("without chance among films, as the former rule", True, np.inf),
             ("without the disagreement of the parts", False, ALIKE), ("without either", False, np.inf)]
    counted = [(name, *counts(shift, alike)) for name, shift, alike in rules]
    stated_bins = counted[0][1]["folds"]
    p = {n: told(n, folds, 0, ALIKE)[0, here] for n in NAMES}
    return {"eceAcrossFolds": {n: ece(labels[n][here], p[n]) for n in NAMES}, "eceByChanceAlone": {n: chance_ece(p[n]) for n in NAMES},
            "binsOfTenInsideInterval": stated_bins,
            "rules": [{"rule": name, "findings": len(NAMES), **sums} for name, _, sums in counted]}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--table", type=pathlib.Path, default=HERE / "runs/cache/table.csv")
    ap.add_argument("--held", type=pathlib.Path, default=HERE / "runs/lesion-held.npz")
    ap.add_argument("--record", required=True)
    a = ap.parse_args()
    out = HERE.parent
    manifest = json.loads((out / "manifest.json").read_text())
    former, record = out / manifest["record"], out / "records" / a.record
    held = np.load(a.held)
    T = pd.read_csv(a.table, low_memory=False).iloc[held["rows"]].reset_index(drop=True)
    lines, residual, calibration = calibrate(T, held["part"], held["z"], labels_of(T))
    for entry in [*manifest["findings"], manifest["abnormal"]]:
        entry |= {"platt": lines[entry["name"]], "residualSd": residual}
    manifest |= {"createdAt": a.record[:10], "intervalRule": RULE, "record": f"records/{a.record}"}
    metrics = json.loads((former / "metrics.json").read_text()) | {"calibration": calibration}
    parity = json.loads((former / "parity.json").read_text()) | {"intervals": stated_by(lines, residual)}
    record.mkdir(exist_ok=True)
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    (record / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    (record / "parity.json").write_text(json.dumps(parity))
    if record != former:
        for name in ("config.json", "log.txt", "tries.json"):
            (record / name).write_text((former / name).read_text())
        (record / "command.txt").write_text(f"python calibration.py --record {a.record}\n# graph, gate, places and all other figures: {former.name}\n")
    print(json.dumps({k: calibration[k] for k in ("eceAcrossFolds", "eceByChanceAlone", "binsOfTenInsideInterval", "rules")}, indent=1))


if __name__ == "__main__":
    main()
