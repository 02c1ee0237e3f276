"""Evaluate the averaged weights, fit the gate and the calibration, write model.onnx, manifest and record.

    python export.py [--run runs/first] [--record 2026-11-24_first] [--threads 1]
"""
import argparse
import hashlib
import json
import pathlib
import pickle
import shutil
import time

import numpy as np
import pandas as pd
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from model import Encoder, standardise
from prepare import FINDINGS, SIZE, squash

HERE = pathlib.Path(__file__).parent
OUTPUTS = ["finding_logits", "abnormal_logit", "view_ap_logit", "sex_male_logit", "age_years", "embedding", "foreign_distance"]
TEN = ["Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Effusion", "Infiltration", "Mass", "Nodule",
       "Pleural_Thickening", "Pneumothorax"]
BLOCKS = {"last": 160, "early": 40, "grid": 120}      # principal components kept


class Gaussian(nn.Module):
    """Mahalanobis distance along the first components, the rest as one residual; divided by its threshold."""

    def __init__(self, x, keep):
        super().__init__()
        x = torch.as_tensor(x, dtype=torch.float64)
        mean = x.mean(0)
        _, s, v = torch.linalg.svd(x - mean, full_matrices=False)
        var = s ** 2 / (len(x) - 1)
        keep = min(keep, len(x) // 4)
        rest = float(var[keep:].sum())
        dims = max(1, min(x.shape[1], len(x) - 1) - keep)
        self.register_buffer("mean", mean.float())
        self.register_buffer("basis", v[:keep].T.contiguous().float())
        self.register_buffer("scale", (1 / var[:keep].clamp_min(1e-10)).float())
        self.register_buffer("rest", torch.tensor(dims / max(rest, 1e-10)).float())
        self.register_buffer("limit", torch.tensor(1.0))

    def forward(self, x):
        x = x - self.mean
        p = x @ self.basis
        r = x - p @ self.basis.T
        return torch.sqrt((p * p * self.scale).sum(1) + (r * r).sum(1) * self.rest) / self.limit


class Graph(nn.Module):
    """The shipped graph: film -> logits averaged over the film and its mirror image, embedding, foreign distance."""

    def __init__(self, net):
        super().__init__()
        self.net, self.components = net, nn.ModuleList()

    def blocks(self, film):
        """Three feature blocks; the early ones from a half-size film, so that sharpness counts for less."""
        both = torch.cat([film, torch.flip(film, (3,))], 0)
        last = self.net.late(self.net.early(both)).reshape(2, -1, 1280).mean(0)
        z = self.net.early(F.avg_pool2d(film, 2))
        mean = z.mean((2, 3))
        std = torch.sqrt(((z - mean[:, :, None, None]) ** 2).mean((2, 3)) + 1e-8)
        return last, torch.cat([mean, std], 1), F.avg_pool2d(z, 5).flatten(1)

    def distance(self, blocks):
        each = [torch.stack([g(b) for g, b in zip(c, blocks)], 1).amax(1) for c in self.components]
        return torch.stack(each, 1).amin(1, keepdim=True)

    def forward(self, film):
        blocks = self.blocks(film)
        h = self.net.read(blocks[0])
        return (h["findings"], h["abnormal"], h["view"], h["sex"], h["age"] * 15 + 50, blocks[0], self.distance(blocks))


def features(graph, films, batch=16):
    out = []
    with torch.no_grad():
        for i in range(0, len(films), batch):
            x = torch.from_numpy(np.ascontiguousarray(films[i:i + batch]))[:, None].float() / 255
            out.append(graph.blocks(standardise(x).contiguous(memory_format=torch.channels_last)))
    return [torch.cat(b).numpy() for b in zip(*out)]


def fit_component(graph, train, held, refused):
    """One Gaussian per block on `train`; thresholds at equal ranks of `held` so that `refused` of it exceed 1."""
    gs = nn.ModuleList(Gaussian(b, k) for b, k in zip(train, BLOCKS.values()))
    with torch.no_grad():
        d = np.stack([g(torch.from_numpy(b)).numpy() for g, b in zip(gs, held)], 1)
    best = min(np.linspace(0, refused, 80), key=lambda q: abs((d > np.quantile(d, 1 - q, axis=0)).any(1).mean() - refused))
    for g, limit in zip(gs, np.quantile(d, 1 - best, axis=0)):
        g.limit.fill_(float(limit))
    graph.components.append(gs)


def auroc(y, z, group, B=1000, seed=0):
    """AUROC with a bootstrap over patients."""
    ok = ~np.isnan(y)
    y, z, group = y[ok], z[ok], np.asarray(group)[ok]
    if y.sum() < 3 or y.sum() > len(y) - 3:
        return {"value": None, "low": None, "high": None, "n": int(len(y)), "positives": int(y.sum())}
    ids, inverse = np.unique(group, return_inverse=True)
    rng, vals = np.random.default_rng(seed), []
    for _ in range(B):
        w = np.bincount(rng.integers(len(ids), size=len(ids)), minlength=len(ids))[inverse]
        if w[y == 1].sum() and w[y == 0].sum():
            vals.append(roc_auc_score(y, z, sample_weight=w))
    lo, hi = np.percentile(vals, [2.5, 97.5])
    return {"value": round(float(roc_auc_score(y, z)), 3), "low": round(float(lo), 3), "high": round(float(hi), 3),
            "n": int(len(y)), "positives": int(y.sum())}


def platt(y, z, group, B=200, seed=0):
    """Slope and intercept with their covariance over resampled patients."""
    ok = ~np.isnan(y)
    y, z = y[ok].astype(int), z[ok]
    _, inverse = np.unique(np.asarray(group)[ok], return_inverse=True)
    fit = lambda w=None: (lambda m: (m.coef_[0, 0], m.intercept_[0]))(LogisticRegression(C=1.0, max_iter=500).fit(z[:, None], y, w))
    rng, draws, n = np.random.default_rng(seed), [], inverse.max() + 1
    while len(draws) < B:
        w = np.bincount(rng.integers(n, size=n), minlength=n)[inverse].astype(float)
        if w[y == 1].sum() >= 2:
            draws.append(fit(w))
    a, b = fit()
    return {"slope": round(float(a), 5), "intercept": round(float(b), 5), "cov": np.cov(np.array(draws).T).round(6).tolist()}


def ece(y, p, bins=10):
    return round(float(sum(len(o) * abs(y[o].mean() - p[o].mean()) for o in np.array_split(np.argsort(p), bins)) / len(y)), 3)


def synthetic(k, h, w):
    r, c = np.mgrid[0:h, 0:w].astype(np.float64)
    return .5 + .3 * np.sin(r / 17 + k) * np.cos(c / 23) + .2 * ((r * 7 + c * 13 + k * 5) % 32) / 32


def prepare_film(grey):
    """Exactly what the service does with a float image in display values."""
    return standardise(torch.from_numpy(squash(grey).astype(np.float64))[None, None]).float().numpy()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--cache", type=pathlib.Path, default=HERE / "runs/cache")
    ap.add_argument("--run", type=pathlib.Path, default=HERE / "runs/first")
    ap.add_argument("--record", default="2026-11-24_first")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--draft", action="store_true", help="graph only, few films: for trying the loader, never to be shipped")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    out = HERE.parent
    record = out / "records" / a.record
    if not a.draft:
        record.mkdir(parents=True, exist_ok=True)
    state = torch.load(a.run / "last.pt", weights_only=False)
    net = Encoder()
    net.load_state_dict(state["average"])
    graph = Graph(net.eval().to(memory_format=torch.channels_last)).eval()

    t = pd.read_csv(a.cache / "table.csv")
    films = np.load(a.cache / "films.npy", mmap_mode="r")
    nih = t.source == "nih"
    pick = lambda m, n=None: np.where(m)[0] if n is None else np.sort(np.random.default_rng(0).permutation(np.where(m)[0])[:n])
    sets = {"train": pick(nih & (t.use == "train") & (t.fold5 != 0), 150 if a.draft else None),
            "fold0": pick(nih & (t.use == "train") & (t.fold5 == 0), 20 if a.draft else None),
            "calibrate": pick(nih & (t.use == "calibrate"), 60 if a.draft else None)}
    if not a.draft:
        sets |= {"hannover": pick(t.source == "hannover"), "children": pick(t.source == "kermany", 200)}
    store = a.run / f"features-{state['epoch']}.pkl"
    f = pickle.loads(store.read_bytes()) if store.exists() and not a.draft else {}

    def need(name, images):
        if name not in f:
            f[name] = features(graph, images())

    for k, i in sets.items():
        need(k, lambda: films[i])
    has_phantoms = bool(state.get("phantoms")) and (a.cache / "phantoms.npy").exists()
    if has_phantoms:
        from phantoms import phantom_split, phantom_targets
        pt = pd.read_csv(a.cache / "phantoms.csv")
        pf, split = np.load(a.cache / "phantoms.npy"), phantom_split(pt)
        ptrain = np.random.default_rng(0).permutation(np.where(split == "train")[0])[:600]
        need("phantoms_train", lambda: pf[ptrain])
        need("phantoms", lambda: pf[split == "held"])
    if not a.draft:
        some = np.ascontiguousarray(films[sets["calibrate"][::3]])
        need("rotated 90", lambda: np.rot90(some, 1, (1, 2)))
        need("rotated 180", lambda: np.rot90(some, 2, (1, 2)))
        need("inverted", lambda: 255 - some)
        need("noise", lambda: np.random.default_rng(0).integers(0, 256, (40, SIZE, SIZE), dtype=np.uint8))
        need("third", lambda: np.load(a.cache / "third.npy"))
        store.write_bytes(pickle.dumps(f))
    print("features", {k: len(v[0]) for k, v in f.items()}, flush=True)

    # The gate: adult films of two hospitals. Hannover's patients: half fit it (counted twice), a quarter joins the
    # films that set the threshold, the last quarter is kept for the figures.
    adults, held = f["train"], f["calibrate"]
    if "hannover" in f:
        who = t.group.values[sets["hannover"]]
        ids = np.random.default_rng(0).permutation(np.unique(who))
        cut = len(ids) // 2, len(ids) * 3 // 4
        fitting, limits, unseen = (np.isin(who, part) for part in np.split(ids, cut))
        adults = [np.concatenate([b, h[fitting], h[fitting]]) for b, h in zip(adults, f["hannover"])]
        held = [np.concatenate([b, h[limits]]) for b, h in zip(held, f["hannover"])]
    fit_component(graph, adults, held, .04)
    if has_phantoms:
        fit_component(graph, f["phantoms_train"], f["phantoms"], .02)

    # Export
    path = out / "model.onnx"
    example = torch.randn(2, 1, SIZE, SIZE).clamp(-1.4, 1.4)
    plain = Graph(Encoder())
    plain.net.load_state_dict(net.state_dict())
    plain.components = graph.components
    plain.eval()
    torch.onnx.export(plain, (example,), str(path), input_names=["film"], output_names=OUTPUTS, opset_version=17,
                      dynamic_axes={n: {0: "N"} for n in ["film", *OUTPUTS]}, dynamo=False)
    import onnxruntime as ort
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    with torch.no_grad():
        probe = standardise(torch.from_numpy(np.ascontiguousarray(films[sets["calibrate"][:6]]))[:, None].float() / 255)
        want = [v.numpy() for v in plain(probe)]
    got = session.run(None, {"film": probe.numpy()})
    gap = {n: float(abs(g - w).max()) for n, g, w in zip(OUTPUTS, got, want)}
    print("graph against torch", gap, "bytes", path.stat().st_size)
    one = {"film": probe.numpy()[:1]}
    session.run(None, one)
    t0 = time.time()
    for _ in range(10):
        session.run(None, one)
    ms = (time.time() - t0) * 100
    if a.draft:
        return

    # Figures
    def read(k):
        with torch.no_grad():
            h = net.read(torch.from_numpy(f[k][0]))
        return {n: v.numpy() for n, v in h.items()}

    def refusals(blocks):
        with torch.no_grad():
            d = graph.distance([torch.from_numpy(b) for b in blocks])
        return round(float((d > 1).float().mean()), 3)

    held = np.concatenate([sets["fold0"], sets["calibrate"]])
    logits = {k: np.concatenate([read("fold0")[k], read("calibrate")[k]]) for k in ("findings", "abnormal", "view", "sex", "age")}
    T = t.iloc[held].reset_index(drop=True)
    part = np.array(["fold0"] * len(sets["fold0"]) + ["calibrate"] * len(sets["calibrate"]))
    labels = {n: T[n].astype(float).values for n in FINDINGS} | {"abnormal": 1 - T.no_finding.astype(float).values}
    z = {n: logits["findings"][:, i] for i, n in enumerate(FINDINGS)} | {"abnormal": logits["abnormal"][:, 0]}
    metrics = {"labels": "NIH report labels (text-mined); 95 % intervals from 1,000 resamplings of patients",
               "heldOut": {}, "fold0": {}, "calibrate": {}, "PA": {}, "AP": {}}
    for name in z:
        for where, m in {"heldOut": np.ones(len(T), bool), "fold0": part == "fold0", "calibrate": part == "calibrate",
                         "PA": (T["view"] == "PA").values, "AP": (T["view"] == "AP").values}.items():
            metrics[where][name] = auroc(labels[name][m], z[name][m], T.group.values[m])
    for where in ("heldOut", "fold0", "calibrate", "PA", "AP"):
        v = [metrics[where][n]["value"] for n in TEN if metrics[where][n]["value"] is not None]
        metrics[where]["meanOfTen"] = round(float(np.mean(v)), 3)
    ap_label = (T["view"] == "AP").astype(float).values
    male = T.sex.astype(str).str.upper().str[0].map({"M": 1.0, "F": 0.0}).values
    metrics["view"] = auroc(ap_label, logits["view"][:, 0], T.group.values)
    metrics["sex"] = auroc(male, logits["sex"][:, 0], T.group.values)
    years = logits["age"][:, 0] * 15 + 50
    metrics["ageMeanError"] = round(float(np.nanmean(abs(years - T.age.values))), 1)

    # Calibration on fold 0 + calibrate
    plats = {n: platt(labels[n], z[n], T.group.values) for n in z}
    excess = []
    for n in z:
        if metrics["heldOut"][n]["positives"] < 40:
            continue
        parts = [platt(labels[n][part == p], z[n][part == p], T.group.values[part == p], B=60) for p in ("fold0", "calibrate")]
        v = np.array([np.mean(z[n]), 1])
        diff = sum(s * (np.array([q["slope"], q["intercept"]]) @ v) for s, q in zip((1, -1), parts))
        excess.append((diff ** 2 - sum(v @ np.array(q["cov"]) @ v for q in parts)) / 2)
    residual = round(float(np.sqrt(max(0, np.mean(excess)))), 3)
    metrics["calibration"] = {"residualSd": residual, "residualSdFrom": "difference of the calibration curve between fold 0 and the calibrate part, beyond sampling, over findings with 40 positives or more",
        "eceOfFit": {n: ece(labels[n], 1 / (1 + np.exp(-(plats[n]["slope"] * z[n] + plats[n]["intercept"])))) for n in z}}

    metrics["refused"] = {"calibrate (threshold set here and on a quarter of Hannover)": refusals(f["calibrate"]), "fold0": refusals(f["fold0"]),
        "hannover, quarter of the patients not used for the gate": refusals([b[unseen] for b in f["hannover"]]),
        "third source, adults, never used": refusals(f["third"]), "children": refusals(f["children"]),
        "rotated 90": refusals(f["rotated 90"]), "rotated 180": refusals(f["rotated 180"]), "inverted": refusals(f["inverted"]),
        "noise": refusals(f["noise"]), "synthetic formula images": None}
    if has_phantoms:
        metrics["refused"]["phantoms held out"] = refusals(f["phantoms"])
        h, y = read("phantoms"), phantom_targets(pt)[split == "held"]
        g = np.arange(len(y))
        metrics["phantoms"] = {"about": f"{int((split == 'train').sum())} in training, {len(y)} held out; made by this project's generator: proof of plumbing, no evidence of clinical skill",
            **{n: auroc(np.where(np.isnan(y[:, i]), np.nan, (y[:, i] > .5).astype(float)), h["findings"][:, i], g) for i, n in enumerate(FINDINGS)},
            "abnormal": auroc((y[:, 14] > .5).astype(float), h["abnormal"][:, 0], g)}
        metrics["phantoms"] = {k: v for k, v in metrics["phantoms"].items() if k == "about" or v["value"] is not None}
    metrics["graph"] = {"againstTorch": gap, "bytes": path.stat().st_size, "msPerFilmOneThread": round(ms, 1)}

    # Parity without data
    parity = {"formula": "v[r,c] = 0.5 + 0.3*sin(r/17 + k)*cos(c/23) + 0.2*((r*7 + c*13 + k*5) mod 32)/32, r = row, c = column, float64",
              "tolerance": 1e-4, "images": []}
    dist = []
    for k, (h, w) in enumerate([(500, 400), (320, 320), (700, 900)]):
        x = prepare_film(synthetic(k, h, w))
        at = np.linspace(0, SIZE * SIZE - 1, 50).astype(int)
        answers = session.run(None, {"film": x})
        dist.append(float(answers[-1][0, 0]))
        parity["images"].append({"k": k, "height": h, "width": w, "tensor": {"mean": float(x.mean(dtype=np.float64)), "std": float(x.std(dtype=np.float64)),
            "indices": at.tolist(), "values": [float(v) for v in x.ravel()[at]]},
            "outputs": {n: [float(v) for v in o.ravel()] for n, o in zip(OUTPUTS, answers)}})
    metrics["refused"]["synthetic formula images"] = float(np.mean(np.array(dist) > 1))
    (record / "parity.json").write_text(json.dumps(parity))

    def entry(n, i):
        q = metrics["heldOut"][n]
        return {"name": n, "index": i, "platt": plats[n], "residualSd": residual, "auroc": q,
                "assessed": bool(q["low"] is not None and q["low"] > .5), "prevalence": round(float(np.nanmean(labels[n])), 4)}

    manifest = {
        "id": "chest-xray-encoder", "version": "0.2.0", "file": "model.onnx", "sha256": sha, "bytes": path.stat().st_size,
        "licence": "Apache-2.0", "createdAt": a.record[:10],
        "input": {"name": "film", "shape": ["N", 1, SIZE, SIZE], "dtype": "float32"},
        "outputs": {"findingLogits": "finding_logits", "abnormalLogit": "abnormal_logit", "viewApLogit": "view_ap_logit",
                    "sexMaleLogit": "sex_male_logit", "ageYears": "age_years", "embedding": "embedding", "foreignDistance": "foreign_distance"},
        "preprocessing": {"resizeTo": SIZE, "fit": "squash", "interpolation": "triangle-antialias",
                          "standardise": {"centre": .8, "targetStd": .45, "clip": 1.4}},
        "findings": [entry(n, i) for i, n in enumerate(FINDINGS)], "abnormal": entry("abnormal", 0),
        "gate": {"output": "foreign_distance", "refuseAbove": 1.0, "components": ["adult frontal films (NIH and three quarters of the Hannover patients)"] + ["this project's phantoms"] * has_phantoms},
        "intervalRule": {"level": .9, "z": 1.645, "formula": "(slope*x+intercept) +- 1.645*sqrt([x,1] cov [x,1]^T + residualSd^2)"},
        "calibration": {"on": f"NIH films held out from training: fold 0 ({int((part == 'fold0').sum())}) and the calibrate part ({int((part == 'calibrate').sum())})",
                        "prevalence": "artificial, stated per finding; a site with another prevalence must re-calibrate"},
        "trainedOn": f"{len(sets['train'])} adult frontal films of NIH ChestX-ray14 (report labels, softened with CheXNet probabilities where published), 983 films of the effusion set derived from it" + (", and phantoms of this project's generator" if has_phantoms else ""),
        "notValidated": ["children", "lateral films", "films from other hospitals against radiologists", "AP films at the bedside beyond the NIH collection",
                         "fractures, lines and tubes", "COVID-19", "subgroups by ethnicity (not recorded)"],
        "record": f"records/{a.record}"}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    (record / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    shutil.copy(a.run / "config.json", record / "config.json")
    shutil.copy(a.run / "train.log", record / "log.txt")
    c = json.loads((a.run / "config.json").read_text())
    (record / "command.txt").write_text("python prepare.py --data DIR" + (" --phantoms FOLDER" if has_phantoms else "")
        + f"\npython train.py --weights efficientnet-lite0-57934424.pth --plan {c['plan']} --extra {c['extra']} --phantom-share {c['phantom_share']}\npython export.py\n")
    h, pa = read("hannover"), plats["abnormal"]
    pd.DataFrame({"file": t.file.values[sets["hannover"]], "abnormal_logit": h["abnormal"][:, 0] * pa["slope"] + pa["intercept"],
                  "view_ap": 1 / (1 + np.exp(-h["view"][:, 0]))}).to_csv(a.run / "hannover.csv", index=False)
    print(json.dumps({k: metrics[k] for k in ("refused", "graph", "view", "sex", "ageMeanError")}, indent=1))
    print({k: metrics[k]["meanOfTen"] for k in ("heldOut", "fold0", "calibrate", "PA", "AP")}, {n: metrics["heldOut"][n] for n in z})


if __name__ == "__main__":
    main()
