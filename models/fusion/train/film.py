"""
The film term: what a first chest film says of what becomes of the patient, beside its view. Minutes, without the trees.

    python film.py --data DIR [--readings runs/hannover.csv] [--ship]

Reads every film of DIR/hannover through exactly the serving path (`vigie read`, so whatever encoder the service uses), keeps
each patient's earliest film that is not after admission to intensive care, fits and writes runs/film.json; `--ship` puts the
term into ../model.onnx and ../manifest.json as they lie there. A weight is given only if the gain's interval lies above zero.
"""
import argparse
import hashlib
import json
import pathlib
import subprocess
import warnings

import numpy as np
import onnx
import pandas as pd
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from graph import run, with_film
from terms import NO_FILM

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[2]
# What a lung infection shows; few, since there are few patients.
FINDINGS = ["Consolidation", "Infiltration", "Edema", "Effusion", "Atelectasis"]
DRAWS, PENALTY, SHRINK, VIEW = 500, .05, .5, 1
warnings.simplefilter("ignore", ConvergenceWarning)


def logit(p):
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return np.log(p / (1 - p))


def read_films(data, out):
    subprocess.run(["npm", "run", "-s", "vigie", "--", "read", "--films", str(data / "hannover"), "--out", str(out)], cwd=ROOT, check=True)


def first_films(data, readings):
    """One row a patient: the earliest film not after intensive care, its reading, and whether intensive care or death followed."""
    t = pd.read_csv(data / "hannover/manifest.csv")
    read = pd.read_csv(readings)
    t["name"], read["name"] = t.file.str.split("/").str[-1], read.file.str.split("/").str[-1]
    read = read[read.accepted.astype(str).str.lower() == "true"].drop(columns="file").rename(columns={"view": "view_read"})
    t["worse"] = (t.icu_admission_offset.notna() | t.death_offset.notna()).groupby(t.patient_id).transform("max").astype(int)
    t = t[~(t.icu_admission_offset < 0)].merge(read, on="name", suffixes=("", "_read"))
    # Offsets are days from the film: the earliest film has the latest admission still to come.
    return t.sort_values(["patient_id", "admission_offset"], ascending=[True, False]).drop_duplicates("patient_id")


def fit(x, y):
    """Ridge logistic on standardised columns: coefficients and centre in the columns' own units."""
    mean, sd = x.mean(0), x.std(0) + 1e-6
    m = LogisticRegression(C=PENALTY).fit((x - mean) / sd, y)
    return m.coef_[0] / sd, mean, float(m.intercept_[0])


def out_of_bag(x, y, rng):
    """
    AUROC on the patients a bootstrap leaves out, one row a draw: film and view, film without its view, the view by itself
    (which needs no fitting: a bedside film means a sicker patient). All three on the same patients.
    """
    found = []
    while len(found) < DRAWS:
        bag = rng.integers(len(y), size=len(y))
        out = np.setdiff1d(np.arange(len(y)), bag)
        if len(set(y[bag])) < 2 or len(set(y[out])) < 2:
            continue
        score = {}
        for name, columns in (("both", slice(None)), ("film", np.delete(np.arange(x.shape[1]), VIEW))):
            w, centre, _ = fit(x[bag][:, columns], y[bag])
            score[name] = roc_auc_score(y[out], (x[out][:, columns] - centre) @ w)
        found.append((score["both"], score["film"], roc_auc_score(y[out], x[out, VIEW])))
    return np.array(found)


def film_term(t, encoder):
    findings = [f for f in FINDINGS if f in t and t[f].notna().all()]
    columns = ["abnormal_logit", "view_ap_probability"] + [f"{f}_logit" for f in findings]
    x = np.column_stack([logit(t.abnormal.values), (t["view"] != "PA").astype(float), *[logit(t[f].values) for f in findings]])
    y = t.worse.values
    found = out_of_bag(x, y, np.random.default_rng(7))
    interval = lambda values: [round(float(v), 3) for v in np.percentile(values, [2.5, 97.5])]
    told = lambda values: {"value": round(float(values.mean()), 3), "interval": interval(values)}
    gain = found[:, 0] - found[:, 2]
    w, centre, _ = fit(x, y)
    claim = interval(gain)[0] > 0
    within = {v: round(float(roc_auc_score(y[g], ((x - centre) @ w)[g])), 3) if len(set(y[g])) == 2 else None
              for v, g in (("PA", x[:, VIEW] == 0), ("AP", x[:, VIEW] == 1))}
    return {"weight": SHRINK if claim else 0.0, "claim": "some" if claim else "none", "columns": columns,
            "coefficients": [round(float(v), 5) for v in w], "centre": [round(float(v), 5) for v in centre], "fittedOn": encoder,
            "gainInterval": interval(gain), "note": NO_FILM["note"] if not claim else "The film adds to its view; its log-odds count half.",
            "evidence": {"n": len(y), "events": int(y.sum()), "outcome": "later intensive care or death; first film per patient, not after admission to intensive care",
                         "method": f"ridge logistic regression, view as recorded; patients left out of {DRAWS} bootstraps",
                         "gainInAuroc": round(float(gain.mean()), 3), "gainInterval": interval(gain),
                         "auroc": dict(zip(("film and view", "film without view", "view"), map(told, found.T))),
                         "withinViewInSample": within}}


def ship(film):
    """Puts the term into the shipped graph, manifest and parity record."""
    folder = HERE.parent
    path = folder / "model.onnx"
    path.write_bytes(with_film(onnx.load(path), film).SerializeToString())
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest.update(film=film, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), bytes=path.stat().st_size)
    manifest["inputs"]["film"].update(shape=["N", len(film["columns"])], columns=film["columns"])
    manifest["metrics"]["film"] = film
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    record = folder / manifest["record"]
    metrics = json.loads((record / "metrics.json").read_text())
    (record / "metrics.json").write_text(json.dumps({**metrics, "film": film}, indent=1, ensure_ascii=False) + "\n")
    parity = json.loads((record / "parity.json").read_text())
    array = lambda rows: np.array([[np.nan if v is None else v for v in r] for r in rows], np.float32)
    films = np.full((len(parity["tabular"]), len(film["columns"])), np.nan, np.float32)
    films[0], films[4, :2] = np.linspace(1.5, -.5, films.shape[1]), (.4, .9)
    parity.update(film=[[None if np.isnan(v) else float(v) for v in r] for r in films],
                  member_logits=run(path, array(parity["tabular"]), films, array(parity["notes"])).astype(float).tolist())
    (record / "parity.json").write_text(json.dumps(parity))


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--runs", type=pathlib.Path, default=HERE / "runs")
    ap.add_argument("--readings", type=pathlib.Path, help="a CSV of `vigie read` on DIR/hannover; made when not given")
    ap.add_argument("--ship", action="store_true")
    a = ap.parse_args()
    a.runs.mkdir(exist_ok=True, parents=True)
    readings = a.readings or a.runs / "hannover.csv"
    if a.readings is None:
        read_films(a.data.resolve(), readings.resolve())
    encoder = json.loads((ROOT / "models/chest-xray-encoder/manifest.json").read_text())
    film = film_term(first_films(a.data, readings), f"{encoder['id']}@{encoder['version']}")
    (a.runs / "film.json").write_text(json.dumps(film, indent=1) + "\n")
    print(json.dumps(film, indent=1))
    if a.ship:
        ship(film)
