"""The films the gate is fitted on and judged by: which patient is in which part, what is made of good films, what never was one.

Parts: `fit` teaches, `limit` sets limits, `exposure` sets those of the rule on exposure only, `test` gives the figures; patients
never cross.
"""
import pathlib
import re

import numpy as np
import pandas as pd
from PIL import Image

import foreign
from prepare import load, to_u8

# Seen among the worst: the heart lies on the right, or the film is mirrored (one bears its L on the wrong side).
HEART_ON_RIGHT = ["nih/00020440_000.jpg", "nih/00002645_002.jpg", "nih/00003689_010.jpg"]
# Seen among all 98 test films of the effusion set: a lateral view, and three with a small child's shape that show the whole belly.
NO_ADULT_FRONTAL = [f"effusion_ashok133/{n}.jpg" for n in ("effusion259", "normal129", "normal290", "normal434")]
SIDE = 224
MOST = {("nih", "limit"): 260, ("effusion_ashok133", "limit"): 80}      # films that others are made of
EACH = 160                               # test images of each kind
LOST, DARK, PALE, LUNG, LEAST = .45, .20, .88, .70, .1      # as in src/film/exposure.ts
QUANTILES, LEVELS = (.02, .05, .1, .25, .5, .75, .9, .95, .98), 256     # as in src/film/exposure.ts


def parts_of(t):
    """fit, limit or test for each film. Children: half fit, half test."""
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


def table_of(cache):
    t = pd.read_csv(cache / "table.csv", low_memory=False)
    return t.assign(part=parts_of(t))


def halved(films):
    """448 px, 8 bit -> 224 px, float 0..1: what the kinds are made from."""
    return films.reshape(len(films), SIDE, 2, SIDE, 2).mean((2, 4), dtype=np.float32) / 255


def as_stored(x):
    """8-bit grey, as a file would hold it."""
    return to_u8(x).astype(np.float32) / 255


def read_folder(folder, limit):
    files = sorted(folder.glob("*.png"))[:limit]
    numbers = [int(re.search(r"(\d+)\.png$", f.name).group(1)) for f in files]
    return np.array(numbers), np.stack([foreign.squash(np.asarray(Image.open(f).convert("L"), np.float32) / 255, SIDE) for f in files])


def phantom_parts(numbers):
    return np.where(numbers % 5, "fit", np.where(numbers % 2, "limit", "test"))


def greys_of(x):
    """
    Of the centre of a film [rows,columns], 0..1: shares that are black, white, as dark as a lung, the mean, and QUANTILES to one of 256
    levels. As `greysOf` of the service.
    """
    rows, columns = (int(.1 * n + 1e-9) for n in x.shape)
    c = x[rows:x.shape[0] - rows, columns:x.shape[1] - columns].astype(np.float64)
    level = np.minimum(c * LEVELS, LEVELS - 1).astype(np.uint8)
    below = np.cumsum(np.bincount(level.ravel(), minlength=LEVELS))
    quantiles = [(int(np.searchsorted(below, q * c.size)) + .5) / LEVELS for q in QUANTILES]
    return {"black": float((c <= .02).mean()), "white": float((c >= 1 - .02).mean()), "dark": float((c <= LUNG).mean()),
            "mean": float(c.mean()), "quantiles": quantiles}


def exposure_of(g):
    """What the service calls a film of these greys before any net sees it: over-exposed, under-exposed or ""."""
    if g["black"] > LOST:
        return "over-exposed"
    if g["white"] > LOST:
        return "under-exposed"
    if g["mean"] < DARK:
        return "over-exposed"
    return "under-exposed" if g["mean"] > PALE or g["dark"] < LEAST else ""


def with_greys(t, images):
    """The table with `greys` of its images (0..1), and `exposure`, what the rule on them says."""
    greys = [greys_of(x) for x in images]
    return t.assign(greys=greys, exposure=[exposure_of(g) for g in greys])


def greys_record():
    """What `greys_of` finds on pictures by formula, for the service to find the same."""
    out = {"formula": "v[r,c] = (0.5 + 0.3*sin(r/17 + k)*cos(c/23) + 0.2*((r*7 + c*13 + k*5) mod 32)/32) ** power + shift, within 0..1, float32", "images": []}
    for k, (h, w, power, shift) in enumerate([(500, 400, 1, 0), (90, 110, 4, -.05), (90, 110, 4, 0), (201, 173, .2, 0), (201, 173, .1, .02), (120, 160, .3, 0), (64, 448, 1, .38), (333, 90, 2, -.35)]):
        r, c = np.mgrid[0:h, 0:w].astype(np.float64)
        v = (.5 + .3 * np.sin(r / 17 + k) * np.cos(c / 23) + .2 * ((r * 7 + c * 13 + k * 5) % 32) / 32) ** power + shift
        v = v.clip(0, 1).astype(np.float32)
        greys = greys_of(v)
        out["images"].append({"k": k, "rows": h, "columns": w, "power": power, "shift": shift, **greys, "refusedAs": exposure_of(greys)})
    return out


