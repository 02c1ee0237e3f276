"""Risk of death in hospital from vitals, laboratory values, age, sex (and, as a formal input, one film).

    python train.py --data DIR [--film-cache runs/film.csv]

Writes ../model.onnx, ../manifest.json and ../records/<record>/. Deterministic; one core, under half an hour.
"""
import argparse
import hashlib
import json
import pathlib
import time

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from features import COLUMNS, CONCEPTS, FEATURES, MONOTONE, PLAUSIBLE_AGE, WIDTH, slope, vector
from graph import build, run

HERE = pathlib.Path(__file__).parent
K, TREES, FOLDS, SEED = 10, 400, 5, 7
PARAMS = dict(objective="binary", learning_rate=.04, num_leaves=16, min_data_in_leaf=100, feature_fraction=.25,
              bagging_fraction=.6, bagging_freq=1, lambda_l2=10, max_bin=127, monotone_constraints=MONOTONE, num_threads=1, verbosity=-1,
              deterministic=True, force_row_wise=True, bin_construct_sample_cnt=60000)
SUBSETS = {"vitals+labs": ("vitals", "labs"), "vitals": ("vitals",), "labs": ("labs",), "none": ()}


def read_series(data):
    raw = pd.concat([pd.read_csv(data / f"physionet2012/set-{s}.csv.gz") for s in "ab"])
    static = raw[raw.parameter.isin(["Age", "Gender"])].drop_duplicates(["RecordID", "parameter"])
    static = static.pivot(index="RecordID", columns="parameter", values="value")
    parts = []
    for c, (_, _, lo, hi, names, factor) in CONCEPTS.items():
        p = raw[raw.parameter.isin(names)].copy()
        p["value"] = (p.value * factor).astype(np.float32)
        p["concept"] = c
        parts.append(p[(p.value >= lo) & (p.value <= hi)])
    long = pd.concat(parts).sort_values(["RecordID", "concept", "minutes"], kind="stable")
    stays = {}
    for (r, c), g in long.groupby(["RecordID", "concept"], sort=False):
        stays.setdefault(r, {})[c] = (g.minutes.values / 60, g.value.values)
    out = pd.read_csv(data / "physionet2012/outcomes.csv").drop_duplicates("RecordID").set_index("RecordID")
    ids = [r for r in static.index if r in out.index]
    age = static.loc[ids, "Age"].where(static.loc[ids, "Age"].between(*PLAUSIBLE_AGE)).values
    male = static.loc[ids, "Gender"].where(static.loc[ids, "Gender"] >= 0).values
    return ids, age, male, [stays.get(r, {}) for r in ids], out.loc[ids, "In-hospital_death"].values, out.loc[ids, "set"].values


def only(x, subset):
    x = x.copy()
    for m in ("vitals", "labs"):
        if m not in SUBSETS[subset]:
            x[:, COLUMNS[m]] = np.nan
    return x


def drawn(rng, share):
    return lambda n: rng.random(n) < share


def training_rows(stays, age, male, index, rng):
    """
    Each stay as it may be met: early and late, charted densely or thinly, whole or in part. The whole chart at 48 h and
    its latest values alone count more, since there is most to learn. Answers rows, their stays and their weights.
    """
    X, who, weight = [], [], []

    def add(i, x, w=1):
        if rng.random() < .1:          # single values are missing at bedside too
            for c in rng.choice(len(CONCEPTS), 10, replace=False):
                x[2 + c * WIDTH:2 + (c + 1) * WIDTH] = np.nan
        if rng.random() < .05:
            x[rng.integers(2)] = np.nan
        X.append(x), who.append(i), weight.append(w)

    for i in index:
        at = lambda hours, *rest: vector(age[i], male[i], stays[i], hours, *rest)
        early_or_late = lambda: rng.choice([6, 12, 24, 48])
        for hours in (3, 6, 12, 18, 24, 36, 48):
            add(i, at(hours), 3 if hours == 48 else 1)
        for hours in (12, 24, 48):
            add(i, at(hours, None, True), 2 if hours == 48 else 1)
        for share in (.5, .2):
            add(i, at(early_or_late(), drawn(rng, share)))
        for part in ("vitals", "labs", "none"):
            add(i, only(at(early_or_late())[None], part)[0])
    return np.stack(X), np.array(who), np.array(weight)


