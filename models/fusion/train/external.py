"""
The shipped model on people it knows nothing of: labs of 375 inpatients with COVID-19 in Wuhan, blood gases of 71 in Hannover.

    python external.py --data DIR [--ship]        # needs openpyxl; prints, and with --ship adds to the record's metrics.json

Labs up to 48 h after admission, prediction at the newest of them; patients without a usable value are left out.
"""
import argparse
import json
import pathlib

import numpy as np
import pandas as pd

import guard
from charts import Stays, long_arrays, rows, until
from graph import run
from metrics import auroc_with_interval, sigmoid, with_intervals

HERE = pathlib.Path(__file__).parent
# column: (PhysioNet's parameter, factor to its unit)
COLUMNS = {"albumin": ("Albumin", .1), "Alkaline phosphatase": ("ALP", 1), "Total bilirubin": ("Bilirubin", 1 / 17.104), "Platelet count": ("Platelets", 1),
           "hematocrit": ("HCT", 1), "White blood cell count": ("WBC", 1), "Urea": ("BUN", 2.8014), "Serum potassium": ("K", 1),
           "glucose": ("Glucose", 18.0156), "aspartate aminotransferase": ("AST", 1), "glutamic-pyruvic transaminase": ("ALT", 1),
           "HCO3-": ("HCO3", 1), "serum sodium": ("Na", 1), "creatinine": ("Creatinine", 1 / 88.4), "Total cholesterol": ("Cholesterol", 38.665),
           "Hypersensitive cardiac troponinI": ("TroponinI", .001)}


def read_wuhan(data, hours):
    t = pd.read_excel(data / "wuhan_covid/time_series_375_prerpocess_en.xlsx")
    t["id"] = t.PATIENT_ID.ffill().astype(int)
    people = t.groupby("id").first()
    t["minutes"] = ((t.RE_DATE - t.id.map(people["Admission time"])).dt.total_seconds() // 60)
    long = t.melt(id_vars=["id", "minutes"], value_vars=list(COLUMNS), var_name="column")
    long["value"] = pd.to_numeric(long.value, errors="coerce") * long.column.map(lambda c: COLUMNS[c][1])
    long["parameter"] = long.column.map(lambda c: COLUMNS[c][0])
    long = long[long.value.notna() & long.minutes.between(-24 * 60, hours * 60)]
    long["minutes"] = long.minutes + 24 * 60           # no minute before zero: the day before admission counts
    ids = np.array(sorted(long.id.unique()))
    who = people.loc[ids]
    stays = Stays(ids, who.age.values.astype(float), (who.gender == 1).astype(float).values, *long_arrays(long, ids, "id"))
    return stays, who.outcome.values.astype(int)


def wuhan(data, folder):
    stays, died = read_wuhan(data, 48)
    X = rows(stays, until(stays, 24 + 48))
    z = run(folder / "model.onnx", X).mean(1)
    manifest = json.loads((folder / "manifest.json").read_text())
    protect = manifest["guard"]
    far = guard.distance(X, {c: np.array(q) for c, q in protect["quantiles"].items()})
    rng = np.random.default_rng(0)
    return {"about": "labs up to 48 h after admission, age, sex; no vitals; inpatients with COVID-19, Wuhan 2020, nearly half of whom died",
            **with_intervals(died, z, rng), "meanRisk": round(float(sigmoid(z).mean()), 4), "observed": round(float(died.mean()), 4),
            "far": round(float((far > protect["far"]).mean()), 4), "veryFar": round(float((far > protect["veryFar"]).mean()), 4)}


def hannover(data, folder):
    """Sex and the first blood gas not after admission to intensive care; the outcome is later intensive care or death."""
    t = pd.read_csv(data / "hannover/manifest.csv")
    t["worse"] = (t.icu_admission_offset.notna() | t.death_offset.notna()).groupby(t.patient_id).transform("max").astype(int)
    # Offsets are days from the film, of the gas as of the admission.
    gas = t[t[["po2_val", "pco2_val"]].notna().all(axis=1) & ~(t.icu_admission_offset < t.po2_offset)]
    first = gas.sort_values(["patient_id", "admission_offset"], ascending=[True, False]).drop_duplicates("patient_id")
    long = pd.concat([pd.DataFrame({"id": first.patient_id, "minutes": 0, "parameter": p, "value": first[c]})
                      for p, c in (("PaO2", "po2_val"), ("PaCO2", "pco2_val"))])
    ids = first.patient_id.values
    stays = Stays(ids, np.full(len(ids), np.nan), (first.sex.str.lower() == "m").astype(float).values, *long_arrays(long, ids, "id"))
    z = run(folder / "model.onnx", rows(stays, until(stays, 0))).mean(1)
    worse = first.worse.values
    return {"about": "sex and one blood gas, no age; inpatients with COVID-19, Hannover 2020; outcome later intensive care or death, which is not what the model says",
            "n": len(ids), "events": int(worse.sum()), "auroc": auroc_with_interval(worse, z, np.random.default_rng(0), 500)}


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--ship", action="store_true")
    a = ap.parse_args()
    found = {"wuhan": wuhan(a.data, HERE.parent), "hannover": hannover(a.data, HERE.parent)}
    print(json.dumps(found, indent=1))
    if a.ship:
        manifest = json.loads((HERE.parent / "manifest.json").read_text())
        path = HERE.parent / manifest["record"] / "metrics.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "external": found}, indent=1, ensure_ascii=False) + "\n")
