"""What the model is shown of a chart: concepts, units, plausible ranges, statistics of a series, ratios between series.

`src/features/tabular.ts` computes the same columns from a FHIR chart; ranges are those of `src/chart/codes.ts`.
"""
import numpy as np

# name: (modality, UCUM unit, plausible low, high, PhysioNet parameters, factor to our unit)
# Magnesium: the data set's documentation says mmol/L, but its values (median 2.0) can only be mg/dL: converted.
CONCEPTS = {
    "heartRate": ("vitals", "/min", 10, 300, ["HR"], 1),
    "respiratoryRate": ("vitals", "/min", 2, 90, ["RespRate"], 1),
    "temperature": ("vitals", "Cel", 25, 44, ["Temp"], 1),
    "systolicPressure": ("vitals", "mm[Hg]", 20, 300, ["SysABP", "NISysABP"], 1),
    "diastolicPressure": ("vitals", "mm[Hg]", 10, 220, ["DiasABP", "NIDiasABP"], 1),
    "meanArterialPressure": ("vitals", "mm[Hg]", 10, 250, ["MAP", "NIMAP"], 1),
    "oxygenSaturation": ("vitals", "%", 20, 100, ["SaO2"], 1),
    "fractionInspiredOxygen": ("vitals", "1", 0.2, 1, ["FiO2"], 1),
    "glasgowComaScore": ("vitals", "{score}", 3, 15, ["GCS"], 1),
    "urineOutput": ("vitals", "mL", 0, 10000, ["Urine"], 1),
    "weight": ("vitals", "kg", 20, 350, ["Weight"], 1),
    "bun": ("labs", "mg/dL", 1, 300, ["BUN"], 1),
    "creatinine": ("labs", "mg/dL", 0.1, 25, ["Creatinine"], 1),
    "sodium": ("labs", "mmol/L", 95, 200, ["Na"], 1),
    "potassium": ("labs", "mmol/L", 1, 12, ["K"], 1),
    "bicarbonate": ("labs", "mmol/L", 2, 60, ["HCO3"], 1),
    "magnesium": ("labs", "mmol/L", 0.2, 8, ["Mg"], 0.4114),
    "glucose": ("labs", "mg/dL", 10, 1500, ["Glucose"], 1),
    "wbc": ("labs", "10*3/uL", 0, 500, ["WBC"], 1),
    "hematocrit": ("labs", "%", 5, 75, ["HCT"], 1),
    "platelets": ("labs", "10*3/uL", 1, 2500, ["Platelets"], 1),
    "lactate": ("labs", "mmol/L", 0.1, 40, ["Lactate"], 1),
    "albumin": ("labs", "g/dL", 0.5, 7, ["Albumin"], 1),
    "bilirubin": ("labs", "mg/dL", 0.05, 80, ["Bilirubin"], 1),
    "alp": ("labs", "U/L", 5, 5000, ["ALP"], 1),
    "alt": ("labs", "U/L", 1, 20000, ["ALT"], 1),
    "ast": ("labs", "U/L", 1, 30000, ["AST"], 1),
    "troponinT": ("labs", "ug/L", 0, 100, ["TroponinT"], 1),
    "troponinI": ("labs", "ug/L", 0, 500, ["TroponinI"], 1),
    "cholesterol": ("labs", "mg/dL", 20, 1000, ["Cholesterol"], 1),
    "ph": ("labs", "[pH]", 6.5, 8, ["pH"], 1),
    "pao2": ("labs", "mm[Hg]", 20, 700, ["PaO2"], 1),
    "paco2": ("labs", "mm[Hg]", 8, 200, ["PaCO2"], 1),
}
NAMES_OF_CONCEPTS = list(CONCEPTS)
PLAUSIBLE_AGE = (16, 120)
WINDOW_HOURS = 48
# Levels of a series; how it moves; how it was charted. `sum24h` is taken of urine only.
LEVELS = ["latest", "first", "min", "max", "mean", "timeMean", "decayMean", "min12h", "max12h", "mean24h", "earlyMean"]
MOVES = ["slope", "sd"]
CHARTING = ["count", "ageHours", "firstAgeHours"]
STATS = LEVELS + MOVES + CHARTING + ["sum24h"]
UNITS = {"ageHours": "h", "firstAgeHours": "h", "count": "1"}          # the others: the concept's own, slope per hour

FEATURES = [{"name": "age", "concept": "age", "stat": "latest", "modality": "demographics", "ucum": "a"},
            {"name": "sexMale", "concept": "sexMale", "stat": "latest", "modality": "demographics", "ucum": "1"}]
FEATURES += [{"name": f"{c}_{s}", "concept": c, "stat": s, "modality": CONCEPTS[c][0], "ucum": UNITS.get(s, CONCEPTS[c][1])}
             for c in CONCEPTS for s in STATS if s != "sum24h" or c == "urineOutput"]
AT = {f["name"]: i for i, f in enumerate(FEATURES)}
COLUMNS = {m: np.array([i for i, f in enumerate(FEATURES) if f["modality"] == m]) for m in ("demographics", "vitals", "labs")}

