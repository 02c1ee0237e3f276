"""The gate: is this an adult's frontal chest film, and if not, what is wrong with it?

    python foreign.py --data DIR --packages PACKAGES
    python draw-phantoms.ts --out LATERALS --count 120 --lateral        (node)
    python tail.py --data DIR --weights FILE.pth --phantoms FOLDER --laterals LATERALS
    python gate.py --weights FILE.pth --phantoms FOLDER --laterals LATERALS [--tail runs/tail] [--cache runs/cache] [--out runs/gate]
    python gate.py ... --again SEED       how the gate that lies in OUT does on spoilt images made anew; nothing is fitted
    python gate.py ... --tail runs/tail-without-hannover --without hannover       figures of a gate that never saw that source; not to be shipped

It sees only the frozen layers (`Encoder.early`), so that training the encoder leaves it as it is: fit it once, and `load_gate` gives it
to the exporter. Four parts: the service's rule on raw greys (`films.exposure_of`), which no net can see once a film is standardised;
Gaussian distances in two feature blocks of a quarter-size copy, where sharpness counts for little, which refuse whatever is unlike the
known films; the heads of `tail.py` on a half-size copy, which name what is wrong; and `exposure.py`, greys and heads together. Limits
are set on good films of patients that nothing was fitted on; how far a site may raise them, `at_site.py` finds on the test part.
"""
import argparse
import json
import pathlib

import numpy as np
import pandas as pd
import torch
import torch.nn as nn
import torch.nn.functional as F

import at_site
import exposure
import films
from model import Encoder, load_imagenet, standardise
from tail import CHECKS, MIRRORED, WARNINGS, Tail, fast, load_tail, to_net

SMALL = 112
BLOCKS = {"early": 40, "grid": 120}      # principal components kept
BEYOND = .98                             # of strangers whose distance alone must refuse them
REFUSED = {"heads": .025, "distance": .015, "exposure": .015}      # most of the good films of the worst source that each may refuse


class Gaussian(nn.Module):
    """Mahalanobis distance along the first components, the rest as one residual; divided by its limit."""

    def __init__(self, width, keep):
        super().__init__()
        for name, shape in {"mean": (width,), "basis": (width, keep), "scale": (keep,), "rest": (), "limit": ()}.items():
            self.register_buffer(name, torch.ones(shape))

    def fit(self, x):
        x = torch.as_tensor(x, dtype=torch.float64)
        mean = x.mean(0)
        _, s, v = torch.linalg.svd(x - mean, full_matrices=False)
        var, keep = s ** 2 / (len(x) - 1), len(self.scale)
        dims = max(1, min(x.shape[1], len(x) - 1) - keep)
        self.mean.copy_(mean), self.basis.copy_(v[:keep].T), self.scale.copy_(1 / var[:keep].clamp_min(1e-10))
        self.rest.fill_(dims / max(float(var[keep:].sum()), 1e-10))
        return self

    def forward(self, x):
        x = x - self.mean
        p = x @ self.basis
        r = x - p @ self.basis.T
        return torch.sqrt((p * p * self.scale).sum(1) + (r * r).sum(1) * self.rest) / self.limit


class Gate(nn.Module):
    """(`early`, film [N,1,448,448] standardised) -> distance [N,1] (above 1: foreign), check logits [N,len(CHECKS)]."""

    def __init__(self):
        super().__init__()
        self.checks = Tail()
        self.components = nn.ModuleList(nn.ModuleList(Gaussian(w, k) for w, k in zip((80, 1000), BLOCKS.values())) for _ in range(2))

    def blocks(self, z):
        mean = z.mean((2, 3))
        std = torch.sqrt(((z - mean[:, :, None, None]) ** 2).mean((2, 3)) + 1e-8)
        return torch.cat([mean, std], 1), F.avg_pool2d(z, 3, 3, 1, count_include_pad=False).flatten(1)

    def distance(self, z):
        """The farther of the two blocks, to the nearer of the two components (adult films, phantoms)."""
        blocks = self.blocks(z)
        each = [torch.stack([g(b) for g, b in zip(c, blocks)], 1).amax(1) for c in self.components]
        return torch.stack(each, 1).amin(1, keepdim=True)

    def forward(self, early, film):
        half = standardise(F.avg_pool2d(film, 2))
        straight, mirror = self.checks.read(early(torch.cat([half, torch.flip(half, (3,))], 0))).chunk(2, 0)
        return self.distance(early(standardise(F.avg_pool2d(film, 4)))), self.checks.join(straight, mirror)


