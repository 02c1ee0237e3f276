"""The gate's rule on exposure: greys and the two heads on exposure together. Greys alone call the pale films of another hospital
badly exposed; heads alone, which see a film standardised, miss a film that is only dark or pale.

A line of log-odds over quantiles, shares of black and of white, and the answers of both heads, for each of the two names. Learned
from good films of the fit part and from what the known makers spoil of them; the limits are `gate.py`'s.
"""
import numpy as np
from sklearn.linear_model import LogisticRegression

import films
import foreign

NAMES = ["over-exposed", "under-exposed"]
BOUND = 12.                              # log-odds of a head beyond which it says no more
HARD, SEED = .4, 11                      # share of the good films made hard; seed


def terms(greys, heads):
    """[N,13]: what the line weighs. greys: of `films.greys_of`; heads [N,2]: of NAMES."""
    flat = [[*g["quantiles"], g["black"], g["white"]] for g in greys]
    return np.column_stack([np.array(flat, float), np.clip(heads, -BOUND, BOUND)])


def scores(rule, greys, heads, limits=None):
    """Log-odds [N,2] of NAMES; less their limits where these are given."""
    x = terms(greys, heads)
    return np.column_stack([x @ np.array(rule[n]["weights"]) + rule[n]["bias"] - (limits[n] if limits else 0) for n in NAMES])


def makers(good, is_phantom, rng):
    """Each good film once as a hospital might give it, each real one once badly exposed: (image, 0 or 1 + place in NAMES)."""
    for i in rng.permutation(len(good)):
        honest = foreign.bedside if rng.random() < HARD else foreign.mild
        yield honest(good[i], rng), 0
        if is_phantom[i]:
            continue
        dark, x = rng.random() < .5, foreign.mild(good[i], rng)
        if rng.random() < .5:
            x = foreign.wider_exposure(x, rng, dark)
        else:
            x = (foreign.over_exposed if dark else foreign.under_exposed)(x, rng)
        yield np.asarray(x, np.float32), 1 if dark else 2


def learn(good, is_phantom, answers):
    """good: films [N,224,224] 0..1; answers: images -> answers of the two heads [N,2]. @returns by name: weights, bias."""
    greys, heads, kind, images = [], [], [], []
    made = makers(good, is_phantom, np.random.default_rng(SEED))
    for n, (image, k) in enumerate(made):
        images.append(films.as_stored(image))
        greys.append(films.greys_of(images[-1]))
        kind.append(k)
        if len(images) == 16:
            heads.append(answers(images))
            images = []
        if n % 800 == 0:
            print(f"exposure: {n} images", flush=True)
    if images:
        heads.append(answers(images))
    x, kind = terms(greys, np.concatenate(heads)), np.array(kind)
    mean, sd = x.mean(0), x.std(0) + 1e-6
    rule = {}
    for k, name in enumerate(NAMES, 1):
        m = (kind == 0) | (kind == k)
        line = LogisticRegression(C=1, max_iter=3000).fit((x[m] - mean) / sd, kind[m] == k)
        w = line.coef_[0] / sd
        rule[name] = {"weights": [round(float(v), 4) for v in w], "bias": round(float(line.intercept_[0] - (w * mean).sum()), 4)}
    return rule


def manifest_part(rule, limits, checks):
    """As the service reads it: `greys.quantiles` of the centre, shares, and the heads by their place."""
    n = len(films.QUANTILES)

    def one(name):
        w = rule[name]["weights"]
        return {"name": name, "bias": rule[name]["bias"], "quantiles": w[:n], "black": w[n], "white": w[n + 1],
                "checks": [{"index": checks.index(c), "weight": v} for c, v in zip(NAMES, w[n + 2:])], "refuseAbove": round(float(limits[name]), 3)}
    return [one(name) for name in NAMES]


def of_manifest(parts):
    """What `manifest_part` wrote. @returns the rule, its limits, both by name"""
    rule = {p["name"]: {"bias": p["bias"], "weights": [*p["quantiles"], p["black"], p["white"], *(c["weight"] for c in p["checks"])]} for p in parts}
    return rule, {p["name"]: p["refuseAbove"] for p in parts}


def with_scores(record, parts):
    """`films.greys_record`, with invented answers of the heads and what the rule in the manifest makes of both, for the service to find the same."""
    rule, _ = of_manifest(parts)
    for image in record["images"]:
        image["heads"] = [image["k"] - 3., 13.5 - 4. * image["k"]]
        image["exposed"] = [round(float(v), 5) for v in scores(rule, [image], np.array([image["heads"]]))[0]]
    return record
