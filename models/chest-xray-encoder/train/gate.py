"""The gate: is this an adult's frontal chest film, and if not, what is wrong with it?

    python foreign.py --data DIR --packages PACKAGES
    python draw-phantoms.ts --out LATERALS --count 120 --lateral        (node)
    python gate.py --weights FILE.pth --phantoms FOLDER --laterals LATERALS [--cache runs/cache] [--out runs/gate]
    python gate.py ... --without hannover       figures of a gate that never saw that source; not to be shipped

It sees only the frozen layers (`Encoder.early`) on a quarter-size copy of the film, so that sharpness counts for little and training the encoder leaves it
as it is: fit it once, and `load_gate` gives it to the exporter. Two parts: Gaussian distances in two feature blocks
refuse whatever is unlike the known films; small heads name what is wrong. Limits are set on good films of patients that
neither part was fitted on.
"""
import argparse
import io
import json
import pathlib
import re

import numpy as np
import pandas as pd
import torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image
from sklearn.linear_model import LogisticRegression

import foreign
from model import Encoder, load_imagenet, standardise
from prepare import to_u8

# Seen among the worst: the heart lies on the right, or the film is mirrored (one bears its L on the wrong side).
HEART_ON_RIGHT = ["nih/00020440_000.jpg", "nih/00002645_002.jpg", "nih/00003689_010.jpg"]
CHECKS = ["rotated", "mirrored", "inverted-polarity", "child-film", "cropped", "over-exposed", "under-exposed", "lateral-view",
          "not-a-chest-film", "tilted", "blurred"]
WARNINGS = ["tilted", "blurred"]         # told, not refused
MIRRORED = CHECKS.index("mirrored")
HALF, SMALL = 224, 112
BLOCKS = {"early": 40, "grid": 120}      # principal components kept
DERIVED = {"rotated 90": 2, "rotated 270": 2, "rotated 180": 3, "inverted": 3, "cropped": 8, "over-exposed": 4, "under-exposed": 4,
           "screenshot": 1, "tilted": 3, "blurred": 3}      # how often each is made from a good film
MOST = {("nih", "fit"): 560, ("effusion_ashok133", "fit"): 160, ("nih", "limit"): 260, ("effusion_ashok133", "limit"): 80}      # films that others are made of
REFUSED = {"heads": .025, "distance": .015}      # most of the good films of the worst source that either may refuse


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


