"""Join the nets of all folds, calibrate on films each had not seen, write model.onnx, manifest and record.

    python export.py --data DIR --runs runs/lesion --gate runs/gate --record 2026-11-30_drawn-lesions
    python export.py ... --shipped        the nets of ../model.onnx as they are: a new gate for them, nothing trained
    python export.py --places places.json    the places judged on that export, added to its manifest and record
    python export.py --limits runs/gate      limits and rules of a gate whose nets lie in ../model.onnx already

Figures on held-out films: a film of fold F is read by the net that left out fold F, a film of the calibrate part by all.
"""
import argparse
import hashlib
import json
import pathlib
import time

import numpy as np
import onnxruntime as ort
import pandas as pd
import torch

from calibration import NAMES, RULE, calibrate, labels_of, stated_by
from gate import load_gate
from graph import OUTPUTS, Ensemble, Shipped, export, round_half, shipped_nets
from metrics import FEWEST, auroc, mean_auroc
from model import standardise
from phantoms import phantom_split, phantom_targets
from predict import TEN, load_net, logits, with_yardsticks
from prepare import FINDINGS, SIZE, squash

HERE = pathlib.Path(__file__).parent
VERSION = "0.5.2"
ALL = OUTPUTS + ["foreign_distance", "film_checks"]
BANDS = {"18-39": (18, 40), "40-59": (40, 60), "60-79": (60, 80), "80+": (80, 200)}


def synthetic(k, h, w):
    r, c = np.mgrid[0:h, 0:w].astype(np.float64)
    return .5 + .3 * np.sin(r / 17 + k) * np.cos(c / 23) + .2 * ((r * 7 + c * 13 + k * 5) % 32) / 32


def prepare_film(grey):
    """Exactly what the service does with a float image in display values."""
    return standardise(torch.from_numpy(squash(grey).astype(np.float64))[None, None]).float().numpy()


def held_out(a, nets, table, films):
    """Rows of the held-out films, their part and their 18 logits."""
    store = a.runs.with_name(f"{a.runs.name}-held.npz")
    if store.exists():
        s = np.load(store)
        return s["rows"], s["part"], s["z"]
    nih = (table.source == "nih").values
    rows, part, z = [], [], []
    for fold, net in nets.items():
        mine = np.where(nih & (table.use == "train").values & (table.fold5 == fold).values)[0]
        rows.append(mine), part.append([f"fold{fold}"] * len(mine)), z.append(logits(net, films[mine], SIZE))
    mine = np.where(nih & (table.use == "calibrate").values)[0]
    rows.append(mine), part.append(["calibrate"] * len(mine)), z.append(np.mean([logits(net, films[mine], SIZE) for net in nets.values()], 0))
    rows, part, z = (np.concatenate(v) for v in (rows, part, z))
    np.savez(store, rows=rows, part=part, z=z)
    return rows, part, z


@torch.no_grad()
def anchor_age(net, real, phantoms, middle=55):
    """
    Phantoms are drawn without an age, so what a net reads from them is accident; the demo would doubt whose film it is. The least
    change of the age head that brings them near the middle and leaves real films where they are.
    """
    feature = lambda films: torch.cat([net.embed(standardise(torch.from_numpy(np.ascontiguousarray(films[i:i + 32]))[:, None].float() / 255)
                                                 .contiguous(memory_format=torch.channels_last)) for i in range(0, len(films), 32)]).double()
    head, r, p = net.heads["age"], feature(real), feature(phantoms)
    mean = r.mean(0)
    off = (middle - 50) / 15 - (p @ head.weight[0].double() + head.bias.double())
    r, p = r - mean, p - mean
    bend = 20 * r.T @ r / len(r) + p.T @ p / len(p) + 1e-4 * torch.eye(r.shape[1], dtype=torch.float64)
    move = torch.linalg.solve(bend, p.T @ off / len(p))
    head.weight += move.float()
    head.bias -= float(move @ mean)
    return {"realFilmsMovedYears": round(float((r @ move).abs().mean()) * 15, 2),
            "phantomsFromMiddleYears": [round(float(v.abs().mean()) * 15, 1) for v in (off, off - p @ move)]}


