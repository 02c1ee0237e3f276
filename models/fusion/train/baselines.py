"""What others would have said of the same charts: published scores from the same values, and logistic regression."""
import numpy as np
from sklearn.linear_model import LogisticRegression

from features import AT, CONCEPTS


def latest(X, concept):
    return X[:, AT[f"{concept}_latest"]]


def steps(x, cuts, points):
    """Points by value: `points[i]` below `cuts[i]`, the last one above all; nothing where the value is missing."""
    return np.where(np.isnan(x), 0, np.array(points)[np.searchsorted(np.array(cuts, np.float32), np.nan_to_num(x), "right")])


def news2(X):
    """RCP 2017, SpO2 scale 1; oxygen is known from FiO2 only. A missing item gives no points."""
    oxygen = 2 * (latest(X, "fractionInspiredOxygen") > .21)
    consciousness = 3 * (latest(X, "glasgowComaScore") < 15)
    return (steps(latest(X, "respiratoryRate"), [9, 12, 21, 25], [3, 1, 0, 2, 3])
            + steps(latest(X, "oxygenSaturation"), [92, 94, 96], [3, 2, 1, 0]) + oxygen
            + steps(latest(X, "systolicPressure"), [91, 101, 111, 220], [3, 2, 1, 0, 3])
            + steps(latest(X, "heartRate"), [41, 51, 91, 111, 131], [3, 1, 0, 1, 2, 3]) + consciousness
            + steps(latest(X, "temperature"), [35.05, 36.05, 38.05, 39.05], [3, 1, 0, 1, 2]))


def qsofa(X):
    return ((latest(X, "respiratoryRate") >= 22).astype(int) + (latest(X, "systolicPressure") <= 100)
            + (latest(X, "glasgowComaScore") < 15))


def simple_columns(X):
    """Age, sex, latest values, and which of them are missing."""
    x = X[:, [0, 1] + [AT[f"{c}_latest"] for c in CONCEPTS]].astype(float)
    return x, np.isnan(x)


def logistic_regression(X, y, fold):
    """Out-of-fold log-odds of a ridge logistic regression on the latest values, standardised, missing ones at the mean."""
    z = np.zeros(len(y))
    x, absent = simple_columns(X)
    for f in np.unique(fold):
        train = fold != f
        lo, hi = np.nanpercentile(x[train], [1, 99], axis=0)
        v = np.clip(x, lo, hi)
        mean, sd = np.nanmean(v[train], 0), np.nanstd(v[train], 0) + 1e-9
        columns = np.hstack([np.nan_to_num((v - mean) / sd), absent])
        z[~train] = LogisticRegression(C=.05, max_iter=500).fit(columns[train], y[train]).decision_function(columns[~train])
    return z
