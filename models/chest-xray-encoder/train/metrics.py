"""AUROC with patient-level intervals, Platt lines with their covariance, expected calibration error."""
import numpy as np

FEWEST = 30                  # positives or negatives below this: "insufficient"
Z90 = 1.6449
WEIGHTS = ("slope", "intercept", "bend")
ALIKE = 100                  # films; the service has the same number


def resamplings(group, B, seed=0):
    """Weights of B bootstrap samples of whole patients."""
    _, inverse = np.unique(np.asarray(group), return_inverse=True)
    n, rng = inverse.max() + 1, np.random.default_rng(seed)
    for _ in range(B):
        yield np.bincount(rng.integers(n, size=n), minlength=n)[inverse].astype(float)


class Ranked:
    """Labels in the order of their scores: a weighted AUROC in one pass (scores are real numbers, ties do not matter)."""

    def __init__(self, y, z):
        ok = ~np.isnan(y) & ~np.isnan(z)
        self.rows = np.where(ok)[0][np.argsort(z[ok], kind="stable")]
        self.y = y[self.rows]

    def auroc(self, w):
        w = w[self.rows]
        below = np.cumsum(w * (1 - self.y))
        total = below[-1] * (w * self.y).sum()
        return float((w * self.y * below).sum() / total) if total > 0 else None


def auroc(y, z, group, B=1000):
    ok = ~np.isnan(y) & ~np.isnan(z)
    y, z, group = y[ok], z[ok], np.asarray(group)[ok]
    counts = {"n": int(len(y)), "positives": int(y.sum())}
    if min(y.sum(), len(y) - y.sum()) < 3:
        return {"value": None, "low": None, "high": None, **counts}
    ranked = Ranked(y, z)
    values = [v for w in resamplings(group, B) if (v := ranked.auroc(w)) is not None]
    low, high = np.percentile(values, [2.5, 97.5])
    return {"value": round(ranked.auroc(np.ones(len(y))), 3), "low": round(float(low), 3), "high": round(float(high), 3), **counts}


def mean_auroc(labels, scores, group, B=400):
    """Mean over findings with an interval; labels and scores: name -> values."""
    names = [n for n in labels if np.nansum(labels[n]) >= 3]
    if not names:
        return {"value": None, "low": None, "high": None, "findings": 0}
    ranked = [Ranked(labels[n], scores[n]) for n in names]
    each = ([r.auroc(w) for r in ranked] for w in resamplings(group, B))
    values = [np.mean(v) for v in each if None not in v]
    low, high = np.percentile(values, [2.5, 97.5]) if values else (np.nan, np.nan)
    return {"value": round(float(np.mean([r.auroc(np.ones(len(group))) for r in ranked])), 3), "low": round(float(low), 3),
            "high": round(float(high), 3), "findings": len(names)}


def terms(z, bent):
    """What a line weighs: the score, 1, and where it is bent log(1 + e^score), so that both ends have a slope of their own."""
    return np.column_stack([z, np.ones(len(z)), *([np.logaddexp(0, z)] if bent else [])])


def logistic_line(y, z, w, bent=False, steps=25):
    """Slope, intercept (and bend) of a logistic fit by Newton steps, the slope under a unit normal prior."""
    x = terms(z, bent)
    line, prior = np.zeros(x.shape[1]), np.array([1, 1e-9, 1e-9])[:x.shape[1]]
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ line, -30, 30)))
        gradient = x.T @ (w * (p - y)) + prior * line
        curvature = (x * (w * np.maximum(p * (1 - p), 1e-9))[:, None]).T @ x + np.diag(prior)
        move = np.linalg.solve(curvature, gradient)
        line -= np.clip(move, -4, 4)
        if abs(move).max() < 1e-9:
            break
    return line


def platt(y, z, group, bent=False, B=200):
    """Slope, intercept (and bend) with their covariance over resampled patients, and the range of scores it was fitted on."""
    ok = ~np.isnan(y) & ~np.isnan(z)
    y, z = y[ok], z[ok]
    draws = [logistic_line(y, z, w, bent) for w in resamplings(np.asarray(group)[ok], B) if w[y == 1].sum() >= 2]
    line = logistic_line(y, z, np.ones(len(y)), bent)
    return {**{name: round(float(v), 5) for name, v in zip(WEIGHTS, line)}, "range": [round(float(v), 5) for v in (z.min(), z.max())], "cov": np.cov(np.array(draws).T).round(6).tolist()}


def weights(line):
    """Of `terms`."""
    return np.array([line[name] for name in WEIGHTS if name in line])


def stated(z, line, residual, alike=ALIKE):
    """
    Probability and 90 % interval of the share that shows it among `alike` films which score z: doubt about the line, and chance
    among so many films, added as distances from the probability (Zou, Donner, Statistics in Medicine 2008). 0 may be inside.
    A score beyond those of the line's own films is told as the outermost of them.
    """
    x = terms(np.clip(z, *line["range"]), "bend" in line)
    middle = x @ weights(line)
    doubt = Z90 * np.sqrt(np.einsum("ij,jk,ik->i", x, np.array(line["cov"]), x) + residual ** 2)
    low, p, high = (1 / (1 + np.exp(-v)) for v in (middle - doubt, middle, middle + doubt))
    chance = Z90 * np.sqrt(p * (1 - p) / alike)
    return p, np.maximum(p - np.hypot(p - low, chance), 0), np.minimum(p + np.hypot(high - p, chance), 1)


def inside(y, p, low, high, bins=10):
    """In how many bins of equal numbers the observed share lies within the films' mean interval."""
    return int(sum(low[o].mean() <= y[o].mean() <= high[o].mean() for o in np.array_split(np.argsort(p), bins)))


def chance_ece(p, draws=1000, seed=0):
    """The calibration error of films whose probabilities are exactly right: mean and 95 % point over drawn labels."""
    rng = np.random.default_rng(seed)
    drawn = [ece((rng.random(len(p)) < p).astype(float), p) for _ in range(draws)]
    return {"mean": round(float(np.mean(drawn)), 3), "high": round(float(np.percentile(drawn, 95)), 3)}


def ece(y, p, bins=10):
    """Over bins of equal numbers."""
    return round(float(sum(len(o) * abs(y[o].mean() - p[o].mean()) for o in np.array_split(np.argsort(p), bins)) / len(y)), 3)