def figures(T, part, z):
    """AUROCs by part, view, sex and age band against report labels; and against CheXNet and RSNA readers."""
    labels = labels_of(T)
    score = {n: z[:, i] for i, n in enumerate(NAMES)}
    group, view = T.group.values, T["view"].values
    male = T.sex.astype(str).str.upper().str[0].map({"M": 1.0, "F": 0.0}).values
    where = {"heldOut": np.ones(len(T), bool), "folds": part != "calibrate", "calibrate": part == "calibrate", "PA": view == "PA", "AP": view == "AP",
             "female": male == 0, "male": male == 1, **{k: ((T.age >= lo) & (T.age < hi)).values for k, (lo, hi) in BANDS.items()}}
    out = {"labels": "NIH report labels (text-mined); 95 % intervals from resamplings of patients"}
    for name, m in where.items():
        each = {n: auroc(labels[n][m], score[n][m], group[m]) for n in NAMES}
        if name not in ("heldOut", "folds", "calibrate"):
            each = {n: v if min(v["positives"], v["n"] - v["positives"]) >= FEWEST else {**v, "value": None, "low": None, "high": None, "because": "insufficient"} for n, v in each.items()}
        out[name] = {**each, "meanOfTen": mean_auroc({n: labels[n][m] for n in TEN if (labels[n][m] == 1).sum() >= 10}, {n: score[n][m] for n in TEN}, group[m])}
    chex = {n: T[f"chex_{n}"].values for n in TEN}
    seen = ~np.isnan(chex["Effusion"])
    pa = seen & (view == "PA")
    out["againstCheXNet"] = {"about": "held-out films for which CheXNet's outputs are public; its top tenth of films counts as positive; CheXNet also softened the training labels of other films",
                             **{n: auroc(chex[n][seen], score[n][seen], group[seen]) for n in TEN},
                             "meanOfTen": mean_auroc({n: chex[n][seen] for n in TEN}, {n: score[n][seen] for n in TEN}, group[seen]),
                             "meanOfTenPA": mean_auroc({n: chex[n][pa] for n in TEN if np.nansum(chex[n][pa]) >= 5}, {n: score[n][pa] for n in TEN}, group[pa])}
    readers = T.rsna_abnormal.values
    out["abnormalAgainstReaders"] = {"about": "RSNA 2018 readers' class (Normal or not) on held-out films; used for evaluation only",
                                     **{k: auroc(readers[m], score["abnormal"][m], group[m]) for k, m in (("all", np.ones(len(T), bool)), ("PA", view == "PA"), ("calibrate", part == "calibrate"))}}
    out["view"] = auroc((view == "AP").astype(float), z[:, 15], group)
    out["sex"] = auroc(male, z[:, 16], group)
    out["ageMeanError"] = round(float(np.nanmean(abs(z[:, 17] * 15 + 50 - T.age.values))), 1)
    return out, labels


def phantom_figures(session, cache):
    table = pd.read_csv(cache / "phantoms.csv")
    held = phantom_split(table) == "held"
    x = torch.from_numpy(np.load(cache / "phantoms.npy")[held])[:, None].float() / 255
    answers = [session.run(None, {"film": standardise(x[i:i + 4]).numpy()}) for i in range(0, len(x), 4)]
    z = np.concatenate([np.concatenate(a[:2], 1) for a in answers])
    y, who = phantom_targets(table)[held], np.arange(held.sum())
    found = {n: auroc(np.where(np.isnan(y[:, i]), np.nan, (y[:, i] > .5).astype(float)), z[:, i], who) for i, n in enumerate(NAMES)}
    return {"about": f"{int((~held).sum())} in training, {int(held.sum())} held out; made by this project's generator: proof of plumbing, no evidence of clinical skill",
            **{n: v for n, v in found.items() if v["value"] is not None}}


def parity_of(session):
    out = {"formula": "v[r,c] = 0.5 + 0.3*sin(r/17 + k)*cos(c/23) + 0.2*((r*7 + c*13 + k*5) mod 32)/32, r = row, c = column, float64",
           "tolerance": 1e-4, "images": []}
    for k, (h, w) in enumerate([(500, 400), (SIZE, SIZE), (700, 900)]):
        x = prepare_film(synthetic(k, h, w))
        at = np.linspace(0, SIZE * SIZE - 1, 50).astype(int)
        answers = dict(zip(ALL, session.run(None, {"film": x})))
        out["images"].append({"k": k, "height": h, "width": w, "tensor": {"mean": float(x.mean(dtype=np.float64)), "std": float(x.std(dtype=np.float64)),
            "indices": at.tolist(), "values": [float(v) for v in x.ravel()[at]]}, "outputs": {n: [round(float(v), 6) for v in o.ravel()] for n, o in answers.items()}})
    return out


