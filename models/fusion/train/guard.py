"""How unlike the training population a chart is: its age and latest values as normal scores of their own distributions."""
import numpy as np

from features import AT, CONCEPTS

LEVELS = np.array([.001, .01, .05, .25, .5, .75, .95, .99, .999])
Z = np.array([-3.0902, -2.3263, -1.6449, -.6745, 0, .6745, 1.6449, 2.3263, 3.0902])
MOST = 8
# As many typical values as count along with the measured ones, so that a chart of one value is not judged by it alone.
TYPICAL_VALUES = 10
COLUMN = {"age": AT["age"], **{c: AT[f"{c}_latest"] for c in CONCEPTS}}


def knots(X):
    """For each concept the values at the quantiles of LEVELS."""
    return {c: np.nanquantile(X[:, at].astype(float), LEVELS) for c, at in COLUMN.items()}


def normal_score(x, q):
    """Piecewise linear between quantiles, straight on beyond them, at most MOST; values of several quantiles get their mean."""
    values = np.unique(q)
    z = np.array([Z[q == v].mean() for v in values])
    if len(values) == 1:
        return np.where(x == values[0], z[0], np.sign(x - values[0]) * MOST)
    low = z[0] + (x - values[0]) * (z[1] - z[0]) / (values[1] - values[0])
    high = z[-1] + (x - values[-1]) * (z[-1] - z[-2]) / (values[-1] - values[-2])
    inside = np.interp(x, values, z)
    return np.clip(np.where(x < values[0], low, np.where(x > values[-1], high, inside)), -MOST, MOST)


def distance(X, quantiles):
    """Root mean square normal score; 1 is usual."""
    z = np.column_stack([normal_score(X[:, at].astype(float), quantiles[c]) for c, at in COLUMN.items()])
    known = ~np.isnan(X[:, list(COLUMN.values())])
    return np.sqrt((np.where(known, z, 0) ** 2).sum(1) + TYPICAL_VALUES) / np.sqrt(known.sum(1) + TYPICAL_VALUES)
