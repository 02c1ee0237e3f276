"""What the phantoms teach: targets from the truth they were drawn with, and their split."""
import numpy as np

from prepare import FINDINGS

LARGE_HEART, SMALL_HEART = .52, .48     # heart over chest; between the two nobody would argue
MASS_MM = 30                            # a nodule above this is called a mass


def phantom_split(t):
    """Every fifth phantom is held out; each is another person, so rows are patients."""
    return np.where(np.arange(len(t)) % 5 == 0, "held", "train")


def phantom_targets(t):
    """As `real_targets`: findings 14, abnormal, view, sex, age. NaN = the generator does not say."""
    y = np.zeros((len(t), 14), np.float32)      # what is not drawn is not there

    def put(name, value):
        y[:, FINDINGS.index(name)] = value

    effusion, pneumothorax, consolidation, oedema = (t[k].values > 0 for k in ("effusion", "pneumothorax", "consolidation", "oedema"))
    heart = t.heart_ratio.values
    large = np.where(heart >= LARGE_HEART, 1.0, np.where(heart <= SMALL_HEART, 0.0, np.nan))
    put("Effusion", effusion)
    put("Pneumothorax", pneumothorax)
    put("Consolidation", consolidation)
    put("Edema", oedema)
    put("Nodule", (t.nodule_mm > 0) & (t.nodule_mm <= MASS_MM))
    put("Mass", t.nodule_mm > MASS_MM)
    put("Cardiomegaly", large)
    shown = np.nan_to_num(y).any(1)
    # A reader could call these by the other name.
    put("Pneumonia", np.where(consolidation, np.nan, 0))
    put("Infiltration", np.where(consolidation | oedema, np.nan, 0))
    put("Atelectasis", np.where(consolidation | effusion | pneumothorax, np.nan, 0))
    put("Pleural_Thickening", np.where(effusion, np.nan, 0))
    abnormal = np.where(shown, 1.0, np.where((t.drain > 0) | np.isnan(large), np.nan, 0.0))
    view = (t["view"] == "AP").values
    sex = (t.sex == "male").values
    age = np.full(len(t), np.nan)               # drawn without one
    return np.column_stack([y, abnormal, view, sex, age]).astype(np.float32)