def load_gate(folder, net):
    """The fitted gate and its part of the manifest. @raises ValueError when the net's early layers are not those it was fitted on."""
    gate = Gate()
    gate.load_state_dict(torch.load(folder / "gate.pt", weights_only=True))
    probe = np.load(folder / "probe.npz")
    with torch.no_grad():
        d, c = gate.eval()(net.eval().early, torch.from_numpy(probe["film"]))
    if not (np.allclose(d, probe["distance"], atol=1e-2) and np.allclose(c, probe["checks"], atol=5e-2)):
        raise ValueError("the early layers are not those the gate was fitted on: fit it again")
    return gate, json.loads((folder / "gate.json").read_text())


# Fitting ---------------------------------------------------------------------------------------------------------------

def answers(early, tail, x):
    """x [B,1,224,224] standardised. @returns the answers to the checks [B,K], and those to the mirror image."""
    with torch.no_grad():
        straight, other = tail.read(early(torch.cat([x, torch.flip(x, (3,))]))).chunk(2)
    return tail.join(straight, other).numpy(), tail.join(other, straight).numpy()


def look_at(a, early, tail, images, t):
    """
    What the gate is fitted on and judged by: early features at 112 px [N,40,14,14] of all images; of those not to fit on, also their
    mirror image's, the answers to the checks [N,K], and to the mirror image. Kept in `<tail>/looks.npz`.
    """
    store = a.tail / "looks.npz"
    if not store.exists():
        z, mirror = (np.zeros((len(images), 40, 14, 14), np.float16) for _ in range(2))
        checks, turned = (np.zeros((len(images), len(CHECKS)), np.float32) for _ in range(2))
        to_fit = (t.part == "fit").values
        quarter = lambda x: early(standardise(F.avg_pool2d(x, 2))).half().numpy()
        with torch.no_grad():
            for rows in batches(np.where(to_fit)[0]):
                z[rows] = quarter(to_net(images[rows].astype(np.float32) / 255))
            for n, rows in enumerate(batches(np.where(~to_fit)[0])):
                x = to_net(images[rows].astype(np.float32) / 255)
                checks[rows], turned[rows] = answers(early, tail, x)
                z[rows], mirror[rows] = quarter(x), quarter(torch.flip(x, (3,)))
                if n % 50 == 0:
                    print(f"looked at {n * len(rows)} of {(~to_fit).sum()}", flush=True)
        np.savez(store, z=z, mirror=mirror, checks=checks, turned=turned)
    s = np.load(store)
    return s["z"], s["mirror"], s["checks"], s["turned"]


def batches(rows, size=16):
    return [rows[i:i + size] for i in range(0, len(rows), size)]


def groups_of(t):
    return (t.source + " " + t["view"].replace("unknown", "")).str.strip()


def fit_distance(gate, z, t):
    """
    Adult films with their mild and merely warned-of variants; phantoms; limits at equal ranks of good films not fitted on, or higher,
    as long as 98 % of the strangers of the fit part lie beyond: another hospital's films are farther than those known here.
    """
    known = t.check.isin(["", *WARNINGS]).values
    with torch.no_grad():
        blocks = [torch.cat(b).numpy() for b in zip(*(gate.blocks(torch.from_numpy(z[i:i + 256]).float()) for i in range(0, len(z), 256)))]
        for component, is_its in zip(gate.components, ((t.source != "phantom").values, (t.source == "phantom").values)):
            for g, b in zip(component, blocks):
                g.fit(b[known & is_its & (t.part == "fit").values])
            held = known & is_its & (t.part == "limit").values
            d = np.stack([g(torch.from_numpy(b[held])).numpy() for g, b in zip(component, blocks)], 1)
            share = lambda q: groups_of(t)[held].groupby(groups_of(t)[held]).apply(lambda s: (d > np.quantile(d, 1 - q, axis=0)).any(1)[np.isin(np.where(held)[0], s.index)].mean()).max()
            q = max((q for q in np.linspace(0, .05, 101) if share(q) <= REFUSED["distance"]), default=0)
            for g, limit in zip(component, np.quantile(d, 1 - q, axis=0)):
                g.limit.fill_(float(limit) * 1.02)
    strangers = (t.part == "fit").values & t.check.isin(["not-a-chest-film", "lateral-view"]).values
    room = max(1., float(np.quantile(distances(gate, z[strangers]), 1 - BEYOND)))
    for g in (g for component in gate.components for g in component):
        g.limit.mul_(room)


