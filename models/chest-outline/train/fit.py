"""What is fitted on the measures: limits of belief, the ratio's interval, cardiomegaly."""
import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.stats import beta
from sklearn.metrics import roc_auc_score

WEIGHTS = ("ratio", "logAreaRatio", "uncertainty", "ap", "apRatio")
Z90 = 1.6449


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def logit(p):
    return np.log(p / (1 - p))


# Limits

def limits(truth, films):
    """Areas and balance a little beyond any true outline; half the air of all but 1 % of true lungs; uncertainty as it is
    on all but 2 % of NIH films."""
    area = {n: {"from": round(.6 * truth[k].min(), 4), "to": round(1.25 * truth[k].max(), 4)}
            for n, k in (("leftLung", "areaLeft"), ("rightLung", "areaRight"), ("heart", "areaHeart"))}
    lo, hi = truth.lungBalance.min(), truth.lungBalance.max()
    return {"area": area, "lungBalance": {"from": round(lo / 1.25, 3), "to": round(hi * 1.25, 3)},
            "heartBeyondChest": .03, "air": round(float(.5 * truth[["airLeft", "airRight"]].min(1).quantile(.01)), 3), "uncertainty": round(float(films.uncertainty.quantile(.98)), 3)}


def refusal(m, rule):
    """The reason why one film's measures are not believed, in the order of src/outline/measure.ts; '' when they are."""
    if not np.isfinite(m.ratio):
        return "lung-missing"
    a = rule["area"]
    if m.areaLeft < a["leftLung"]["from"] or m.areaRight < a["rightLung"]["from"]:
        return "lung-missing"
    if m.areaHeart < a["heart"]["from"]:
        return "heart-missing"
    if m.areaLeft > a["leftLung"]["to"] or m.areaRight > a["rightLung"]["to"] or m.areaHeart > a["heart"]["to"]:
        return "area-out-of-range"
    if not rule["lungBalance"]["from"] <= m.lungBalance <= rule["lungBalance"]["to"]:
        return "lungs-unequal"
    slack = rule["heartBeyondChest"] * (m.chestRight - m.chestLeft)
    if not m.rightX < m.heartX < m.leftX or m.heartLeft < m.chestLeft - slack or m.heartRight > m.chestRight + slack:
        return "heart-outside"
    if min(m.airLeft, m.airRight) < rule["air"]:
        return "white-lung"
    return "outline-uncertain" if m.uncertainty > rule["uncertainty"] else ""


# The ratio's interval

def doubt(error, uncertainty):
    """Half-width base + perUncertainty x uncertainty that holds 90 % of unseen films: a Laplace scale that may grow
    with uncertainty, then the conformal quantile of the scaled errors."""
    def loss(v):
        scale = np.exp(v[0]) + np.exp(v[1]) * uncertainty
        return np.mean(np.log(scale) + np.abs(error) / scale)
    v = minimize(loss, [np.log(.008), np.log(.08)], method="Nelder-Mead").x
    scale = np.exp(v[0]) + np.exp(v[1]) * uncertainty
    rank = min(1, .9 * (len(error) + 1) / len(error))
    q = np.quantile(np.abs(error) / scale, rank, method="higher")
    return {"base": round(float(q * np.exp(v[0])), 5), "perUncertainty": round(float(q * np.exp(v[1])), 5)}


# Cardiomegaly

def design(m, ap):
    return np.column_stack([m.ratio, np.log(m.areaRatio), m.uncertainty, ap, ap * m.ratio]).astype(float)


def ridge(x, y, strength=1.0):
    """Weights and intercept in the units of x; the penalty acts on standardised columns."""
    mean, sd = x.mean(0), x.std(0) + 1e-9
    s = (x - mean) / sd
    w = np.linalg.solve(s.T @ s + strength * np.eye(s.shape[1]), s.T @ (y - y.mean())) / sd
    return w, float(y.mean() - mean @ w)


def crossed(x, y, has, fold):
    """Each film's score from a ridge on the other folds' films that have a target."""
    out = np.empty(len(x))
    for f in np.unique(fold):
        w, b = ridge(x[(fold != f) & has], y[(fold != f) & has])
        out[fold == f] = x[fold == f] @ w + b
    return out


def platt(z, y):
    def loss(v):
        t = v[0] * z + v[1]
        return np.mean(np.logaddexp(0, t) - y * t)
    return minimize(loss, [1.0, 0.0], method="BFGS").x


def resampled(groups, n=400, seed=0):
    """Rows of whole patients, drawn with replacement."""
    rng = np.random.default_rng(seed)
    rows = pd.Series(np.arange(len(groups))).groupby(np.asarray(groups)).apply(np.asarray).values
    for _ in range(n):
        yield np.concatenate(rows[rng.integers(0, len(rows), len(rows))])


def auroc(y, z, groups, n=400):
    y, z = np.asarray(y, float), np.asarray(z, float)
    if y.sum() < 10 or len(y) - y.sum() < 10:
        return {"value": None, "low": None, "high": None, "n": len(y), "positives": int(y.sum())}
    draws = [roc_auc_score(y[i], z[i]) for i in resampled(groups, n) if 0 < y[i].sum() < len(i)]
    low, high = np.quantile(draws, [.025, .975])
    return {"value": round(float(roc_auc_score(y, z)), 3), "low": round(float(low), 3), "high": round(float(high), 3),
            "n": len(y), "positives": int(y.sum())}


def reliability(p, low, high, y, bins=10):
    """Ten bins of equal count: mean probability and interval, observed rate with its own 90 % (Jeffreys) interval; a bin
    agrees when the two intervals overlap, since few events cannot tell .005 from 0."""
    rows = []
    for i in np.array_split(np.argsort(p, kind="stable"), bins):
        k, n = y[i].sum(), len(i)
        seen = beta.ppf([.05, .95], k + .5, n - k + .5)
        rows.append({"n": n, "mean": p[i].mean(), "low": low[i].mean(), "high": high[i].mean(), "observed": k / n,
                     "observedLow": seen[0] if k else 0.0, "observedHigh": seen[1]})
    ece = sum(r["n"] * abs(r["mean"] - r["observed"]) for r in rows) / len(y)
    agree = sum(r["low"] <= r["observedHigh"] and r["observedLow"] <= r["high"] for r in rows)
    inside = sum(r["low"] <= r["observed"] <= r["high"] for r in rows)
    return {"ece": round(float(ece), 4), "binsAgree": int(agree), "binsWithRateInsideInterval": int(inside),
            "bins": [{k: round(float(v), 4) for k, v in r.items()} for r in rows]}
