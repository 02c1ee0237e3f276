"""
Risk of death in hospital from vitals, laboratory values, age and sex; film and notes as declared terms. The one command:

    python train.py --data DIR [--runs runs] [--resume]

Fits the members (fit.py), calibrates and measures them on stays they never saw, writes ../model.onnx, ../manifest.json
and ../records/<record>/. Deterministic. `film.py` makes runs/film.json beforehand; without it the film has no weight.
"""
import argparse
import hashlib
import json
import pathlib
import time

import lightgbm as lgb
import numpy as np
import pandas as pd

import guard
from baselines import logistic_regression, news2, qsofa
from charts import SUBSETS
from features import COLUMNS, CONCEPTS, FEATURES, MONOTONE, NAMES_OF_CONCEPTS, PLAUSIBLE_AGE, STATS, AT, WINDOW_HOURS, series_stats
from fit import fit, folds, out_of_fold
from graph import MODALITIES, build, run
from members import FOLDS, MEMBERS_OF_FOLD, PARAMS, SEED, TREES, raw_scores
from metrics import auroc_with_interval, decision_curve, ece, line, sigmoid, with_intervals
from terms import NO_FILM, NOTES

HERE = pathlib.Path(__file__).parent
DRAWS = 40
WHOLE, LATEST = "48h, vitals+labs", "48h, vitals+labs, latest values only"


def parts(name):
    return name.split(", ")[1]


def calibrate(raw, y, rng):
    """Platt for each set of parts on the unseeing members' mean, all its charts pooled; and how sure the line is."""
    platt, doubt = {}, {}
    for s in SUBSETS:
        names = [k for k in raw if parts(k) == s]
        z = np.stack([raw[k].mean(1) for k in names])
        platt[s] = dict(zip(("slope", "intercept"), line(z.ravel(), np.tile(y, len(names)))))
        grid, lines = np.percentile(z, [10, 50, 90]), []
        for _ in range(20):
            pick = rng.integers(len(y), size=len(y))
            slope, intercept = line(z[:, pick].ravel(), np.tile(y[pick], len(names)))
            lines.append(slope * grid + intercept)
        doubt[s] = float(np.std(lines, 0).max())
    return platt, doubt


def half_width(logits, extra):
    return 1.645 * np.sqrt(logits.var(1, ddof=1) + extra ** 2)


def width(logits, extra):
    half = half_width(logits, extra)
    return sigmoid(logits.mean(1) + half) - sigmoid(logits.mean(1) - half)


def intervals(cal, doubt):
    """
    What the members' spread does not know, for each set of parts: doubt of the calibration, half of what the whole series
    would have changed over the latest values; without a part, what that part would have changed on the same stays at 24 h,
    and as much more as keeps the mean interval from being narrower than that of a set with more parts.
    """
    full = cal["24h, vitals+labs"].mean(1)
    thin = float(np.std(full - cal["24h, vitals+labs, latest values only"].mean(1)))
    base = float(np.hypot(doubt["vitals+labs"], thin / 2))
    extra = {"vitals+labs": base}
    for s in ("vitals", "labs", "none"):
        change = abs(full - cal[f"24h, {s}"].mean(1))
        spread = max(np.sqrt((change ** 2).mean()), np.quantile(change, .9) / 1.645)
        extra[s] = float(np.sqrt(base ** 2 + doubt[s] ** 2 + spread ** 2))
    mean_width = lambda s: width(cal[f"24h, {s}"], extra[s]).mean()
    for s, more in (("vitals", "vitals+labs"), ("labs", "vitals+labs"), ("none", "vitals"), ("none", "labs")):
        while mean_width(s) < mean_width(more):
            extra[s] *= 1.02
    extra = {s: round(float(v), 3) for s, v in extra.items()}
    for s, more in (("vitals", "vitals+labs"), ("labs", "vitals+labs"), ("none", "vitals"), ("none", "labs")):
        assert width(cal[f"24h, {s}"], extra[s]).mean() >= width(cal[f"24h, {more}"], extra[more]).mean() - 1e-3
    inside = {s: round(float((abs(full - cal[f"24h, {s}"].mean(1)) <= half_width(cal[f"24h, {s}"], extra[s])).mean()), 3)
              for s in ("vitals", "labs", "none")}
    return extra, inside, {s: round(float(width(cal[f"24h, {s}"], extra[s]).mean()), 4) for s in SUBSETS}