def shares(t, rows):
    """Of each row its share of its source, every patient counting once: films of one patient are one and the same puzzle."""
    g = t[rows].assign(of=np.where(t.check[rows] == "", t.source[rows], t.check[rows]))
    each = 1 / g.groupby(["of", "patient"])["kind"].transform("size")
    return g["of"].values, (each / each.groupby(g["of"]).transform("sum")).values


def lowest_limit(x, weight, most):
    """The lowest value above which no more than the share `most` lies."""
    order = np.argsort(-x)
    allowed = np.cumsum(weight[order]) <= most
    return x[order][min(allowed.sum(), len(x) - 1)]


def fit_limits(logits, t):
    """
    One limit per check: the same share of the good films of each source lies above it, all together at most REFUSED. Every patient
    counts once. Tilted and blurred films, which are only warned of, count as two more sources.
    """
    good = ((t.part == "limit") & t.check.isin(["", *WARNINGS]) & ~t.file.isin(films.HEART_ON_RIGHT)).values
    source, share = shares(t, good)
    honest = good & (t.check == "").values
    refusing = [k for k, n in enumerate(CHECKS) if n not in WARNINGS]
    weight = np.array([HARD.get(n, .15) for n in CHECKS])
    of = {s: source == s for s in np.unique(source)}

    def limits(q):
        each = [[lowest_limit(logits[good][m, k], share[m], q * w) for k, w in enumerate(weight)] for m in of.values()]
        return np.maximum(np.max(each, axis=0), FLOOR)

    def worst(q):
        over = (logits[good] > limits(q))[:, refusing].any(1)
        return max(share[m & over].sum() for m in of.values())

    q = max((q for q in np.linspace(0, .04, 81) if worst(q) <= REFUSED["heads"]), default=0)
    found = limits(q)
    warned = np.maximum(np.quantile(logits[honest], .99, axis=0), 0)
    return {n: {"warnAbove": float(warned[k])} if n in WARNINGS else
            {"refuseAbove": float(found[k]), **({"warnAbove": float(min(found[k], np.quantile(logits[honest, k], DOUBTED)))} if n == "mirrored" else {})}
            for k, n in enumerate(CHECKS)}


def fit_exposure(a, early, tail):
    """The rule of `exposure.py` from the fit part."""
    good, t = films.good_films(a)
    mine = ((t.part == "fit") & (t.source != (a.without or "-"))).values
    return exposure.learn(good[mine], (t.source[mine] == "phantom").values, lambda images: answers(early, tail, to_net(images))[0][:, EXPOSURES])


def exposure_limits(score, t):
    """By name: the limit of the exposure rule, set as `fit_limits` sets those of the heads, on half of the wingspan films as well."""
    good = (t.part.isin(["limit", "exposure"]) & t.check.isin(["", *WARNINGS])).values
    source, share = shares(t, good)
    of = {s: source == s for s in np.unique(source)}
    limits = lambda q: np.max([[lowest_limit(x[m], share[m], q) for x in score[good].T] for m in of.values()], axis=0)
    worst = lambda q: max(share[m & (score[good] > limits(q)).any(1)].sum() for m in of.values())
    q = max((q for q in np.linspace(0, .03, 61) if worst(q) <= REFUSED["exposure"]), default=0)
    return dict(zip(exposure.NAMES, limits(q)))


EXPOSURES = [CHECKS.index(n) for n in exposure.NAMES]
FLOOR = -1.0                             # no head refuses what it itself thinks unlikely
SURE = 2.0                               # log-odds from which a negative is turned over
DOUBTED = .95                            # of good films no doubt of being mirrored is said
HARD = {"mirrored": 1., "cropped": .6}   # how the refusals of good films are shared out: most to the hardest questions


# Figures ---------------------------------------------------------------------------------------------------------------