def good_films(a):
    """(films [N,224,224] 0..1, table with source, view, part, file, patient) of adults and phantoms; wingspan = third source: half exposure, half test."""
    t = table_of(a.cache)
    films = np.load(a.cache / "films.npy", mmap_mode="r")
    rng, rows = np.random.default_rng(1), []
    for (source, part), g in t[t.source != "kermany"].groupby(["source", "part"]):
        rows += sorted(rng.permutation(g.index)[:MOST.get((source, part))])
    adults = t.loc[rows, ["source", "view", "part", "file", "group"]].rename(columns={"group": "patient"}).fillna({"view": "unknown"})
    third = np.load(a.cache / "third.npy")
    numbers, phantoms = read_folder(a.phantoms, 220)
    drawn = pd.DataFrame({"source": "phantom", "view": "unknown", "part": phantom_parts(numbers), "file": "", "patient": numbers})
    half = np.where(np.random.default_rng(7).permutation(len(third)) % 2, "test", "exposure")
    others = pd.DataFrame({"source": "wingspan", "view": "unknown", "part": half, "file": "", "patient": range(len(third))})
    table = pd.concat([adults, others, drawn], ignore_index=True)
    return np.concatenate([halved(films[rows]), halved(third), phantoms]), table


def children(a, most=1200):
    """(films, part): every child of the cache, and more for the fit part from the folder itself."""
    t = table_of(a.cache)
    mine = np.where(t.source == "kermany")[0]
    kept = halved(np.load(a.cache / "films.npy", mmap_mode="r")[mine])
    every = pd.read_csv(pathlib.Path(a.data) / "images.csv", low_memory=False)
    every = every[(every.source == "kermany") & ~every.group.isin(t.group[mine])]
    files = np.random.default_rng(6).permutation(np.array(sorted(every.file), str))[:most]
    more = [foreign.squash(load(pathlib.Path(a.data) / f), SIDE) for f in files]
    return np.stack([*kept, *more]), np.concatenate([t.part.values[mine], np.full(len(more), "fit", object)])


def derived(films, table, seed=2):
    """Of the test part: foreign and mildly odd films made of good ones, by the makers known from fitting and by others. Of fit and limit: the mildly odd."""
    rng = np.random.default_rng(seed)
    real = [i for i in np.where(table.part.isin(["test", "exposure"]))[0] if table.source[i] != "phantom"]
    plan = [(i, k, "test", foreign.spoil) for k in foreign.KINDS if k not in ("good", "mirrored") for i in rng.permutation(real)[:EACH]]
    plan += [(i, k, "test", foreign.unseen) for k in foreign.UNSEEN for i in rng.permutation(real)[:EACH]]
    for part, most in (("fit", 500), ("limit", 150)):
        own = [i for i in np.where(table.part == part)[0] if table.source[i] != "phantom" or part == "fit"]
        plan += [(i, k, part, foreign.spoil) for k in ("tilted", "blurred") for i in rng.permutation(own)[:most]]
    for i, k, part, maker in plan:
        name = f"{k}, unseen maker" if maker is foreign.unseen else k
        film = foreign.mild(films[i], rng)
        image = maker(k, film, rng)
        lost = foreign.detail_lost(film, as_stored(image)) if k.endswith("exposed") else ""
        if part == "test" and table.part[i] == "exposure":
            part = ""
        yield image, {**table.loc[i], "kind": name, "check": "" if k == "good" else foreign.KINDS.get(k) or k, "part": part, "lost": lost}


def row(kind, check, part, source=""):
    return {"kind": kind, "check": check, "source": source, "view": "", "part": part, "file": "", "patient": ""}


def strangers(a):
    """Images that never were adult frontal chest films, fit and test."""
    rng = np.random.default_rng(3)
    for x, part in zip(*children(a, 0)):
        yield x, row("child", "child-film", part, "kermany")
    numbers, laterals = read_folder(a.laterals, 200)
    for n, x in zip(numbers, laterals):
        x = foreign.mild(x, rng)
        yield (x[:, ::-1].copy() if rng.random() < .5 else x), row("lateral (phantom)", "lateral-view", "fit" if n % 2 else "test")
    s = np.load(a.out / "samples.npz")
    image = halved(s["image"])
    for i in range(len(image)):
        for _ in range(4):
            yield foreign.vary(image[i], rng), row(str(s["kind"][i]), "not-a-chest-film", str(s["part"][i]), str(s["name"][i]))
    for part in ("fit", "test"):
        for _ in range(60):
            yield foreign.pattern(rng, SIDE), row("noise, gradient, flat", "not-a-chest-film", part)


def gather(a):
    """(images [N,224,224] uint8, table) of all films and images, kept in `<out>/images.npy`; with `greys`, and `exposure`, what the rule on them says."""
    store = a.out / "images.npy"
    if not store.exists():
        films, table = good_films(a)
        rng = np.random.default_rng(4)
        films = [foreign.mild(x, rng) if p == "fit" and rng.random() < .5 else x for x, p in zip(films, table.part)]
        images, rows = zip(*derived(films, table), *strangers(a))
        t = pd.concat([table.assign(kind="good", check=""), pd.DataFrame(rows)], ignore_index=True)
        t.to_csv(a.out / "images.csv", index=False)
        np.save(store, np.stack([to_u8(x) for x in (*films, *images)]))
    images, t = np.load(store, mmap_mode="r"), pd.read_csv(a.out / "images.csv", keep_default_na=False)
    return images, with_greys(t, (x.astype(np.float32) / 255 for x in images))