def fit_members(X, who, weight, y, rng, trees=TREES):
    """Each member sees a bootstrap of stays."""
    members = []
    ids = np.unique(who)
    for k in range(K):
        n = np.bincount(rng.choice(ids, len(ids)), minlength=who.max() + 1)[who] * weight
        ok = n > 0
        d = lgb.Dataset(X[ok], y[who[ok]], weight=n[ok], free_raw_data=True)
        members.append(lgb.train({**PARAMS, "seed": SEED + k}, d, trees))
    return members


def raw(members, X):
    return np.column_stack([m.predict(X, raw_score=True, num_threads=1) for m in members])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def ece(y, p, bins=10):
    order = np.array_split(np.argsort(p), bins)
    return float(sum(len(o) * abs(y[o].mean() - p[o].mean()) for o in order) / len(y))


def scores(y, z, rng, B=200):
    p = sigmoid(z)
    stat = lambda s: (roc_auc_score(y[s], z[s]), float(((p[s] - y[s]) ** 2).mean()), ece(y[s], p[s]))
    value = stat(np.arange(len(y)))
    boot = np.array([stat(rng.integers(len(y), size=len(y))) for _ in range(B)])
    lo, hi = np.percentile(boot, [2.5, 97.5], axis=0)
    return {k: {"value": round(float(v), 4), "low": round(float(l), 4), "high": round(float(h), 4)}
            for k, v, l, h in zip(("auroc", "brier", "ece"), value, lo, hi)} | {"n": len(y), "deaths": int(y.sum())}