def wilson(k, n, z=1.96):
    p, d = k / n, 1 + z * z / n
    mid, half = (p + z * z / (2 * n)) / d, z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return {"share": round(p, 3), "low": round(max(0, mid - half), 3), "high": round(min(1, mid + half), 3), "n": int(n)}


def refused(g):
    """The share refused, and what it would be without the exposure rule."""
    return {**wilson(g.refused.sum(), len(g)), "withoutExposureRule": wilson(g.without.sum(), len(g))}


def distances(gate, z):
    with torch.no_grad():
        return np.concatenate([gate.distance(torch.from_numpy(z[i:i + 256]).float()).numpy() for i in range(0, len(z), 256)])[:, 0]


REFUSING = [k for k, n in enumerate(CHECKS) if n not in WARNINGS]
LIMITS = ["distance", *(CHECKS[k] for k in REFUSING), *(f"exposure {n}" for n in exposure.NAMES)]


def judged(t, d, checks, limits, exposed):
    """
    The table with what became of each image: refused, by which part, the reason named. As the service names it: the rule on greys before
    all but not-a-chest-film. exposed: log-odds of the exposure rule, less its limits. Beside it the excess over each of LIMITS.
    """
    c = checks[:, REFUSING]
    excess = np.column_stack([d - 1, c - np.array([limits[CHECKS[k]]["refuseAbove"] for k in REFUSING]), exposed])
    over = excess > 0
    by_distance, by_head, by_exposure, by_greys = over[:, 0], over[:, 1:-2].any(1), over[:, -2:].any(1), (t.exposure != "").values
    named = np.array([*(CHECKS[k] for k in REFUSING), *exposure.NAMES])
    # A film far from all known ones is called by what it most looks like, if it looks like any of it.
    foreign = np.where(c.max(1) > 0, named[c.argmax(1)], "foreign-image")
    reason = np.where(by_head | by_exposure, named[excess[:, 1:].argmax(1)], np.where(by_distance, foreign, ""))
    warned = {n: checks[:, CHECKS.index(n)] > limits[n]["warnAbove"] for n in (*WARNINGS, "mirrored")}
    return t.assign(refused=by_head | by_distance | by_greys | by_exposure, without=by_head | by_distance | by_greys,
                    by_head=by_head, by_distance=by_distance, by_greys=by_greys,
                    reason=np.where(by_greys & (reason != "not-a-chest-film"), t.exposure, reason), **{f"warned_{n}": v for n, v in warned.items()}), excess


def all_judged(t, looks, gate, limits, exposed):
    """`judged` of every image, and of the real good films of the test part turned over. exposed: greys, answers -> as there."""
    z, mirror, checks, turned = looks
    back = ((t.kind == "good") & (t.part == "test") & (t.source != "phantom")).values
    seen, excess = judged(t, distances(gate, z), checks, limits, exposed(t.greys, checks))
    other, more = judged(t[back].assign(kind="mirrored", check="mirrored"), distances(gate, mirror[back]), turned[back], limits, exposed(t.greys[back], turned[back]))
    return pd.concat([seen, other], ignore_index=True), np.vstack([excess, more])


def rise_at_most(t, excess):
    """How far a site may raise each of LIMITS, found on what the test part holds that is to be refused."""
    bad = (t.part == "test").values & ~t.check.isin(["", *WARNINGS]).values
    may = [k for k, n in enumerate(LIMITS) if n in at_site.HOUSE or n.startswith(("distance", "exposure"))]
    return at_site.may_rise(excess[bad], (t.exposure != "").values[bad], t.kind.values[bad], may)


def figures_at_site(t, excess, most, source):
    """Of the good films of a source that no limit was set on: refused as the limits are, and as half of its patients raise them, the other half judged."""
    site = ((t.kind == "good") & (t.part == "test") & (t.source == source)).values
    t, excess = t[site].reset_index(drop=True), excess[site]
    always, raised = (t.exposure != "").values, np.zeros(len(t), bool)
    for fit, held in at_site.halves(t.patient.astype(str).values):
        raised[held] = at_site.refused(excess[held], always[held], at_site.raised(excess[fit & ~always], most))
    return {view: {"asShipped": wilson(g.refused.sum(), len(g)), "raisedToHalf": wilson(raised[g.index].sum(), len(g))} for view, g in t.groupby("view")}


