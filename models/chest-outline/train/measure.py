"""What the masks say, in numbers; src/outline/ computes the same, and test/model holds the two together.

A film is squashed to a square: horizontal extents scale alike, so their ratio is that of the film itself, and so are
the ratios of areas. Extents are of the largest part of each structure, to a fraction of a pixel: where the probability
crosses .5 between two pixel centres.
"""
import numpy as np
from scipy import ndimage

STRUCTURES = ("leftLung", "rightLung", "heart")
THRESHOLD = .5
DOUBTFUL = (.2, .8)


def largest_part(p):
    """The largest 4-connected region at or above the threshold; the first met wins a tie."""
    labels, n = ndimage.label(p >= THRESHOLD)
    if n == 0:
        return np.zeros_like(p, bool)
    return labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])


def extent(part, p):
    """Left and right edge as fractions of the width, and the row (fraction of the height) where it is widest."""
    side = p.shape[-1]
    left, right, row, widest = np.inf, -np.inf, 0, -np.inf
    for r in np.where(part.any(1))[0]:
        c = np.where(part[r])[0]
        a, b = c[0], c[-1]
        lo = a + .5 - (p[r, a] - THRESHOLD) / (p[r, a] - p[r, a - 1]) if a > 0 else 0.0
        hi = b + .5 + (p[r, b] - THRESHOLD) / (p[r, b] - p[r, b + 1]) if b < side - 1 else float(side)
        left, right = min(left, lo), max(right, hi)
        if hi - lo > widest:
            row, widest = r, hi - lo
    return {"left": left / side, "right": right / side, "row": (row + .5) / side}


def centre(part):
    r, c = np.nonzero(part)
    return (r.mean() + .5) / part.shape[0], (c.mean() + .5) / part.shape[1]


def measure(planes, film):
    """Probabilities [3,S,S] and the standardised film [S,S] they were read from -> every number its outline gives, or
    None where a structure is missing altogether. Air: how much darker a lung is than the heart; a white lung has none."""
    planes = np.asarray(planes, np.float64)
    parts = [largest_part(p) for p in planes]
    areas = [float(part.mean()) for part in parts]
    if min(areas) == 0:
        return None
    left, right, heart = (extent(part, p) for part, p in zip(parts, planes))
    doubtful = [float(((p > DOUBTFUL[0]) & (p < DOUBTFUL[1])).mean()) for p in planes]
    (ly, lx), (ry, rx), (hy, hx) = (centre(part) for part in parts)
    chest_left, chest_right = min(left["left"], right["left"]), max(left["right"], right["right"])
    grey = [float(np.asarray(film, np.float64)[part].mean()) for part in parts]
    return {
        "ratio": (heart["right"] - heart["left"]) / (chest_right - chest_left),
        "areaRatio": areas[2] / (areas[0] + areas[1]),
        "uncertainty": sum(doubtful) / sum(areas),
        "areaLeft": areas[0], "areaRight": areas[1], "areaHeart": areas[2],
        "lungBalance": areas[0] / areas[1],
        "uncertaintyLeft": doubtful[0] / areas[0], "uncertaintyRight": doubtful[1] / areas[1],
        "uncertaintyHeart": doubtful[2] / areas[2],
        "airLeft": grey[2] - grey[0], "airRight": grey[2] - grey[1],
        "heartLeft": heart["left"], "heartRight": heart["right"], "chestLeft": chest_left, "chestRight": chest_right,
        "leftX": lx, "leftY": ly, "rightX": rx, "rightY": ry, "heartX": hx, "heartY": hy,
    }