def add_lines(out, to_manifest, to_record):
    """Lines of the manifest that lies there and of its record, added or replaced."""
    manifest = json.loads((out / "manifest.json").read_text())
    record = out / manifest["record"] / "metrics.json"
    (out / "manifest.json").write_text(json.dumps(manifest | to_manifest, indent=1) + "\n")
    record.write_text(json.dumps(json.loads(record.read_text()) | to_record, indent=1) + "\n")


def add_limits(out, folder):
    """@raises ValueError when the graph's gate is another than that of the folder."""
    probe, made = np.load(folder / "probe.npz"), json.loads((folder / "gate.json").read_text())
    session = ort.InferenceSession(str(out / "model.onnx"), providers=["CPUExecutionProvider"])
    d, c = session.run(["foreign_distance", "film_checks"], {"film": probe["film"]})
    if not (np.allclose(d, probe["distance"], rtol=2e-3, atol=1e-2) and np.allclose(c, probe["checks"], atol=5e-2)):
        raise ValueError(f"the graph has another gate than {folder}: export it again")
    add_lines(out, {"version": VERSION, "gate": made["manifest"]}, {"gate": made["metrics"]})


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path)
    ap.add_argument("--cache", type=pathlib.Path, default=HERE / "runs/cache")
    ap.add_argument("--runs", type=pathlib.Path, default=HERE / "runs/lesion")
    ap.add_argument("--gate", type=pathlib.Path, default=HERE / "runs/gate")
    ap.add_argument("--places", type=pathlib.Path, help="what `test/real/places.ts` wrote of the export that lies there")
    ap.add_argument("--limits", type=pathlib.Path, help="what `gate.py` wrote, of the gate that is in the graph")
    ap.add_argument("--shipped", action="store_true", help="the nets of the model that lies there, whose training is told by its own record")
    ap.add_argument("--record")
    ap.add_argument("--folds", type=int, nargs="+", default=[0, 1, 2])
    ap.add_argument("--out", type=pathlib.Path, default=HERE.parent)
    a = ap.parse_args()
    if a.places:
        places = json.loads(a.places.read_text())
        return add_lines(a.out, places["manifest"], places["metrics"])
    if a.limits:
        return add_limits(a.out, a.limits)
    if not a.data or not a.record:
        ap.error("an export needs --data and --record")
    torch.set_num_threads(2)
    torch.manual_seed(0)
    record = a.out / "records" / a.record
    record.mkdir(parents=True, exist_ok=True)
    path = a.out / "model.onnx"
    runs = {f: a.runs.with_name(f"{a.runs.name}-{f}") for f in a.folds}
    nets = dict(zip(a.folds, shipped_nets(path, len(a.folds)))) if a.shipped else {f: round_half(load_net(run)) for f, run in runs.items()}
    table = with_yardsticks(pd.read_csv(a.cache / "table.csv", low_memory=False), a.data)
    films = np.load(a.cache / "films.npy", mmap_mode="r")
    former = a.out / json.loads((a.out / "manifest.json").read_text())["record"]
    if a.shipped:
        anchored = json.loads((former / "metrics.json").read_text())["phantoms"]["ageAnchored"]
    else:
        some = np.random.default_rng(0).permutation(np.where((table.source == "nih") & (table.use == "train"))[0])[:300]
        drawn = np.load(a.cache / "phantoms.npy")[phantom_split(pd.read_csv(a.cache / "phantoms.csv")) == "train"]
        anchored = {f: anchor_age(net, films[np.sort(some)], drawn) for f, net in nets.items()}
        print("age", anchored, flush=True)
    rows, part, z = held_out(a, nets, table, films)
    T = table.iloc[rows].reset_index(drop=True)
    metrics, labels = figures(T, part, z)
    lines, residual, metrics["calibration"] = calibrate(T, part, z, labels)
    print(json.dumps({k: metrics[k]["meanOfTen"] for k in ("heldOut", "folds", "calibrate", "PA", "AP", "againstCheXNet")}), flush=True)

    gate, guarded = load_gate(a.gate, next(iter(nets.values())))
    model = Shipped(Ensemble(list(nets.values())), round_half(gate)).eval()
    export(model, path, SIZE, ALL)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    probe = standardise(torch.from_numpy(np.ascontiguousarray(films[rows[:4]]))[:, None].float() / 255)
    with torch.no_grad():
        want = model(probe)
    gap = {n: float(abs(g - w.numpy()).max()) for n, g, w in zip(ALL, session.run(None, {"film": probe.numpy()}), want)}
    t0 = time.process_time()
    for _ in range(5):
        session.run(None, {"film": probe.numpy()[:1]})
    metrics["graph"] = {"againstTorch": gap, "bytes": path.stat().st_size, "msPerFilmOneThread": round((time.process_time() - t0) * 200, 1)}
    metrics["gate"] = guarded["metrics"]
    metrics["phantoms"] = {**phantom_figures(session, a.cache), "ageAnchored": anchored}
    (record / "parity.json").write_text(json.dumps({**parity_of(session), "intervals": stated_by(lines, residual)}))

    def entry(n, i):
        q = metrics["heldOut"][n]
        return {"name": n, "index": i, "platt": lines[n], "residualSd": residual, "auroc": q,
                "assessed": bool(q["low"] is not None and q["low"] > .5), "prevalence": round(float(np.nanmean(labels[n])), 4)}

    nih = int(((table.source == "nih") & (table.use == "train")).sum())
    manifest = {
        "id": "chest-xray-encoder", "version": VERSION, "file": "model.onnx", "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": path.stat().st_size, "licence": "Apache-2.0", "createdAt": a.record[:10],
        "input": {"name": "film", "shape": ["N", 1, SIZE, SIZE], "dtype": "float32"},
        "outputs": {"findingLogits": "finding_logits", "abnormalLogit": "abnormal_logit", "viewApLogit": "view_ap_logit",
                    "sexMaleLogit": "sex_male_logit", "ageYears": "age_years", "embedding": "embedding", "foreignDistance": "foreign_distance",
                    "activationMap": "activation_map", "filmChecks": "film_checks"},
        "preprocessing": {"resizeTo": SIZE, "fit": "squash", "interpolation": "triangle-antialias",
                          "standardise": {"centre": .8, "targetStd": .45, "clip": 1.4}},
        "findings": [entry(n, i) for i, n in enumerate(FINDINGS)], "abnormal": entry("abnormal", 0),
        "gate": guarded["manifest"],
        "intervalRule": RULE,
        "calibration": {"on": f"{len(T)} NIH films, each read by a net that had not seen its patient: folds {', '.join(map(str, a.folds))} ({int((part != 'calibrate').sum())}) and the calibrate part ({int((part == 'calibrate').sum())})",
                        "prevalence": "artificial, stated per finding; a site with another prevalence must re-calibrate"},
        "trainedOn": f"{nih} adult frontal films of NIH ChestX-ray14 (report labels, softened with CheXNet probabilities where published), 983 films of the effusion set derived from it, and phantoms of this project's generator; at the end nodules, masses, pneumothoraces and pleural thickening were drawn into a quarter of the films",
        "notValidated": ["children", "lateral films", "films from other hospitals against radiologists", "AP films at the bedside beyond the NIH collection",
                         "fractures, lines and tubes", "COVID-19", "subgroups by ethnicity (not recorded)"],
        "record": f"records/{a.record}"}
    (a.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    (record / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    if a.shipped:
        config, log = ((former / name).read_text() for name in ("config.json", "log.txt"))
        command = f"python export.py --data DIR --shipped --record {a.record}\n# nets: {former.name}, bash reproduce.sh DIR {former.name}\n"
    else:
        config = json.dumps([json.loads((run / "config.json").read_text()) for run in runs.values()], indent=1) + "\n"
        first = runs[a.folds[0]]
        started = json.loads((first / "config.json").read_text())["start"]
        logs = [first.with_name(f"{started}-{a.folds[0]}") / "train.log"] if started else []
        log = "".join(f.read_text() for f in [*logs, first / "train.log"])
        command = f"bash reproduce.sh DIR {a.record}\n"
    for name, text in (("config.json", config), ("log.txt", log), ("command.txt", command)):
        (record / name).write_text(text)
    if not (record / "tries.json").exists():
        (record / "tries.json").write_text((former / "tries.json").read_text())
    print(json.dumps({"graph": metrics["graph"], "view": metrics["view"], "sex": metrics["sex"], "readers": metrics["abnormalAgainstReaders"]}, indent=1))
    print({n: (metrics["heldOut"][n]["value"], metrics["PA"][n]["value"]) for n in NAMES})


if __name__ == "__main__":
    main()
