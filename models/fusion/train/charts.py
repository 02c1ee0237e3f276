"""PhysioNet 2012 stays as long arrays of values, and the rows a chart gives when it is cut, thinned or reduced."""
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features import AT, COLUMNS, CONCEPTS, FEATURES, NAMES_OF_CONCEPTS, PLAUSIBLE_AGE, STATS, WINDOW_HOURS, series_stats

SUBSETS = {"none": (), "labs": ("labs",), "vitals": ("vitals",), "vitals+labs": ("vitals", "labs")}


@dataclass
class Stays:
    """Values sorted by stay, concept, minute; `parameter` is the data set's own series (cuff and arterial line differ)."""
    ids: np.ndarray
    age: np.ndarray
    male: np.ndarray
    stay: np.ndarray
    concept: np.ndarray
    parameter: np.ndarray
    minute: np.ndarray
    value: np.ndarray
    outcomes: pd.DataFrame | None = None

    @property
    def died(self):
        return self.outcomes["In-hospital_death"].values.astype(int)


def long_arrays(raw, ids, column="RecordID"):
    """Plausible values of every concept as (stay, concept, parameter, minute, value), sorted."""
    at = pd.Series(np.arange(len(ids)), index=ids)
    code = {p: k for k, p in enumerate(sorted(raw.parameter.unique()))}
    parts = []
    for k, (_, _, lo, hi, names, factor) in enumerate(CONCEPTS.values()):
        p = raw[raw.parameter.isin(names)]
        v = p.value.values * factor
        ok = (v >= lo) & (v <= hi)
        parts.append(np.column_stack([at.loc[p[column].values[ok]].values, np.full(ok.sum(), k), p.parameter.map(code).values[ok],
                                      p.minutes.values[ok], v[ok]]))
    a = np.concatenate(parts)
    a = a[np.lexsort((a[:, 2], a[:, 3], a[:, 1], a[:, 0]))]
    return [a[:, j].astype(np.int64) for j in range(4)] + [a[:, 4]]


def read_stays(data):
    raw = pd.concat([pd.read_csv(data / f"physionet2012/set-{s}.csv.gz") for s in "ab"])
    static = raw[raw.parameter.isin(["Age", "Gender"])].drop_duplicates(["RecordID", "parameter"])
    static = static.pivot(index="RecordID", columns="parameter", values="value")
    out = pd.read_csv(data / "physionet2012/outcomes.csv").drop_duplicates("RecordID").set_index("RecordID")
    ids = np.array([r for r in static.index if r in out.index])
    static = static.loc[ids]
    return Stays(ids, static.Age.where(static.Age.between(*PLAUSIBLE_AGE)).values, static.Gender.where(static.Gender >= 0).values,
                 *long_arrays(raw[raw.RecordID.isin(ids)], ids), out.loc[ids])


def until(stays, hours):
    return stays.minute <= hours * 60


def latest_only(stays, keep):
    """Of the values kept, the last one of each series as the data set names them."""
    at = np.flatnonzero(keep)
    key = stays.stay[at] * 10_000 + stays.parameter[at]
    order = np.lexsort((stays.minute[at], key))
    k = key[order]
    last = np.r_[k[1:] != k[:-1], True]
    kept = np.zeros(len(keep), bool)
    kept[at[order[last]]] = True
    return kept


def rows(stays, keep, later=None):
    """
    One row for each stay from the values kept, as the service would build it at the newest of them (`later` minutes after
    it). Values of one concept and minute are averaged, so that the order of a chart's entries does not matter.
    """
    n = len(stays.ids)
    s, c, t, v = stays.stay[keep], stays.concept[keep], stays.minute[keep], stays.value[keep]
    as_of = np.full(n, -1)
    np.maximum.at(as_of, s, t)
    if later is not None:
        as_of = as_of + later
    ok = as_of[s] - t <= WINDOW_HOURS * 60
    s, c, t, v = s[ok], c[ok], t[ok], v[ok]
    new = np.flatnonzero(np.r_[True, (s[1:] != s[:-1]) | (c[1:] != c[:-1]) | (t[1:] != t[:-1])])
    v = np.add.reduceat(v, new) / np.diff(np.r_[new, len(v)])
    s, c, t = s[new], c[new], t[new]
    starts = np.flatnonzero(np.r_[True, (s[1:] != s[:-1]) | (c[1:] != c[:-1])])
    stats = series_stats(t, v, starts, as_of[s[starts]])
    X = np.full((n, len(FEATURES)), np.nan, np.float32)
    X[:, 0], X[:, 1] = stays.age, stays.male
    column = np.array([[AT.get(f"{name}_{stat}", -1) for stat in STATS] for name in NAMES_OF_CONCEPTS])
    for j, stat in enumerate(STATS):
        into = column[c[starts], j]
        has = into >= 0
        X[s[starts][has], into[has]] = stats[stat][has]
    return X


def only(X, subset):
    """The rows with the parts that are not in the subset never measured."""
    X = X.copy()
    for m in ("vitals", "labs"):
        if m not in SUBSETS[subset]:
            X[:, COLUMNS[m]] = np.nan
    return X
