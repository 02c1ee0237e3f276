"""First film per Hannover patient, its reading by the exported encoder and what became of the patient.

    python film.py --data DIR --readings ../../chest-xray-encoder/train/runs/first/hannover.csv

Offsets in the manifest are days from the film. Kept: the earliest film that is not after admission to intensive care.
"""
import argparse
import pathlib

import pandas as pd

HERE = pathlib.Path(__file__).parent
ap = argparse.ArgumentParser()
ap.add_argument("--data", type=pathlib.Path, required=True)
ap.add_argument("--readings", type=pathlib.Path, required=True)
ap.add_argument("--out", type=pathlib.Path, default=HERE / "runs/film.csv")
a = ap.parse_args()
t = pd.read_csv(a.data / "hannover/manifest.csv").merge(pd.read_csv(a.readings), on="file")
t["worse"] = (t.icu_admission_offset.notna() | t.death_offset.notna()).groupby(t.patient_id).transform("max").astype(int)
t = t[~(t.icu_admission_offset < 0)]
t = t.sort_values(["patient_id", "admission_offset"], ascending=[True, False]).drop_duplicates("patient_id")
a.out.parent.mkdir(exist_ok=True)
t[["patient_id", "worse", "abnormal_logit", "view_ap", "view"]].to_csv(a.out, index=False)
print(len(t), "patients,", int(t.worse.sum()), "worse")