class Checks(nn.Module):
    """Small convolutional heads on the early features, and `mirrored`: linear in what differs between film and mirror image."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(1, 40, 1, 1))
        self.register_buffer("scale", torch.ones(1, 40, 1, 1))
        self.one, self.two = nn.Conv2d(40, 64, 3, 1, 1), nn.Conv2d(64, 64, 3, 2, 1)
        self.out = nn.Linear(64 * 49, len(CHECKS))
        self.side = nn.Linear(40 * 49, 1, bias=False)

    def read(self, z):
        h = F.relu(self.two(F.relu(self.one((z - self.mean) * self.scale)))).flatten(1)
        return self.out(F.dropout(h, .4, self.training))

    def odd(self, z, mirror):
        """[N,1960]: changes its sign when film and mirror image change places."""
        return F.avg_pool2d(z - mirror, 2).flatten(1)

    def forward(self, z, mirror):
        a = self.read(z)
        return torch.cat([a[:, :MIRRORED], self.side(self.odd(z, mirror)), a[:, MIRRORED + 1:]], 1)


class Gate(nn.Module):
    """(`early`, film [N,1,448,448] standardised) -> distance [N,1] (above 1: foreign), check logits [N,len(CHECKS)]."""

    def __init__(self):
        super().__init__()
        self.checks = Checks()
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
        small = standardise(F.avg_pool2d(film, 4))
        z = early(small)
        return self.distance(z), self.checks(z, early(torch.flip(small, (3,))))


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


# Films -----------------------------------------------------------------------------------------------------------------

def parts_of(t):
    """fit, limit or test for each film: patients never cross. Children: half fit, half test."""
    part = np.full(len(t), "", object)
    nih = (t.source == "nih").values
    part[nih] = np.where(t.use[nih] == "calibrate", "test", np.where(t.fold5[nih] == 0, "limit", "fit"))
    rng = np.random.default_rng(0)
    for source, cuts in {"hannover": (.5, .75), "effusion_ashok133": (.8, .9), "kermany": (.5, .5)}.items():
        m = (t.source == source).values
        who = rng.permutation(np.unique(t.group[m].astype(str)))
        rank = dict(zip(who, np.arange(len(who)) / len(who)))
        r = t.group[m].astype(str).map(rank).values
        part[m] = np.where(r < cuts[0], "fit", np.where(r < cuts[1], "limit", "test"))
    return part


def halved(films):
    """Half size, as float: what the kinds are made from."""
    return films.reshape(len(films), HALF, 2, HALF, 2).mean((2, 4), dtype=np.float32) / 255


def read_folder(folder, limit):
    files = sorted(folder.glob("*.png"))[:limit]
    numbers = [int(re.search(r"(\d+)\.png$", f.name).group(1)) for f in files]
    return np.array(numbers), np.stack([foreign.squash(np.asarray(Image.open(f).convert("L"), np.float32) / 255, HALF) for f in files])


def good_films(a):
    """(films [N,224,224] 0..1, table with source, view, part) of adults and phantoms; `shapes` = third source, test only."""
    t = pd.read_csv(a.cache / "table.csv", low_memory=False)
    t["part"] = parts_of(t)
    films = np.load(a.cache / "films.npy", mmap_mode="r")
    rng, rows = np.random.default_rng(1), []
    for (source, part), g in t[t.source != "kermany"].groupby(["source", "part"]):
        rows += sorted(rng.permutation(g.index)[:MOST.get((source, part), 400)])
    adults = t.loc[rows, ["source", "view", "part", "file"]].fillna({"view": "unknown"})
    third = np.load(a.cache / "third.npy")
    numbers, phantoms = read_folder(a.phantoms, 220)
    table = pd.concat([adults, pd.DataFrame({"source": "wingspan", "view": "unknown", "part": "test", "file": ""}, index=range(len(third))),
                       pd.DataFrame({"source": "phantom", "view": "unknown", "part": np.where(numbers % 5, "fit", np.where(numbers % 2, "limit", "test")), "file": ""})],
                      ignore_index=True)
    return np.concatenate([halved(films[rows]), halved(third), phantoms]), table, halved(films[np.where(t.source == "kermany")[0]]), t.part[t.source == "kermany"].values


def derived(films, table):
    """Foreign and mildly odd films made of good ones: four of each film to fit, 80 of each kind to test."""
    rng = np.random.default_rng(2)
    kinds, often = list(DERIVED), np.array(list(DERIVED.values()), float)
    real = [i for i in np.where(table.part == "test")[0] if table.source[i] != "phantom"]
    plan = [(i, k, "fit") for i in np.where(table.part == "fit")[0] for k in rng.choice(kinds, 4, replace=False, p=often / often.sum())]
    plan += [(i, k, "test") for k in kinds for i in rng.permutation(real)[:80]]
    for i, k, part in plan:
        yield foreign.make(k, films[i], rng), {"kind": k, "check": foreign.KINDS.get(k) or k, "source": table.source[i], "view": table["view"][i], "part": part}


def strangers(a, children, child_parts):
    """Images that never were adult frontal chest films."""
    rng = np.random.default_rng(3)
    row = lambda kind, check, part, source="": {"kind": kind, "check": check, "source": source, "view": "", "part": part}
    for x, part in zip(children[:260], child_parts):
        yield (foreign.mild(x, rng) if part == "fit" else x), row("child", "child-film", part, "kermany")
    numbers, laterals = read_folder(a.laterals, 200)
    for n, x in zip(numbers, laterals):
        for _ in range(2 if n % 2 else 1):
            x2 = foreign.mild(x, rng)
            yield (x2[:, ::-1].copy() if rng.random() < .5 else x2), row("lateral (phantom)", "lateral-view", "fit" if n % 2 else "test")
    s = np.load(a.out / "samples.npz")
    image = halved(s["image"])
    for i in range(len(image)):
        for _ in range(5 if s["part"][i] == "fit" else 4):
            yield foreign.vary(image[i], rng), row(str(s["kind"][i]), "not-a-chest-film", str(s["part"][i]), str(s["name"][i]))
    for part, n in (("fit", 80), ("test", 60)):
        for _ in range(n):
            yield foreign.pattern(rng, HALF), row("noise, gradient, flat", "not-a-chest-film", part)


def as_stored(x):
    """8-bit grey, as a file would hold it."""
    return (to_u8(x).astype(np.float32) / 255)


def fast(net):
    """`early` by ONNX Runtime on one thread, twice as fast as torch here."""
    import onnxruntime as ort

    class Early(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = net

        def forward(self, x):
            return self.net.early(x)

    file = io.BytesIO()
    torch.onnx.export(Early(), (torch.zeros(2, 1, SMALL, SMALL),), file, input_names=["x"], output_names=["z"], opset_version=17,
                      dynamic_axes={"x": {0: "N"}, "z": {0: "N"}}, dynamo=False)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(file.getvalue(), options)
    return lambda x: torch.from_numpy(session.run(None, {"x": x.numpy()})[0])


def lost(x):
    """The larger share of the centre that is black or white: the service refuses such a film before the net sees it."""
    a = len(x) // 10
    c = as_stored(x[a:-a, a:-a])
    return round(float(max((c <= .02).mean(), (c >= .98).mean())), 3)


def early_features(early, images, batch=16):
    out = []
    with torch.no_grad():
        for i in range(0, len(images), batch):
            x = torch.from_numpy(np.stack([as_stored(v) for v in images[i:i + batch]]))[:, None]
            out.append(early(standardise(F.avg_pool2d(x, 2))).half().numpy())
    return np.concatenate(out)


def gather(a, early):
    """Features of all images, kept in `<out>/features-*.npz`: z [N,40,14,14], its mirror's where needed, and the table."""
    store = a.out / "features.npz"
    if store.exists():
        f = np.load(store, allow_pickle=False)
        return f["z"], f["mirror"], pd.read_csv(a.out / "features.csv", keep_default_na=False)
    films, table, children, child_parts = good_films(a)
    rng = np.random.default_rng(4)
    shown = [foreign.mild(x, rng) if p == "fit" and rng.random() < .5 else x for x, p in zip(films, table.part)]
    images, rows = zip(*derived(films, table), *strangers(a, children, child_parts))
    print("images", len(shown), len(images), flush=True)
    good = table.assign(kind="good", check="", lost=[lost(x) for x in shown])
    z = np.concatenate([early_features(early, shown), early_features(early, images)])
    print("features", z.shape, flush=True)
    mirror = np.zeros_like(z)
    mirror[:len(shown)] = early_features(early, [np.ascontiguousarray(x[:, ::-1]) for x in shown])
    t = pd.concat([good, pd.DataFrame(rows).assign(lost=[lost(x) for x in images], file="")], ignore_index=True)
    t["has_mirror"] = np.arange(len(t)) < len(shown)
    mirror[len(shown):] = z[len(shown):]                # never asked whether they are mirrored
    np.savez(store, z=z, mirror=mirror)
    t.to_csv(a.out / "features.csv", index=False)
    return z, mirror, t


