"""Concepts, units, plausible ranges and the statistics taken of each series (the service computes the same)."""
import numpy as np

# name: (modality, UCUM unit, plausible low, high, PhysioNet parameters, factor to our unit)
# Magnesium: the data set's documentation says mmol/L, but its values (median 2.0) can only be mg/dL: converted.
CONCEPTS = {
    "heartRate": ("vitals", "/min", 15, 300, ["HR"], 1),
    "respiratoryRate": ("vitals", "/min", 2, 80, ["RespRate"], 1),
    "temperature": ("vitals", "Cel", 25, 44, ["Temp"], 1),
    "systolicPressure": ("vitals", "mm[Hg]", 30, 300, ["SysABP", "NISysABP"], 1),
    "diastolicPressure": ("vitals", "mm[Hg]", 10, 200, ["DiasABP", "NIDiasABP"], 1),
    "meanArterialPressure": ("vitals", "mm[Hg]", 20, 250, ["MAP", "NIMAP"], 1),
    "oxygenSaturation": ("vitals", "%", 40, 100, ["SaO2"], 1),
    "fractionInspiredOxygen": ("vitals", "1", 0.2, 1, ["FiO2"], 1),
    "glasgowComaScore": ("vitals", "{score}", 3, 15, ["GCS"], 1),
    "urineOutput": ("vitals", "mL", 0, 3000, ["Urine"], 1),
    "weight": ("vitals", "kg", 25, 300, ["Weight"], 1),
    "bun": ("labs", "mg/dL", 1, 250, ["BUN"], 1),
    "creatinine": ("labs", "mg/dL", 0.1, 30, ["Creatinine"], 1),
    "sodium": ("labs", "mmol/L", 95, 190, ["Na"], 1),
    "potassium": ("labs", "mmol/L", 1.5, 12, ["K"], 1),
    "bicarbonate": ("labs", "mmol/L", 3, 60, ["HCO3"], 1),
    "magnesium": ("labs", "mmol/L", 0.2, 4.5, ["Mg"], 0.4114),
    "glucose": ("labs", "mg/dL", 10, 1500, ["Glucose"], 1),
    "wbc": ("labs", "10*3/uL", 0.05, 300, ["WBC"], 1),
    "hematocrit": ("labs", "%", 7, 70, ["HCT"], 1),
    "platelets": ("labs", "10*3/uL", 2, 1500, ["Platelets"], 1),
    "lactate": ("labs", "mmol/L", 0.2, 32, ["Lactate"], 1),
    "albumin": ("labs", "g/dL", 0.8, 7, ["Albumin"], 1),
    "bilirubin": ("labs", "mg/dL", 0.05, 60, ["Bilirubin"], 1),
    "alp": ("labs", "U/L", 5, 3000, ["ALP"], 1),
    "alt": ("labs", "U/L", 1, 15000, ["ALT"], 1),
    "ast": ("labs", "U/L", 1, 20000, ["AST"], 1),
    "troponinT": ("labs", "ug/L", 0.003, 40, ["TroponinT"], 1),
    "troponinI": ("labs", "ug/L", 0.003, 200, ["TroponinI"], 1),
    "cholesterol": ("labs", "mg/dL", 20, 600, ["Cholesterol"], 1),
    "ph": ("labs", "[pH]", 6.6, 7.9, ["pH"], 1),
    "pao2": ("labs", "mm[Hg]", 20, 650, ["PaO2"], 1),
    "paco2": ("labs", "mm[Hg]", 8, 150, ["PaCO2"], 1),
}
STATS = ["latest", "first", "min", "max", "mean", "slope", "count", "ageHours"]
WIDTH = len(STATS)
UNITS = {"ageHours": "h", "count": "1"}          # the others: the concept's own, slope per hour
PLAUSIBLE_AGE = (16, 120)

FEATURES = [{"name": "age", "concept": "age", "stat": "latest", "modality": "demographics", "ucum": "a"},
            {"name": "sexMale", "concept": "sexMale", "stat": "latest", "modality": "demographics", "ucum": "1"}]
FEATURES += [{"name": f"{c}_{s}", "concept": c, "stat": s, "modality": CONCEPTS[c][0],
              "ucum": UNITS.get(s, CONCEPTS[c][1])} for c in CONCEPTS for s in STATS]
NAMES = [f["name"] for f in FEATURES]
COLUMNS = {m: np.array([i for i, f in enumerate(FEATURES) if f["modality"] == m])
           for m in ("demographics", "vitals", "labs")}
RISING = {"age", "bun", "lactate"}          # risk may only rise with these ...
FALLING = {"glasgowComaScore"}              # ... and only fall with these
MONOTONE = [0 if f["stat"] in ("slope", "count", "ageHours") else 1 if f["concept"] in RISING else -1 if f["concept"] in FALLING else 0
            for f in FEATURES]


def slope(h, v):
    """Least-squares slope per hour; NaN for fewer than two distinct times."""
    t = h - h.mean()
    below = float((t * t).sum())
    return float((t * (v - v.mean())).sum()) / below if below > 0 else np.nan


def vector(age, male, series, cut_hours, keep=None, latest_only=False):
    """series: concept -> (hours, values), sorted by time, already inside the plausible range."""
    x = np.full(len(FEATURES), np.nan, np.float32)
    x[0], x[1] = age, male
    for k, c in enumerate(CONCEPTS):
        if c not in series:
            continue
        h, v = series[c]
        n = np.searchsorted(h, cut_hours, "right")
        if n == 0:
            continue
        h, v = h[:n], v[:n]
        if latest_only:
            h, v = h[-1:], v[-1:]
        elif keep is not None:
            ok = keep(len(v))
            if not ok.any():
                continue
            h, v = h[ok], v[ok]
        v = v.astype(np.float64)
        x[2 + k * WIDTH:2 + (k + 1) * WIDTH] = v[-1], v[0], v.min(), v.max(), v.mean(), slope(h, v), len(v), cut_hours - h[-1]
    return x