# Columns the graph itself makes of the others, so that hiding or replacing a value changes them too.
DIFFERENCES = [("systolicPressure_latest", "diastolicPressure_latest"), ("sodium_latest", "bicarbonate_latest")]
DIFFERENCES += [(f"{c}_latest", f"{c}_first") for c in
                "glasgowComaScore creatinine bun platelets lactate ph bicarbonate meanArterialPressure heartRate temperature wbc sodium".split()]
DIFFERENCES += [(f"{c}_mean24h", f"{c}_earlyMean") for c in
                "glasgowComaScore urineOutput meanArterialPressure heartRate systolicPressure temperature respiratoryRate fractionInspiredOxygen".split()]
RATIOS = [("pao2_latest", "fractionInspiredOxygen_latest"), ("pao2_min", "fractionInspiredOxygen_max"),
          ("heartRate_latest", "systolicPressure_latest"), ("heartRate_mean", "systolicPressure_mean"),
          ("bun_latest", "creatinine_latest"), ("urineOutput_sum24h", "weight_latest"), ("ast_latest", "alt_latest"),
          ("platelets_latest", "wbc_latest"), ("oxygenSaturation_latest", "fractionInspiredOxygen_latest"),
          ("meanArterialPressure_mean", "age"), ("glasgowComaScore_latest", "age"), ("lactate_latest", "albumin_latest"),
          ("bun_latest", "albumin_latest")]
DERIVED = [f"{a} - {b}" for a, b in DIFFERENCES] + [f"{a} / {b}" for a, b in RATIOS] + ["series", "values", "hoursCharted"]

RISING = {"age", "bun", "lactate"}          # risk may only rise with these levels ...
FALLING = {"glasgowComaScore"}              # ... and only fall with these
MONOTONE = [0 if f["stat"] not in LEVELS else 1 if f["concept"] in RISING else -1 if f["concept"] in FALLING else 0
            for f in FEATURES] + [0] * len(DERIVED)


def index(names):
    return np.array([AT[n] for n in names])


def derived(X):
    """The graph's own columns, in float32 as the graph computes them."""
    X = X.astype(np.float32)
    with np.errstate(all="ignore"):
        d = X[:, index(a for a, _ in DIFFERENCES)] - X[:, index(b for _, b in DIFFERENCES)]
        r = X[:, index(a for a, _ in RATIOS)] / X[:, index(b for _, b in RATIOS)]
    r[np.isinf(r)] = np.nan
    counts = np.nan_to_num(X[:, index(f"{c}_count" for c in CONCEPTS)], nan=0)
    oldest = np.nan_to_num(X[:, index(f"{c}_firstAgeHours" for c in CONCEPTS)], nan=0)
    return np.column_stack([d, r, (counts > 0).sum(1), counts.sum(1), oldest.max(1)]).astype(np.float32)


def with_derived(X):
    return np.hstack([X.astype(np.float32), derived(X)])


def series_stats(minutes, values, starts, as_of):
    """
    Statistics of many series at once. `minutes` and `values` lie series after series, each oldest first and without two
    values of one minute; series k begins at `starts[k]` and is seen at minute `as_of[k]`. Answers one array for each stat.
    """
    ends = np.r_[starts[1:], len(values)]
    n = ends - starts
    of = np.repeat(np.arange(len(starts)), n)
    v, t = values.astype(np.float64), minutes / 60
    age = (as_of[of] - minutes) / 60
    total = lambda x: np.add.reduceat(x, starts)
    mean = total(v) / n

    def of_part(inside, kind, start):
        some = total(inside * 1.0) > 0
        reduced = getattr(np, kind).reduceat(np.where(inside, v, start), starts)
        return np.where(some, reduced / np.maximum(total(inside * 1.0), 1) if start == 0 else reduced, np.nan)

    dt = t - (total(t) / n)[of]
    below = total(dt * dt)
    until = np.r_[minutes[1:], 0]
    until[ends - 1] = as_of
    hold = (until - minutes) / 60 + 1 / 6            # a value holds until the next one; ten minutes at least
    decay = 2.0 ** (-age / 6)
    with np.errstate(all="ignore"):
        return {
            "latest": v[ends - 1], "first": v[starts], "min": np.minimum.reduceat(v, starts), "max": np.maximum.reduceat(v, starts),
            "mean": mean, "timeMean": total(hold * v) / total(hold), "decayMean": total(decay * v) / total(decay),
            "min12h": of_part(age <= 12, "minimum", np.inf), "max12h": of_part(age <= 12, "maximum", -np.inf),
            "mean24h": of_part(age <= 24, "add", 0), "earlyMean": of_part(age > 24, "add", 0),
            "slope": np.where(below > 1e-9, total(dt * (v - mean[of])) / below, np.nan),
            "sd": np.where(n > 1, np.sqrt(total((v - mean[of]) ** 2) / np.maximum(n - 1, 1)), np.nan),
            "count": n.astype(float), "ageHours": age[ends - 1], "firstAgeHours": age[starts],
            "sum24h": np.where(total((age <= 24) * 1.0) > 0, total((age <= 24) * v), np.nan),
        }
