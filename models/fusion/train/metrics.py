"""How good answers are, with intervals by bootstrap over patients (one row a patient)."""
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

THRESHOLDS = np.round(np.arange(.05, .501, .05), 2)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def ece(y, p, bins=10):
    """Expected calibration error over tenths of equal size."""
    order = np.array_split(np.argsort(p, kind="stable"), bins)
    return float(sum(len(o) * abs(y[o].mean() - p[o].mean()) for o in order if len(o)) / len(y))


def line(z, y):
    """Slope and intercept of the outcome's log-odds on z."""
    m = LogisticRegression(C=1e6).fit(z[:, None], y)
    return float(m.coef_[0, 0]), float(m.intercept_[0])


def measure(y, z):
    p = sigmoid(z)
    return roc_auc_score(y, z), average_precision_score(y, p), float(((p - y) ** 2).mean()), ece(y, p), *line(z, y)


NAMES = ("auroc", "auprc", "brier", "ece", "calibrationSlope", "calibrationIntercept")


def with_intervals(y, z, rng, draws=100):
    value = measure(y, z)
    some = (rng.integers(len(y), size=len(y)) for _ in range(draws))
    boot = np.array([measure(y[s], z[s]) for s in some if 0 < y[s].sum() < len(s)])
    low, high = np.percentile(boot, [2.5, 97.5], axis=0)
    return {k: {"value": round(float(v), 4), "low": round(float(l), 4), "high": round(float(h), 4)}
            for k, v, l, h in zip(NAMES, value, low, high)} | {"n": len(y), "deaths": int(y.sum())}


def auroc_with_interval(y, score, rng, draws=100):
    some = (rng.integers(len(y), size=len(y)) for _ in range(draws))
    boot = [roc_auc_score(y[s], score[s]) for s in some if 0 < y[s].sum() < len(s)]
    low, high = np.percentile(boot, [2.5, 97.5])
    return {"value": round(float(roc_auc_score(y, score)), 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def net_benefit(y, p, threshold):
    acts = p >= threshold
    return float((acts & (y == 1)).mean() - (acts & (y == 0)).mean() * threshold / (1 - threshold))


def decision_curve(y, p_of, rng, draws=100):
    """
    Net benefit of each way of deciding at 5 to 50 %, and of the first of them over each other one with its 95 % interval.
    """
    curves = {k: [round(net_benefit(y, p, t), 5) for t in THRESHOLDS] for k, p in p_of.items()}
    curves["treat all"] = [round(net_benefit(y, np.ones(len(y)), t), 5) for t in THRESHOLDS]
    model, *others = p_of
    boot = [rng.integers(len(y), size=len(y)) for _ in range(draws)]
    gains = {}
    for k in others:
        g = np.array([[net_benefit(y[s], p_of[model][s], t) - net_benefit(y[s], p_of[k][s], t) for t in THRESHOLDS] for s in boot])
        low, high = np.percentile(g, [2.5, 97.5], axis=0)
        gains[k] = {"low": [round(float(v), 5) for v in low], "high": [round(float(v), 5) for v in high]}
    return {"thresholds": THRESHOLDS.tolist(), "netBenefit": curves, "gainOver": gains}
