"""The ensemble: boosted extremely randomised trees, each member on four fifths of the stays and its own draw of ways to meet a chart."""
import lightgbm as lgb
import numpy as np

from charts import latest_only, only, rows, until
from features import COLUMNS, CONCEPTS, AT, MONOTONE, STATS, with_derived

FOLDS, MEMBERS_OF_FOLD, TREES, SEED = 5, 2, 400, 7
PARAMS = dict(objective="binary", learning_rate=.05, num_leaves=16, min_data_in_leaf=30, extra_trees=True, feature_fraction=.15,
              bagging_fraction=.8, bagging_freq=1, lambda_l2=10, max_bin=63, monotone_constraints=MONOTONE, num_threads=1,
              verbosity=-1, deterministic=True, force_row_wise=True)
EARLY, LATE = (3, 6, 12, 24), (6, 12, 24, 48)
OF_CONCEPT = [np.array([AT[f"{c}_{s}"] for s in STATS if f"{c}_{s}" in AT]) for c in CONCEPTS]


def gaps(X, rng):
    """Single values are missing at the bedside too: ten series of every tenth row, age or sex of every twentieth."""
    for i in np.flatnonzero(rng.random(len(X)) < .1):
        for c in rng.choice(len(CONCEPTS), 10, replace=False):
            X[i, OF_CONCEPT[c]] = np.nan
    some = np.flatnonzero(rng.random(len(X)) < .05)
    X[some, rng.integers(2, size=len(some))] = np.nan
    return X


def met(stays, rng):
    """Every way a chart may be met, one row for each stay and way: whole, latest values only, early, thin, in part."""
    n = len(stays.ids)
    somewhat_later = lambda: rng.integers(0, 121, n)
    pick = lambda hours: np.array(hours)[rng.integers(len(hours), size=n)][stays.stay]
    whole = rows(stays, until(stays, 48))
    ways = {"whole": [whole], "latest": [rows(stays, latest_only(stays, until(stays, 48)))]}
    ways["early"] = [rows(stays, until(stays, h), somewhat_later()) for h in EARLY]
    ways["sparse"] = [rows(stays, latest_only(stays, until(stays, h))) for h in (24,)]
    ways["sparse"] += [rows(stays, (stays.minute <= pick(LATE) * 60) & (rng.random(len(stays.minute)) < share), somewhat_later()) for share in (.5, .2)]
    ways["part"] = [only(rows(stays, stays.minute <= pick(LATE) * 60), p) for p in ("vitals", "labs", "none")]
    return {k: np.stack([with_derived(gaps(x, rng)) for x in v]) for k, v in ways.items()}


def fit_member(ways, died, stays, k):
    """Member k, on the stays at these positions: each one's whole chart and latest values, one early chart, and half of each other way."""
    rng = np.random.default_rng([SEED, k])
    X, y = [], []
    for way, share in (("whole", 1), ("latest", 1), ("early", 1), ("sparse", .5), ("part", .5)):
        some = stays[rng.random(len(stays)) < share]
        X.append(ways[way][rng.integers(len(ways[way]), size=len(some)), some])
        y.append(died[some])
    return lgb.train({**PARAMS, "seed": SEED + k}, lgb.Dataset(np.concatenate(X), np.concatenate(y)), TREES)


def raw_scores(members, X):
    return np.column_stack([m.predict(with_derived(X), raw_score=True, num_threads=1) for m in members])