def figures(t, excess, most):
    """
    Per kind: share refused, by which part, and the reasons named; per source and view: good films refused. most: how far a site may
    raise each limit.
    """
    seen = t.assign(raised=at_site.refused(excess, (t.exposure != "").values, most))
    out = {"kinds": {}, "good": {}, "goodWhereLimitsWereSet": {}, "warned": {}}
    for kind, g in seen[seen.part == "test"].groupby("kind"):
        if kind == "good":
            continue
        check = g.check.iloc[0]
        if check in ("", *WARNINGS):
            told = g[f"warned_{check}"].sum() if check else (g.warned_mirrored | g.warned_tilted | g.warned_blurred).sum()
            out["warned"][kind] = {"warned": wilson(told, len(g)), "refused": refused(g), "reasons": counts(g.reason)}
            continue
        out["kinds"][kind] = {**refused(g), "allRaised": wilson(g.raised.sum(), len(g)), "byGreysAlone": mean(g.by_greys),
                              "byDistanceAlone": mean(g.by_distance), "byHeadAlone": mean(g.by_head), "namedRightly": mean(g.reason == check), "files": int(g.source.nunique())}
        if check.endswith("exposed"):
            of = {"less than half": g.lost.astype(float) < .5, "half or more": g.lost.astype(float) >= .5}
            out["kinds"][kind]["byDetailLost"] = {name: wilson(g.refused[m].sum(), m.sum()) for name, m in of.items()}
        if check == "mirrored":
            out["kinds"][kind]["refusedOrWarned"] = wilson((g.refused | g.warned_mirrored).sum(), len(g))
            out["kinds"][kind]["bySource"] = g.refused.groupby(g.source).mean().round(3).to_dict()
    for name, part in (("good", "test"), ("goodWhereLimitsWereSet", "limit")):
        g = seen[(seen.part == part) & (seen.kind == "good")]
        out[name] = {group: {**refused(s), "doubtedMirrored": int(s.warned_mirrored.sum()), "byDistance": int(s.by_distance.sum()),
                             "byGreys": int(s.by_greys.sum()), "reasons": counts(s.reason)} for group, s in g.groupby(groups_of(g))}
    looked_at = seen[(seen.part == "test") & (seen.kind == "good") & (seen.source == "effusion_ashok133") & ~seen.file.isin(films.NO_ADULT_FRONTAL)]
    out["goodLookedAt"] = {"effusion_ashok133": wilson(looked_at.refused.sum(), len(looked_at))}
    return out


def mean(x):
    return round(float(x.mean()), 3)


def counts(reasons):
    return reasons[reasons != ""].value_counts().to_dict()


def fit_gate(a, images, t, early):
    """Fits distances, the exposure rule and limits, with the heads of `tail.py`. @returns the gate, its part of the manifest, its figures."""
    if a.without:
        t = t.copy()
        mine = (t.source == a.without).values
        t.loc[mine & (t.kind == "good").values, "part"] = "test"
        t.loc[mine & (t.kind != "good").values & (t.part != "test").values, "part"] = ""
    gate = Gate()
    gate.checks = load_tail(a.tail)
    looks = look_at(a, early, gate.checks, images, t)
    fit_distance(gate, looks[0], t)
    limits = fit_limits(looks[2], t)
    rule = fit_exposure(a, early, gate.checks)
    most = exposure_limits(exposure.scores(rule, t.greys, looks[2][:, EXPOSURES]), t)
    exposed = lambda greys, checks: exposure.scores(rule, greys, checks[:, EXPOSURES], most)
    seen, excess = all_judged(t, looks, gate, limits, exposed)
    rise = rise_at_most(seen, excess)
    found = figures(seen, excess, rise)
    if a.without:
        found["atSite"] = figures_at_site(seen, excess, rise, a.without)
    return gate.eval(), manifest_fragment(limits, exposure.manifest_part(rule, most, CHECKS), dict(zip(LIMITS, rise))), found