def by_subset(cal, y):
    """Each of the 16 subsets at 24 h. Film and notes are in no chart of this data, so a subset answers as its labs and vitals do."""
    out = {}
    for number in range(16):
        heard = [m for i, m in enumerate(MODALITIES) if number >> i & 1]
        z = cal["24h, " + ("+".join(m for m in ("vitals", "labs") if m in heard) or "none")].mean(1)
        out["+".join(heard) or "none"] = {"auroc": round(auroc_with_interval(y, z, np.random.default_rng(0), 2)["value"], 4),
                                          "ece": round(ece(y, sigmoid(z)), 4)}
    best = max(out["labs"]["auroc"], out["vitals"]["auroc"])
    assert out["labs+vitals"]["auroc"] >= best - .01, "the fused risk is worse than its best part"
    assert max(v["ece"] for v in out.values()) <= .10
    return out


def beside(X, y, z, stays, fold, rng):
    """Published scores and logistic regression on the whole charts at 48 h, and who decides better at which risk."""
    held = stays.set_index("RecordID")
    given = {"SAPS-I": held["SAPS-I"].values.astype(float), "SOFA": held["SOFA"].values.astype(float)}
    scores = {"NEWS2": news2(X), "qSOFA": qsofa(X), **{k: np.where(v < 0, np.median(v), v) for k, v in given.items()}}
    regression = logistic_regression(X, y, fold)
    probability = {"model": sigmoid(z), "logistic regression": sigmoid(regression)}
    for k in ("NEWS2", "SAPS-I"):          # a score becomes a probability by a line fitted on these very stays: in its favour
        slope, intercept = line(scores[k].astype(float), y)
        probability[k] = sigmoid(slope * scores[k] + intercept)
    curve = decision_curve(y, probability, rng, DRAWS)
    beaten_by = [k for k in ("NEWS2", "SAPS-I") if any(h < 0 for h in curve["gainOver"][k]["high"])]
    return {"auroc": {k: auroc_with_interval(y, v, rng, DRAWS) for k, v in {**scores, "logistic regression, latest values": regression}.items()},
            "about": "NEWS2 and qSOFA from the latest values at 48 h, missing items no points; SAPS-I and SOFA as the data set gives them",
            "decisionCurve": curve, "beatenBy": beaten_by}


def subgroups(X, y, z):
    age, male = X[:, 0], X[:, 1]
    groups = {"women": male == 0, "men": male == 1, "under 50": age < 50, "50 to 64": (age >= 50) & (age < 65),
              "65 to 79": (age >= 65) & (age < 80), "80 and over": age >= 80}
    rng = np.random.default_rng(SEED)
    return {k: {"n": int(g.sum()), "deaths": int(y[g].sum()), "auroc": auroc_with_interval(y[g], z[g], rng, DRAWS),
                "meanRisk": round(float(sigmoid(z[g]).mean()), 4), "observed": round(float(y[g].mean()), 4), "ece": round(ece(y[g], sigmoid(z[g])), 4)}
            for k, g in groups.items()}


def population_guard(tests, half):
    """Quantiles and limits from one half of the stays; how many of the other half they would call far."""
    charts = [k for k in tests if parts(k) != "none"]
    quantiles = guard.knots(tests[WHOLE][half])
    known = np.concatenate([guard.distance(tests[k][half], quantiles) for k in charts])
    unseen = {k: guard.distance(tests[k][~half], quantiles) for k in charts}
    far, very_far = float(np.quantile(known, .99)), float(np.quantile(known, .9995)) * 1.15
    share = lambda limit: {k: round(float((d > limit).mean()), 4) for k, d in unseen.items()}
    return {"rule": "distance = sqrt((sum of squared normal scores + typicalValues) / (number of values + typicalValues)); beyond `far` the "
                    "interval's half-width in log-odds is multiplied by distance / far, beyond `veryFar` no risk is given",
            "levels": guard.LEVELS.tolist(), "scores": guard.Z.tolist(), "most": guard.MOST, "typicalValues": guard.TYPICAL_VALUES,
            "far": round(far, 3), "veryFar": round(very_far, 3),
            "quantiles": {c: [float(f"{v:.5g}") for v in q] for c, q in quantiles.items()},
            "falseAlarms": {"on": "the half of the stays that set no limit", "far": share(far), "veryFar": share(very_far)}}