def film_gain(path):
    """Hannover: what a film adds, given its view. The table is made by film.py from the exported encoder."""
    t = pd.read_csv(path)
    t = t[t.worse.notna()]
    y, z = t.worse.values.astype(int), t.abnormal_logit.values
    ap = t.view_ap.values
    rng = np.random.default_rng(SEED)

    def fit(s):
        scale = z[s].std() or 1
        m = LogisticRegression(C=.5).fit(np.column_stack([(z[s] - z[s].mean()) / scale, ap[s]]), y[s])
        return m.coef_[0, 0] / scale

    def gain(s, train):
        base = LogisticRegression(C=.5).fit(ap[train, None], y[train])
        mu, sd = z[train].mean(), z[train].std()
        f = lambda q: np.column_stack([(z[q] - mu) / sd, ap[q]])
        both = LogisticRegression(C=.5).fit(f(train), y[train])
        return (roc_auc_score(y[s], both.decision_function(f(s))) - roc_auc_score(y[s], base.decision_function(ap[s, None])))

    n = len(y)
    weights, gains = [], []
    for _ in range(500):
        s = rng.integers(n, size=n)
        o = np.setdiff1d(np.arange(n), s)
        if len(set(y[s])) < 2 or len(set(y[o])) < 2:
            continue
        weights.append(fit(s))
        gains.append(gain(o, s))
    q = lambda v: [round(float(c), 3) for c in np.percentile(v, [2.5, 97.5])]
    return {"n": n, "events": int(y.sum()), "outcome": "later intensive care or death, first film per patient, not in intensive care before it",
            "coefficientGivenView": round(float(fit(np.arange(n))), 3), "coefficientInterval": q(weights),
            "gainInAuroc": round(float(np.mean(gains)), 3), "gainInterval": q(gains),
            "auroc": {"abnormal": round(roc_auc_score(y, z), 3), "view": round(roc_auc_score(y, ap), 3)}}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--film-cache", type=pathlib.Path, default=HERE / "runs/film.csv")
    ap.add_argument("--record", default="2026-11-24_slopes")
    a = ap.parse_args()
    t0 = time.time()
    record = HERE.parent / "records" / a.record
    record.mkdir(parents=True, exist_ok=True)
    lines = []

    def say(s):
        lines.append(f"{time.time() - t0:6.0f} s  {s}")
        print(lines[-1], flush=True)

    ids, age, male, stays, y, which = read_series(a.data)
    say(f"{len(ids)} stays, {int(y.sum())} deaths, {len(FEATURES)} features")
    rng = np.random.default_rng(SEED)
    fold = rng.permutation(len(ids)) % FOLDS

    tests = {}
    for hours in (6, 24, 48):
        full = np.stack([vector(age[i], male[i], stays[i], hours) for i in range(len(ids))])
        tests[f"{hours}h, vitals+labs"] = full
        if hours == 24:
            for s in ("vitals", "labs", "none"):
                tests[f"24h, {s}"] = only(full, s)
        if hours >= 24:
            latest = np.stack([vector(age[i], male[i], stays[i], hours, latest_only=True) for i in range(len(ids))])
            tests[f"{hours}h, vitals+labs, latest values only"] = latest
    say("features made")
    oof = {k: np.zeros((len(ids), K)) for k in tests}
    X, who, weight = training_rows(stays, age, male, range(len(ids)), rng)
    for f in range(FOLDS):
        inside = fold[who] != f
        members = fit_members(X[inside], who[inside], weight[inside], y, np.random.default_rng(SEED + 100 + f))
        for k, v in tests.items():
            oof[k][fold == f] = raw(members, v[fold == f])
        say(f"fold {f + 1} of {FOLDS}")

    # Platt per set of parts present, on out-of-fold ensemble means (all cut times pooled where there are several)
    platt, boot_sd = {}, {}
    for s in SUBSETS:
        keys = [k for k in tests if k.split(", ")[1] == s]
        z, yy = np.concatenate([oof[k].mean(1) for k in keys]), np.tile(y, len(keys))
        m = LogisticRegression(C=1e6).fit(z[:, None], yy)
        platt[s] = {"slope": float(m.coef_[0, 0]), "intercept": float(m.intercept_[0])}
        grid = np.percentile(z, [10, 50, 90])
        bs = []
        for _ in range(40):
            pick = rng.integers(len(y), size=len(y))
            idx = np.concatenate([pick + j * len(y) for j in range(len(keys))])
            b = LogisticRegression(C=1e6).fit(z[idx, None], yy[idx])
            bs.append(b.coef_[0, 0] * grid + b.intercept_[0])
        boot_sd[s] = float(np.std(bs, 0).max())
    cal = {k: oof[k] * platt[k.split(", ")[1]]["slope"] + platt[k.split(", ")[1]]["intercept"] for k in tests}

    # What the missing parts would have changed: sd of (full - part) on the same unseen stays at 24 h.
    full = cal["24h, vitals+labs"].mean(1)
    sparse = float(np.std(full - cal["24h, vitals+labs, latest values only"].mean(1)))
    base = float(np.hypot(boot_sd["vitals+labs"], sparse / 2))
    extra = {"vitals+labs": round(base, 3)}
    for s in ("vitals", "labs", "none"):
        change = abs(full - cal[f"24h, {s}"].mean(1))
        spread = max(np.sqrt((change ** 2).mean()), np.quantile(change, .9) / 1.645)
        extra[s] = round(float(np.sqrt(base ** 2 + boot_sd[s] ** 2 + spread ** 2)), 3)
    inside = {}
    for s in ("vitals", "labs", "none"):
        c = cal[f"24h, {s}"]
        half = 1.645 * np.sqrt(c.var(1, ddof=1) + extra[s] ** 2)
        inside[s] = round(float((abs(full - c.mean(1)) <= half).mean()), 3)
    wider = {s: round(float(np.mean(np.sqrt(cal[f"24h, {s}"].var(1, ddof=1) + extra[s] ** 2)
             >= np.sqrt(cal["24h, vitals+labs"].var(1, ddof=1) + extra["vitals+labs"] ** 2))), 3) for s in ("vitals", "labs", "none")}
    metrics = {"crossValidation": "5 folds by stay, PhysioNet/CinC Challenge 2012 sets a and b; bootstrap of 200, 95 %",
               **{k: scores(y, c.mean(1), rng) for k, c in cal.items()},
               "fullAnswerInsidePartInterval": inside, "partIntervalAtLeastAsWideAsFull": wider}
    for k, v in metrics.items():
        say(f"{k}: {v}")

    members = fit_members(X, who, weight, y, np.random.default_rng(SEED + 999))
    say("final members fitted")

    film = {"weight": 0.0, "gainInterval": None, "claim": "none",
            "note": "The film is accepted and has no effect: no gain over its view could be shown."}
    if a.film_cache.exists():
        g = film_gain(a.film_cache)
        # A weight is shipped only if the interval of the gain lies above zero.
        film.update(gainInterval=g["gainInterval"], evidence=g)
        say(f"film: {g}")
    model = build(members, platt, film["weight"])
    path = HERE.parent / "model.onnx"
    path.write_bytes(model.SerializeToString())
    check = np.concatenate([v[:300] for v in tests.values()] + [X[:500]])
    has = {m: ~np.isnan(check[:, COLUMNS[m]]).all(1) for m in ("vitals", "labs")}
    key = np.array([{(True, True): "vitals+labs", (True, False): "vitals", (False, True): "labs"}.get((bool(v), bool(l)), "none")
                    for v, l in zip(has["vitals"], has["labs"])])
    want = raw(members, check) * np.array([platt[k]["slope"] for k in key])[:, None] + np.array([platt[k]["intercept"] for k in key])[:, None]
    gap = float(abs(run(path, check) - want).max())
    say(f"graph against LightGBM: largest difference {gap:.2e}")
    assert gap < 1e-4
    metrics["graphAgainstLightGbm"] = gap
    metrics["film"] = film
    metrics["minutes"] = round((time.time() - t0) / 60, 1)

    prng = np.random.default_rng(1)
    rows = []
    for n, parts in enumerate(["vitals+labs", "vitals+labs", "vitals", "labs", "none"]):
        x = np.full(len(FEATURES), np.nan, np.float32)
        x[:2] = 50 + 8 * n, n % 2
        for c, (modality, _, lo, hi, _, _) in enumerate(CONCEPTS.values()):
            if modality in SUBSETS[parts] and (n != 1 or c % 3):
                v = np.round(np.sort(prng.uniform(lo + .2 * (hi - lo), lo + .5 * (hi - lo), 3)), 2)
                hours = np.array([0., 7., 30.])
                x[2 + c * WIDTH:2 + (c + 1) * WIDTH] = v[1], v[(c + 1) % 3], v[0], v[2], v.mean(), slope(hours, v), 3, 1 + c % 5
        rows.append(x)
    rows = np.stack(rows)
    films = np.full((5, 2), np.nan, np.float32)
    films[0] = 1.5, .9
    answers = run(path, rows, films)
    clean = lambda m: [[None if np.isnan(v) else float(v) for v in r] for r in m]
    (record / "parity.json").write_text(json.dumps({"about": "Made-up inputs (null = NaN); onnxruntime (Python) answers.",
        "tolerance": 1e-4, "tabular": clean(rows), "film": clean(films), "member_logits": clean(answers)}))

    manifest = {
        "id": "fusion", "version": "0.2.0", "file": "model.onnx", "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": path.stat().st_size, "licence": "Apache-2.0", "createdAt": a.record[:10],
        "inputs": {"tabular": {"name": "tabular", "shape": ["N", len(FEATURES)], "dtype": "float32", "missing": "NaN"},
                   "film": {"name": "film", "shape": ["N", 2], "dtype": "float32", "missing": "NaN",
                            "columns": ["abnormal_logit_calibrated", "view_ap_probability"]}},
        "output": {"name": "member_logits", "shape": ["N", K],
                   "meaning": "calibrated log-odds of death in hospital, one column per ensemble member, film term included"},
        "members": K, "horizon": "in hospital", "windowHours": 48,
        "window": "Values from the last 48 hours, not before admission and not after the time of prediction; ageHours = hours from the latest value to that time. Implausible values are dropped first.",
        "population": f"adults in intensive care, United States 2001–2008 (PhysioNet 2012: {len(ids):,} stays, {y.mean():.0%} died)",
        "prevalence": round(float(y.mean()), 4),
        # A reason is told against the typical patient of the training charts: the median of each feature.
        "features": [{**f, "typical": round(float(np.nanmedian(tests["48h, vitals+labs"][:, i])), 4)} for i, f in enumerate(FEATURES)],
        "plausible": {**{c: [v[2], v[3]] for c, v in CONCEPTS.items()}, "age": list(PLAUSIBLE_AGE), "sexMale": [0, 1]},
        "calibration": {"method": "Platt on out-of-fold ensemble means, one pair per set of parts present (already inside the graph)", "platt": platt},
        "intervalRule": {"level": .9, "z": 1.645,
                         "formula": "mean(member_logits) +- 1.645*sqrt(sd(member_logits)^2 + extraSd[subset]^2), sd with n-1",
                         "subsetKey": "vitals+labs | vitals | labs | none: which modalities have at least one value",
                         "extraSd": extra,
                         "extraSdFrom": "vitals+labs: bootstrap of the calibration and half the sd between full series and latest values; other keys: also the spread of (full - part) on the same unseen stays at 24 h: its root mean square or its 90 % point / 1.645, the larger"},
        "film": film, "metrics": metrics, "record": f"records/{a.record}"}
    (HERE.parent / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    (record / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    (record / "config.json").write_text(json.dumps({"members": K, "trees": TREES, "folds": FOLDS, "seed": SEED,
        **{k: v for k, v in PARAMS.items() if k != "monotone_constraints"}, "monotone": {f["name"]: m for f, m in zip(FEATURES, MONOTONE) if m}}, indent=1) + "\n")
    (record / "command.txt").write_text("python train.py --data DIR\n")
    say(f"model.onnx {path.stat().st_size / 1e6:.2f} MB")
    (record / "log.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