def manifest_fragment(limits, exposed, rise):
    def raisable(name, line):
        return {**line, **({"siteMayRaiseTo": round(line["refuseAbove"] + float(rise[name]), 3)} if rise.get(name) else {})}

    def check(k, name):
        repair = {"repairAbove": max(limits[name]["refuseAbove"], SURE)} if name == "inverted-polarity" else {}
        return raisable(name, {"name": name, "index": k, **{side: round(v, 3) for side, v in {**limits[name], **repair}.items()}})
    return {"output": "foreign_distance", **raisable("distance", {"refuseAbove": 1.0}), "checks": [check(k, n) for k, n in enumerate(CHECKS)],
            "exposure": [raisable(f"exposure {e['name']}", e) for e in exposed], "components": ["adult frontal films of three collections", "this project's phantoms"]}


def rise_in(made):
    """What `manifest_fragment` wrote, one for each of LIMITS."""
    lines = {"distance": made, **{c["name"]: c for c in made["checks"]}, **{f"exposure {e['name']}": e for e in made["exposure"]}}
    return np.array([lines[n].get("siteMayRaiseTo", lines[n]["refuseAbove"]) - lines[n]["refuseAbove"] for n in LIMITS])


def again(a, early):
    """Per kind: what the gate in OUT refuses of images made anew from the good films of the test part."""
    gate, made = Gate(), json.loads((a.out / "gate.json").read_text())["manifest"]
    gate.load_state_dict(torch.load(a.out / "gate.pt", weights_only=True))
    films_of, table = films.good_films(a)
    images, rows = zip(*(pair for pair in films.derived(films_of, table, a.again) if pair[1]["part"] == "test"))
    t = films.with_greys(pd.DataFrame(rows), map(films.as_stored, images))
    checks, z = [], []
    for some in batches(images):
        x = to_net(some)
        checks.append(answers(early, gate.eval().checks, x)[0])
        z.append(early(standardise(F.avg_pool2d(x, 2))).numpy())
    rule, most = exposure.of_manifest(made["exposure"])
    checks = np.concatenate(checks)
    exposed = exposure.scores(rule, t.greys, checks[:, EXPOSURES], most)
    seen, excess = judged(t, distances(gate, np.concatenate(z)), checks, {c["name"]: c for c in made["checks"]}, exposed)
    seen["raised"] = at_site.refused(excess, (t.exposure != "").values, rise_in(made))
    return {kind: {**refused(g), "allRaised": wilson(g.raised.sum(), len(g))} for kind, g in seen.groupby("kind")}


def main():
    here = pathlib.Path(__file__).parent
    ap = argparse.ArgumentParser()
    ap.add_argument("--weights", type=pathlib.Path, required=True)
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--phantoms", type=pathlib.Path, required=True)
    ap.add_argument("--laterals", type=pathlib.Path, required=True)
    ap.add_argument("--cache", type=pathlib.Path, default=here / "runs/cache")
    ap.add_argument("--tail", type=pathlib.Path, default=here / "runs/tail")
    ap.add_argument("--out", type=pathlib.Path, default=here / "runs/gate")
    ap.add_argument("--again", type=int, help="a seed: judge the gate that lies in OUT on spoilt images made anew")
    ap.add_argument("--without", help="a source to leave out of fitting and limits; the tail must have been trained without it")
    a = ap.parse_args()
    torch.set_num_threads(1)
    net = Encoder()
    load_imagenet(net, a.weights)
    net.eval()
    if a.again is not None:
        (a.out / "again.json").write_text(json.dumps(found := again(a, fast(net)), indent=1))
        return print(json.dumps(found, indent=1))
    images, t = films.gather(a)
    print(t.groupby(["part", "kind"]).size().to_string(), flush=True)
    gate, fragment, found = fit_gate(a, images, t, fast(net))
    print(json.dumps(found, indent=1))
    if a.without:
        (a.out / f"without-{a.without}.json").write_text(json.dumps(found, indent=1))
        return
    torch.save(gate.state_dict(), a.out / "gate.pt")
    probe = standardise(torch.from_numpy(np.random.default_rng(0).random((2, 1, 448, 448), dtype=np.float32)))
    with torch.no_grad():
        d, c = gate(net.early, probe)
    np.savez(a.out / "probe.npz", film=probe.numpy(), distance=d.numpy(), checks=c.numpy())
    (a.out / "greys.json").write_text(json.dumps(exposure.with_scores(films.greys_record(), fragment["exposure"]), indent=1) + "\n")
    (a.out / "gate.json").write_text(json.dumps({"manifest": fragment, "metrics": found}, indent=1))


if __name__ == "__main__":
    main()