def parity_rows():
    """Made-up charts: values and minutes of each series, and the row they give."""
    rng = np.random.default_rng(1)
    charts, rows = [], []
    for n, heard in enumerate([("vitals", "labs"), ("vitals", "labs"), ("vitals",), ("labs",), (), ("vitals", "labs")]):
        x = np.full(len(FEATURES), np.nan, np.float32)
        x[:2] = 50 + 6 * n, n % 2
        series = {}
        for c, (modality, _, low, high, _, _) in enumerate(CONCEPTS.values()):
            if modality not in heard or (n == 1 and c % 3 == 0):
                continue
            count = 1 + (c + n) % 6
            minutes = np.sort(rng.choice(np.arange(0, 2880, 15), count, replace=False))
            values = np.round(rng.uniform(low + .2 * (high - low), low + .5 * (high - low), count), 2)
            name = NAMES_OF_CONCEPTS[c]
            for stat, v in series_stats(minutes, values, np.array([0]), np.array([2880])).items():
                if f"{name}_{stat}" in AT:
                    x[AT[f"{name}_{stat}"]] = v[0]
            series[name] = [[int(2880 - m), float(v)] for m, v in zip(minutes, values)]
        charts.append({"ageYears": int(x[0]), "male": bool(x[1]), "series": series})
        rows.append(x)
    return charts, np.stack(rows)


def write_parity(record, path, film):
    charts, rows = parity_rows()
    width = len(film["columns"])
    films, notes = np.full((len(rows), width), np.nan, np.float32), np.full((len(rows), 2), np.nan, np.float32)
    films[0], films[4, :2] = np.linspace(1.5, -.5, width), (.4, .9)
    notes[0], notes[3], notes[4], notes[5, 0] = (1, 0), (0, 1), (5, 1), 2
    clean = lambda m: [[None if np.isnan(v) else float(v) for v in r] for r in m]
    (record / "parity.json").write_text(json.dumps({
        "about": "Made-up charts (series as [minutes before the prediction time, value]), the rows they give (null = NaN) and onnxruntime's (Python) answers.",
        "tolerance": 1e-4, "charts": charts, "tabular": clean(rows), "film": clean(films), "notes": clean(notes),
        "member_logits": clean(run(path, rows, films, notes))}))