def gather_more(a, early, t):
    """Film and mirror image of every other adult film that may be fitted on: sides need many films."""
    store = a.out / "more.npz"
    if not store.exists():
        table = pd.read_csv(a.cache / "table.csv", low_memory=False)
        films = np.load(a.cache / "films.npy", mmap_mode="r")
        rows = np.where((parts_of(table) == "fit") & (table.source != "kermany") & ~table.file.isin(t.file))[0]
        x = halved(films[rows])
        np.savez(store, z=early_features(early, x), mirror=early_features(early, np.ascontiguousarray(x[:, :, ::-1])),
                 name=np.array(list(table.file[rows]), str), source=np.array(list(table.source[rows]), str))
    return np.load(store)


# Fitting ---------------------------------------------------------------------------------------------------------------

def targets(t):
    """[N,K]: 1 where the check is true of the image, 0 where not, NaN where nobody can say."""
    y = np.zeros((len(t), len(CHECKS)), np.float32)
    y[:, MIRRORED] = np.nan                     # by `fit_side`
    for k, name in enumerate(CHECKS):
        y[(t.check == name).values, k] = 1
    real = t.check.isin(["", *WARNINGS, "rotated", "inverted-polarity", "cropped"]).values
    for name in ("over-exposed", "under-exposed", "blurred", "tilted"):
        k = CHECKS.index(name)
        y[~real & (y[:, k] == 0), k] = np.nan
    return y


