"""Measure, fit, write ../model.onnx, ../manifest.json and the record.

    python export.py --data DIR --net runs/student --shape runs/shape.csv --outside runs/teacher1:1,runs/teacher2:2

`--shape` is shape.py's table of the same net. `--outside` names nets and the fold of truth each has not seen: their
errors there give the ratio's interval, and fold 0, which no net has seen, checks it.
"""
import argparse
import hashlib
import json
import pathlib
import shutil
import time

import numpy as np
import onnx
import onnxruntime as ort
import pandas as pd
import torch
from onnx import numpy_helper

import fit
from films import HERE, SIZE, STRUCTURES
from measure import largest_part, measure
from model import standardise
from predict import dice, load, prepared, probabilities
from prepare import squash

FACES = {"file": "model.onnx", "input": "film", "output": "mask_probability"}


class Probabilities(torch.nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return torch.sigmoid(self.net(x))


def halve(graph):
    """Stores convolution weights as float16 with a Cast to float32, which ONNX Runtime folds when it loads the graph."""
    for weight in [w for w in graph.initializer if len(w.dims) == 4]:
        value = numpy_helper.to_array(weight)
        graph.initializer.remove(weight)
        graph.initializer.append(numpy_helper.from_array(value.astype(np.float16), weight.name + "_half"))
        graph.node.insert(0, onnx.helper.make_node("Cast", [weight.name + "_half"], [weight.name], to=onnx.TensorProto.FLOAT))


def write_graph(net, path):
    example = torch.zeros(2, 1, SIZE, SIZE)
    torch.onnx.export(Probabilities(net.float().to(memory_format=torch.contiguous_format)).eval(), (example,), str(path),
                      input_names=[FACES["input"]], output_names=[FACES["output"]], opset_version=17,
                      dynamic_axes={FACES["input"]: {0: "N"}, FACES["output"]: {0: "N"}}, dynamo=False)
    graph = onnx.load(str(path))
    halve(graph.graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, str(path))


def open_graph(path):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run(session, films):
    """uint8 films through the shipped graph."""
    x = prepared(films)[:, None].numpy()
    return np.concatenate([session.run(None, {FACES["input"]: x[i:i + 1]})[0] for i in range(len(x))])


def all_measures(planes, films):
    return pd.DataFrame([measure(p, x) or {"ratio": np.nan} for p, x in zip(planes, prepared(films).numpy())])


def against_truth(planes, films, masks):
    """Dice per structure and errors of the ratio, film by film."""
    truth = masks > 127
    got = np.stack([[largest_part(p) for p in film] for film in planes])
    measures = all_measures(planes, films)
    return dice(got, truth), measures, (measures.ratio - all_measures(masks / 255, films).ratio).values


def errors(error):
    return {"mean": round(float(np.abs(error).mean()), 4), "ninetyPercentWithin": round(float(np.quantile(np.abs(error), .9)), 4),
            "bias": round(float(error.mean()), 4), "n": len(error)}


def whitened(films, masks, bit):
    """The same films with one lung white: what a whole lung of fluid or a removed lung looks like."""
    lung = masks[:, bit] / 255
    soft = torch.nn.functional.avg_pool2d(torch.from_numpy(lung)[:, None].float(), 9, 1, 4, count_include_pad=False)[:, 0].numpy()
    return np.rint(films * (1 - soft) + soft * 225).astype(np.uint8)


def thorax(k, rows, columns):
    """A chest by formula (see parity.json), display grey 0 to 1."""
    y = (np.arange(rows)[:, None] + .5) / rows
    x = (np.arange(columns)[None, :] + .5) / columns

    def blob(cx, cy, rx, ry):
        return 1 / (1 + np.exp(12 * (np.sqrt(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2) - 1)))
    grey = .1 + .6 * blob(.5, .6, .45, .7) - .42 * blob(.31, .45, .13, .3)
    grey = grey - (0 if k == 2 else .42) * blob(.7, .45, .12, .3)
    return np.clip(grey + .25 * blob(.53 + .01 * k, .6, .14 + .02 * k, .15) + .1 * blob(.5, .5, .04, .6), 0, 1)


def parity(session):
    """Made-up chests through graph and measure, for the service to be held against."""
    images = []
    for k, (rows, columns) in enumerate([(500, 400), (700, 900), (512, 512)]):
        x = standardise(torch.from_numpy(squash(thorax(k, rows, columns), SIZE))[None, None].float()).numpy()
        planes = session.run(None, {FACES["input"]: x})[0][0]
        m = measure(planes, x[0, 0])
        at = np.linspace(0, planes.size - 1, 300).astype(int)
        images.append({"k": k, "rows": rows, "columns": columns, "indices": at.tolist(),
                       "values": [float(v) for v in planes.ravel()[at]],
                       "measure": m and {n: float(v) for n, v in m.items()}})
    return {"tolerance": 1e-4, "formula": "export.py, thorax(k, rows, columns)", "images": images}


def cardiomegaly(shape, table, data):
    """Ridge to CheXNet's log-odds where they exist, Platt line to the report labels, both judged across patients' folds."""
    preds = pd.read_csv(data / "chexnet-yardstick/preds.csv")
    preds.index = "nih/" + preds["Image Index"].str.replace(".png", ".jpg")
    t = table.set_index("file").join(shape.set_index("file").drop(columns="view"))
    t = t[t.refused == ""]
    teacher = preds.prob_Cardiomegaly.reindex(t.index).values
    has, ap = np.isfinite(teacher), (t["view"] == "AP").astype(float).values
    y, x, group = t.Cardiomegaly.values.astype(float), fit.design(t, ap), t.group.values
    target = np.where(has, fit.logit(np.clip(np.nan_to_num(teacher, nan=.5), 1e-5, 1 - 1e-5)), 0)
    fold = t.fold5.fillna(0).astype(int).values
    score = fit.crossed(x, target, has, fold)
    w, b = fit.ridge(x[has], target[has])
    slope, intercept = fit.platt(score, y)
    draws = np.array([fit.platt(score[i], y[i]) for i in fit.resampled(group, 200)])
    parts = [fit.platt(score[m], y[m]) for m in (t.use == "train", t.use == "calibrate")]
    apart = np.mean([p[0] * score + p[1] for p in parts], 1)
    rule = {"insteadOf": "chest-xray-encoder", "intercept": round(b, 5),
            "weights": {n: round(float(v), 5) for n, v in zip(fit.WEIGHTS, w)},
            "platt": {"slope": round(float(slope), 5), "intercept": round(float(intercept), 5),
                      "cov": np.cov(draws.T).round(6).tolist()},
            "residualSd": round(float(abs(apart[0] - apart[1]) / 2), 4), "prevalence": round(float(y.mean()), 4)}
    # Held out: score and Platt line from the other folds.
    out = np.empty(len(y))
    for f in np.unique(fold):
        s, i = fit.platt(score[fold != f], y[fold != f])
        out[fold == f] = s * score[fold == f] + i
    cov = np.array(rule["platt"]["cov"])
    ratio_sd = (t.half.values / fit.Z90) * slope * (w[0] + ap * w[4])
    sd = np.sqrt(np.maximum(score ** 2 * cov[0, 0] + 2 * score * cov[0, 1] + cov[1, 1], 0) + rule["residualSd"] ** 2 + ratio_sd ** 2)
    reliability = fit.reliability(fit.sigmoid(out), fit.sigmoid(out - fit.Z90 * sd), fit.sigmoid(out + fit.Z90 * sd), y)
    cut = np.quantile(teacher[has], 1 - y[has].mean())
    views = {"all": np.ones(len(y), bool), "PA": ap == 0, "AP": ap == 1}
    never = ((t.use == "calibrate") | (t.fold5 == 0)).values
    figures = {
        "about": "Scores held out by patient (fold5); 95 % intervals from 400 resamplings of patients; CheXNet-positive: "
                 f"its probability is at least {cut:.3f}, which as many films reach as carry the report label",
        "againstCheXNet": {v: fit.auroc(teacher[m & has] >= cut, score[m & has], group[m & has]) for v, m in views.items()},
        "againstReportLabels": {v: fit.auroc(y[m], score[m], group[m]) for v, m in views.items()},
        "againstReportLabelsFilmsTheNetNeverSaw": fit.auroc(y[never], score[never], group[never]),
        "plainRatioAgainstCheXNet": {v: fit.auroc(teacher[m & has] >= cut, t.ratio.values[m & has], group[m & has]) for v, m in views.items()},
        "plainRatioAgainstReportLabels": {v: fit.auroc(y[m], t.ratio.values[m], group[m]) for v, m in views.items()},
        "cheXNetAgainstReportLabels": {v: fit.auroc(y[m & has], teacher[m & has], group[m & has]) for v, m in views.items()},
        "sameFilmsMeasureAgainstReportLabels": {v: fit.auroc(y[m & has], score[m & has], group[m & has]) for v, m in views.items()},
        "correlationWithCheXNetLogit": round(float(np.corrcoef(score[has], target[has])[0, 1]), 3),
        "calibration": reliability}
    return rule, figures


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--net", type=pathlib.Path, required=True)
    ap.add_argument("--shape", type=pathlib.Path, required=True)
    ap.add_argument("--outside", required=True)
    ap.add_argument("--commands", default="see config.json", help="the commands that made the net, for the record")
    ap.add_argument("--version", default="0.1.0")
    ap.add_argument("--record", default="2026-11-24_first")
    ap.add_argument("--cache", type=pathlib.Path, default=HERE / "runs/cache")
    ap.add_argument("--out", type=pathlib.Path, default=HERE.parent)
    a = ap.parse_args()
    torch.set_num_threads(1)
    record = a.out / "records" / a.record
    record.mkdir(parents=True, exist_ok=True)
    path = a.out / FACES["file"]
    write_graph(load(a.net), path)
    session = open_graph(path)

    truth, films, masks = pd.read_csv(a.cache / "truth.csv"), np.load(a.cache / "truth.npy"), np.load(a.cache / "masks.npy")
    true_measures = all_measures(masks / 255, films)
    shape = pd.read_csv(a.shape)
    nih = shape[shape.file.str.startswith("nih/")]
    limits = fit.limits(true_measures, nih)
    shape["refused"] = [fit.refusal(m, limits) for m in shape.itertuples()]

    # The ratio's interval: errors of nets on folds they have not seen; checked on fold 0 with the shipped graph.
    outside = []
    for name, f in (o.split(":") for o in a.outside.split(",")):
        there = (truth.fold == int(f)).values
        outside.append(against_truth(probabilities(load(name), films[there]), films[there], masks[there]))
    doubt = fit.doubt(np.concatenate([e for _, _, e in outside]), np.concatenate([m.uncertainty.values for _, m, _ in outside]))
    unseen = (truth.fold == 0).values
    planes = run(session, films[unseen])
    agree, measures, error = against_truth(planes, films[unseen], masks[unseen])
    half = doubt["base"] + doubt["perUncertainty"] * measures.uncertainty.values
    with torch.no_grad():
        gap = float(np.abs(planes - probabilities(load(a.net), films[unseen])).max())
    good = truth.overlap.values[unseen] <= .15
    began = time.time()
    run(session, films[:10])
    ms = (time.time() - began) * 100
    shape["half"] = doubt["base"] + doubt["perUncertainty"] * shape.uncertainty
    nih_table = pd.read_csv(a.cache / "nih.csv")
    rule, figures = cardiomegaly(shape, nih_table, a.data)

    def refused(rows):
        why = rows.refused[rows.refused != ""].value_counts()
        return {"films": len(rows), "refused": round(float((rows.refused != "").mean()), 4), "why": {k: int(v) for k, v in why.items()}}

    white = {}
    for name, bit in (("left", 0), ("right", 1)):
        white_films = whitened(films[unseen], masks[unseen], bit)
        m = all_measures(run(session, white_films), white_films)
        m["refused"] = [fit.refusal(r, limits) for r in m.itertuples()]
        white[name] = refused(m)
    source = shape.file.str.split("/").str[0]
    metrics = {
        "dice": {"unseen": {s: {"mean": round(float(agree[:, i].mean()), 4), "median": round(float(np.median(agree[:, i])), 4),
                                "worst": round(float(agree[:, i].min()), 3)} for i, s in enumerate(STRUCTURES)},
                 "unseenWithoutFaultyTruth": {s: round(float(agree[good, i].mean()), 4) for i, s in enumerate(STRUCTURES)},
                 "films": int(unseen.sum()), "faultyTruth": int((~good).sum()),
                 "about": "lungs outside the heart, both sides on 256 x 256; the source does not tell the view of these films"},
        "ratio": {"unseen": errors(error), "insideInterval": round(float((np.abs(error) <= half).mean()), 3),
                  "meanHalfWidth": round(float(half.mean()), 4),
                  "fittedOn": errors(np.concatenate([e for _, _, e in outside]))},
        "nih": {v: {**refused(g), "ratioMean": round(float(g.ratio[g.refused == ""].mean()), 3),
                    "halfWidthMean": round(float(g.half[g.refused == ""].mean()), 3)}
                for v, g in shape[source == "nih"].groupby("view")},
        "others": {s: refused(g) for s, g in shape[source != "nih"].groupby(source[source != "nih"])},
        "oneLungWhite": white, "truthRefused": refused(true_measures.assign(refused=[fit.refusal(m, limits) for m in true_measures.itertuples()])),
        "cardiomegaly": figures,
        "graph": {"againstTorch": gap, "bytes": path.stat().st_size, "msPerFilmOneThread": round(ms, 1)}}
    write_record(a, record, {"limits": limits, "ratioDoubt": {**doubt, "level": .9}, "cardiomegaly": rule}, metrics)
    (record / "parity.json").write_text(json.dumps(parity(session)) + "\n")
    print(json.dumps(metrics, indent=1))


def write_record(a, record, fitted, metrics):
    path = a.out / FACES["file"]
    config = json.loads((a.net / "config.json").read_text())
    manifest = {
        "id": "chest-outline", "version": a.version, "file": FACES["file"], "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": path.stat().st_size, "licence": "Apache-2.0", "createdAt": a.record[:10],
        "input": {"name": FACES["input"], "shape": ["N", 1, SIZE, SIZE], "dtype": "float32"},
        "output": {"name": FACES["output"], "shape": ["N", 3, SIZE, SIZE], "planes": STRUCTURES},
        "preprocessing": {"resizeTo": SIZE, "fit": "squash", "interpolation": "triangle-antialias",
                          "standardise": {"centre": .8, "targetStd": .45, "clip": 1.4}},
        "measure": {"threshold": .5, "part": "largest, 4-connected", "doubtful": [.2, .8]}, **fitted,
        "trainedOn": f"wingspan: {config['with true masks']} of 198 films with masks, and {config['films'] - config['with true masks']} NIH ChestX-ray14 films outlined by earlier nets",
        "notValidated": ["children", "lateral films", "dextrocardia", "a removed lung", "outlines against radiologists' own masks"],
        "record": f"records/{a.record}"}
    (a.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    (record / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    (record / "command.txt").write_text(a.commands)
    shutil.copy(a.net / "config.json", record / "config.json")
    shutil.copy(a.net / "train.log", record / "log.txt")


if __name__ == "__main__":
    main()