def check_graph(path, members, platt, tests, film_columns):
    """Largest difference between the graph and LightGBM on unharmed charts; and never NaN, whatever is missing."""
    rng = np.random.default_rng(3)
    parts_there = lambda x: "+".join(m for m in ("vitals", "labs") if not np.isnan(x[COLUMNS[m]]).all()) or "none"
    x = np.concatenate([X[:60] for X in tests.values()])
    line_of = [platt[parts_there(r)] for r in x]
    want = raw_scores(members, x) * np.array([[p["slope"]] for p in line_of]) + np.array([[p["intercept"]] for p in line_of])
    harmed = np.where(rng.random(x.shape) < rng.random((len(x), 1)), np.nan, x)
    width = len(film_columns)
    film, notes = (np.where(rng.random((len(x), w)) < .5, np.nan, rng.normal(size=(len(x), w))) for w in (width, 2))
    assert np.isfinite(run(path, harmed, film, notes)).all(), "the graph answered NaN"
    return float(abs(run(path, x) - want).max())


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--runs", type=pathlib.Path, default=HERE / "runs")
    ap.add_argument("--resume", action="store_true", help="keep the members that the runs folder holds")
    ap.add_argument("--record", default="2026-11-24_extra-trees")
    a = ap.parse_args()
    t0 = time.time()
    record = HERE.parent / "records" / a.record
    record.mkdir(parents=True, exist_ok=True)
    lines = []

    def say(s):
        lines.append(f"{time.time() - t0:6.0f} s  {s}")
        print(lines[-1], flush=True)

    fit(a.data, a.runs, a.resume, say)
    tests = dict(np.load(a.runs / "tests.npz"))
    y = tests.pop("died")
    fold, rng = folds(len(y)), np.random.default_rng(SEED + 1)
    stays = pd.read_csv(a.data / "physionet2012/outcomes.csv").drop_duplicates("RecordID").sort_values("RecordID")
    assert (stays["In-hospital_death"].values == y).all()
    raw = out_of_fold(a.runs, tests, fold)
    platt, doubt = calibrate(raw, y, rng)
    cal = {k: v * platt[parts(k)]["slope"] + platt[parts(k)]["intercept"] for k, v in raw.items()}
    extra, inside, mean_width = intervals(cal, doubt)
    z = cal[WHOLE].mean(1)
    metrics = {"crossValidation": f"{FOLDS} folds by stay, PhysioNet/CinC Challenge 2012 sets a and b: each stay judged by the {MEMBERS_OF_FOLD} members "
                                  f"that never saw it (the shipped model is the mean of all {FOLDS * MEMBERS_OF_FOLD}); 95 % by bootstrap over stays",
               **{k: with_intervals(y, c.mean(1), rng, DRAWS) for k, c in cal.items()},
               "subsets": by_subset(cal, y), "fullAnswerInsidePartInterval": inside, "meanIntervalWidth": mean_width,
               "beside": beside(tests[WHOLE], y, z, stays, fold, rng), "subgroups": subgroups(tests[WHOLE], y, z)}
    for k, v in metrics.items():
        say(f"{k}: {v}")
    protect = population_guard(tests, (stays.set == "a").values)
    say(f"far {protect['far']}, very far {protect['veryFar']}, false alarms {protect['falseAlarms']}")

    film = json.loads((a.runs / "film.json").read_text()) if (a.runs / "film.json").exists() else NO_FILM
    members = [lgb.Booster(model_file=a.runs / f"member{k}.txt") for k in range(FOLDS * MEMBERS_OF_FOLD)]
    model = build(members, platt, film, NOTES)
    path = HERE.parent / "model.onnx"
    path.write_bytes(model.SerializeToString())
    gap = check_graph(path, members, platt, tests, film["columns"])
    say(f"graph against LightGBM: largest difference {gap:.2e}")
    assert gap < 1e-4
    metrics.update(graphAgainstLightGbm=gap, film=film, minutes=round((time.time() - t0) / 60, 1))
    write_parity(record, path, film)

    manifest = {
        "id": "fusion", "version": "0.3.4", "file": "model.onnx", "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": path.stat().st_size, "licence": "Apache-2.0", "createdAt": a.record[:10],
        "inputs": {"tabular": {"name": "tabular", "shape": ["N", len(FEATURES)], "dtype": "float32", "missing": "NaN"},
                   "film": {"name": "film", "shape": ["N", len(film["columns"])], "dtype": "float32", "missing": "NaN", "columns": film["columns"]},
                   "notes": {"name": "notes", "shape": ["N", 2], "dtype": "float32", "missing": "NaN", "columns": ["comorbidities", "confusion"]}},
        "output": {"name": "member_logits", "shape": ["N", len(members)],
                   "meaning": "calibrated log-odds of death in hospital, one column per ensemble member, film and notes terms included"},
        "members": len(members), "horizon": "in hospital", "windowHours": WINDOW_HOURS,
        "window": "Values from the last 48 hours, not before admission and not after the time of prediction; ageHours = hours from the latest value to that time. Implausible values are dropped first; values of one concept and instant are averaged.",
        "population": f"adults in intensive care, United States 2001–2008 (PhysioNet 2012: {len(y):,} stays, {y.mean():.0%} died)",
        "prevalence": round(float(y.mean()), 4),
        # A reason is told against the typical patient of the training charts: the median of each feature.
        "features": [{**f, "typical": round(float(np.nanmedian(tests[WHOLE][:, i])), 4)} for i, f in enumerate(FEATURES)],
        "plausible": {**{c: [v[2], v[3]] for c, v in CONCEPTS.items()}, "age": list(PLAUSIBLE_AGE), "sexMale": [0, 1]},
        "calibration": {"method": "Platt on the mean of the members that never saw the stay; one pair per set of parts present, for each of the 16 subsets (already inside the graph)", "platt": platt},
        "intervalRule": {"level": .9, "z": 1.645,
                         "formula": "mean(member_logits) +- 1.645*sqrt(sd(member_logits)^2 + extraSd[subset]^2), sd with n-1; wider when the chart is far from the population",
                         "subsetKey": "vitals+labs | vitals | labs | none: which modalities have at least one value",
                         "extraSd": extra,
                         "extraSdFrom": "vitals+labs: bootstrap of the calibration and half the sd between full series and latest values; other keys: also the spread of (full - part) on the same unseen stays at 24 h: its root mean square or its 90 % point / 1.645, the larger; the mean interval is never narrower than with more parts"},
        "guard": protect, "film": film, "notes": NOTES, "beatenBy": metrics["beside"]["beatenBy"], "metrics": metrics, "record": f"records/{a.record}"}
    (HERE.parent / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    (record / "metrics.json").write_text(json.dumps({**metrics, "guard": {k: protect[k] for k in ("far", "veryFar", "falseAlarms")}}, indent=1, ensure_ascii=False) + "\n")
    (record / "config.json").write_text(json.dumps({"members": len(members), "trees": TREES, "folds": FOLDS, "seed": SEED,
        **{k: v for k, v in PARAMS.items() if k != "monotone_constraints"}, "monotone": {f["name"]: m for f, m in zip(FEATURES, MONOTONE) if m}}, indent=1) + "\n")
    (record / "command.txt").write_text("python train.py --data DIR\n")
    say(f"model.onnx {path.stat().st_size / 1e6:.2f} MB")
    (record / "log.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