def fit_checks(checks, z, t, epochs=10, seed=0):
    rows, y, z = np.where(t.part == "fit")[0], torch.from_numpy(targets(t)), torch.from_numpy(z)
    f = z[rows[::4]].float()
    checks.mean.copy_(f.mean((0, 2, 3), keepdim=True)), checks.scale.copy_(1 / f.std((0, 2, 3), keepdim=True))
    opt = torch.optim.AdamW(checks.parameters(), lr=1.5e-3, weight_decay=.05)
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    plan = torch.optim.lr_scheduler.OneCycleLR(opt, 1.5e-3, epochs * (len(rows) // 64))
    checks.train()
    for epoch in range(epochs):
        total, order = 0.0, rng.permutation(rows)
        for i in range(0, len(order) - 63, 64):
            b = order[i:i + 64]
            known = ~torch.isnan(y[b])
            loss = F.binary_cross_entropy_with_logits(checks.read(z[b].float())[known], y[b][known])
            opt.zero_grad(), loss.backward(), opt.step(), plan.step()
            total += float(loss.detach())
        print(f"checks epoch {epoch} loss {total / (len(order) // 64):.4f}", flush=True)
    checks.eval()


def fit_side(checks, pairs, C=1e-3):
    """Logistic regression on film minus mirror image, and its opposite for the film turned over."""
    with torch.no_grad():
        x = np.concatenate([checks.odd(torch.from_numpy(z).float(), torch.from_numpy(m).float()).numpy() for z, m in pairs])
    scale = x.std(0) + 1e-6
    both = np.concatenate([x, -x]) / scale
    fit = LogisticRegression(C=C, fit_intercept=False, max_iter=300).fit(both, np.repeat([0, 1], len(x)))
    checks.side.weight.data.copy_(torch.from_numpy(fit.coef_ / scale))


def groups_of(t):
    return (t.source + " " + t["view"].replace("unknown", "")).str.strip()


def fit_distance(gate, z, t):
    """Adult films with their mild and merely warned-of variants; phantoms; limits at equal ranks of good films not fitted on."""
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


def fit_limits(logits, t):
    """One limit per check: the same share of the good films of each source and view lies above it, all together at most REFUSED."""
    good = ((t.part == "limit") & (t.check == "") & ~t.file.isin(HEART_ON_RIGHT)).values
    sources = t.source[good].values
    refusing = [k for k, n in enumerate(CHECKS) if n not in WARNINGS]
    weight = np.array([HARD.get(n, .15) for n in CHECKS])

    def limits(q):
        each = [[np.quantile(logits[good][sources == s, k], 1 - q * w) for k, w in enumerate(weight)] for s in np.unique(sources)]
        return np.maximum(np.max(each, axis=0), FLOOR)

    def worst(q):
        over = (logits[good] > limits(q))[:, refusing].any(1)
        return max((over[sources == s].sum() - .5) / (sources == s).sum() for s in np.unique(sources))     # half a film: small sources are coarse

    q = max((q for q in np.linspace(0, .04, 81) if worst(q) <= REFUSED["heads"]), default=0)
    found = limits(q) + [SPARE.get(n, 0) for n in CHECKS]
    warned = np.maximum(np.quantile(logits[good], .99, axis=0), 0)
    return {n: {"warnAbove": float(warned[k])} if n in WARNINGS else
            {"refuseAbove": float(found[k]), **({"warnAbove": float(min(found[k], np.quantile(logits[good, k], DOUBTED)))} if n == "mirrored" else {})}
            for k, n in enumerate(CHECKS)}


FLOOR = -1.0                             # no head refuses what it itself thinks unlikely
SURE = 2.0                               # log-odds from which a negative is turned over
LOST = .45                               # as in src/film/exposure.ts
DOUBTED = .95                            # of good films no doubt of being mirrored is said
SPARE = {"over-exposed": 1., "under-exposed": 2.}      # pale collections differ most; the service's rule on lost greys helps here
HARD = {"mirrored": 1., "cropped": .6}   # how the refusals of good films are shared out: most to the hardest questions


# Figures ---------------------------------------------------------------------------------------------------------------

def wilson(k, n, z=1.96):
    p, d = k / n, 1 + z * z / n
    mid, half = (p + z * z / (2 * n)) / d, z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return {"share": round(p, 3), "low": round(max(0, mid - half), 3), "high": round(min(1, mid + half), 3), "n": int(n)}


def figures(gate, limits, features, t):
    """Per kind: share refused, by which part, and the reasons named; per source and view: good films refused."""
    z, mirror = features
    with torch.no_grad():
        d = np.concatenate([gate.distance(torch.from_numpy(z[i:i + 256]).float()).numpy() for i in range(0, len(z), 256)])[:, 0]
        c = np.concatenate([gate.checks(torch.from_numpy(z[i:i + 256]).float(), torch.from_numpy(mirror[i:i + 256]).float()).numpy() for i in range(0, len(z), 256)])
        back = np.concatenate([gate.distance(torch.from_numpy(mirror[i:i + 256]).float()).numpy() for i in range(0, len(z), 256)])[:, 0]
    refusing = [k for k, n in enumerate(CHECKS) if n not in WARNINGS]
    warns = np.array([limits[n].get("warnAbove", np.inf) for n in CHECKS])
    limits = np.array([limits[n].get("refuseAbove", limits[n].get("warnAbove")) for n in CHECKS])
    t = t.reset_index(drop=True)
    good = ((t.check == "") & t.has_mirror).values
    turned = t[good & (t.part == "test").values].assign(kind="mirrored", check="mirrored")
    cm = c[turned.index].copy()
    cm[:, MIRRORED] *= -1
    with torch.no_grad():
        other = gate.checks(torch.from_numpy(mirror[turned.index]).float(), torch.from_numpy(z[turned.index]).float()).numpy()
    t = pd.concat([t, turned], ignore_index=True)
    c, d = np.concatenate([c, other]), np.concatenate([d, back[turned.index]])
    over = c > limits
    by_head, by_distance = over[:, refusing].any(1), d > 1
    by_greys = (t.lost > LOST).values
    t["refused"], t["by_head"], t["by_distance"] = by_head | by_distance | by_greys, by_head, by_distance
    excess = np.where(over, c - limits, -np.inf)[:, refusing]
    t["reason"] = np.where(by_head, np.array(CHECKS)[np.array(refusing)[excess.argmax(1)]], np.where(by_distance, "foreign-image", ""))
    t.loc[by_greys, "reason"] = np.where(t.check[by_greys] == "over-exposed", "over-exposed", "under-exposed")
    test = t[t.part == "test"]
    out = {"kinds": {}, "good": {}, "warned": {}}
    for kind, g in test.groupby("kind"):
        if kind == "good":
            continue
        if g.check.iloc[0] in WARNINGS:
            k = CHECKS.index(g.check.iloc[0])
            out["warned"][kind] = {"warned": wilson((c[g.index, k] > limits[k]).sum(), len(g)), "refused": wilson(g.refused.sum(), len(g))}
            continue
        real = g[g.source != "phantom"] if kind == "mirrored" else g
        out["kinds"][kind] = {**wilson(real.refused.sum(), len(real)), "byDistanceAlone": round(float(real.by_distance.mean()), 3),
                              "namedRightly": round(float((real.reason == real.check).mean()), 3), "files": int(real.source.nunique())}
        if kind == "mirrored":
            told = real.refused | (c[real.index, MIRRORED] > warns[MIRRORED])
            out["kinds"][kind]["refusedOrWarned"] = wilson(told.sum(), len(real))
            out["kinds"][kind]["bySource"] = real.refused.groupby(real.source).mean().round(3).to_dict()
    for part in ("test", "limit"):
        g = t[(t.part == part) & (t.kind == "good")]
        out["good" if part == "test" else "goodWhereLimitsWereSet"] = {
            name: {**wilson(s.refused.sum(), len(s)), "doubtedMirrored": int((c[s.index, MIRRORED] > warns[MIRRORED]).sum()), "byDistance": int(s.by_distance.sum()), "reasons": s.reason[s.reason != ""].value_counts().to_dict()}
            for name, s in g.groupby(groups_of(g))}
    return out


def fit_gate(features, t, more, without=None):
    """Fits heads, distances and limits. @param features (z, mirror) of `gather`, more: those of `gather_more`; @returns the gate, its limits, its figures."""
    z, mirror = features
    torch.manual_seed(0)
    gate = Gate()
    if without:
        t = t.copy()
        mine = (t.source == without) & t.check.isin(["", *CHECKS])
        t.loc[mine & (t.check == ""), "part"] = "test"
        t.loc[mine & (t.check != "") & (t.part == "fit"), "part"] = ""
    fit_checks(gate.checks, z, t)
    own = (t.has_mirror & (t.part == "fit") & ~t.file.isin(HEART_ON_RIGHT)).values
    others = ~np.isin(more["name"], HEART_ON_RIGHT) & (more["source"] != (without or ""))
    fit_side(gate.checks, [(z[own], mirror[own]), (more["z"][others], more["mirror"][others])])
    fit_distance(gate, z, t)
    with torch.no_grad():
        limits = fit_limits(gate.checks(*(torch.from_numpy(v).float() for v in (z, mirror))).numpy(), t)
    return gate.eval(), limits, figures(gate, limits, features, t)


def manifest_fragment(limits):
    def check(k, name):
        repair = {"repairAbove": max(limits[name]["refuseAbove"], SURE)} if name == "inverted-polarity" else {}
        return {"name": name, "index": k, **{side: round(v, 3) for side, v in {**limits[name], **repair}.items()}}
    return {"output": "foreign_distance", "refuseAbove": 1.0, "checks": [check(k, n) for k, n in enumerate(CHECKS)],
            "components": ["adult frontal films of three collections", "this project's phantoms"]}


def main():
    here = pathlib.Path(__file__).parent
    ap = argparse.ArgumentParser()
    ap.add_argument("--weights", type=pathlib.Path, required=True)
    ap.add_argument("--phantoms", type=pathlib.Path, required=True)
    ap.add_argument("--laterals", type=pathlib.Path, required=True)
    ap.add_argument("--cache", type=pathlib.Path, default=here / "runs/cache")
    ap.add_argument("--out", type=pathlib.Path, default=here / "runs/gate")
    ap.add_argument("--without", help="a source to leave out of fitting and limits")
    a = ap.parse_args()
    torch.set_num_threads(1)
    net = Encoder()
    load_imagenet(net, a.weights)
    net.eval()
    early = fast(net)
    z, mirror, t = gather(a, early)
    gate, limits, found = fit_gate((z, mirror), t, gather_more(a, early, t), a.without)
    print(json.dumps(found, indent=1))
    if a.without:
        (a.out / f"without-{a.without}.json").write_text(json.dumps(found["good"], indent=1))
        return
    torch.save(gate.state_dict(), a.out / "gate.pt")
    probe = standardise(torch.from_numpy(np.random.default_rng(0).random((2, 1, 448, 448), dtype=np.float32)))
    with torch.no_grad():
        d, c = gate(net.early, probe)
    np.savez(a.out / "probe.npz", film=probe.numpy(), distance=d.numpy(), checks=c.numpy())
    (a.out / "gate.json").write_text(json.dumps({"manifest": manifest_fragment(limits), "metrics": found}, indent=1))


if __name__ == "__main__":
    main()
