"""Foreign images for the gate: good films turned wrong, and images that never were chest films.

    pip download --no-deps -d wheels scikit-image matplotlib nilearn pydicom && for w in wheels/*.whl; do unzip -d PACKAGES $w; done
    python foreign.py --data DIR --packages PACKAGES [--out runs/gate]

Writes samples.npz: photographs, CT, MR, nuclear, mammography and limb images as 448 px squares, each with the file it
came from and its part (`fit` or `test`; no file is in both). Nothing of it is shipped.
"""
import argparse
import io
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont

import prepare
from prepare import to_u8

SIDE = 448           # px of the samples; what is made of films has their own size
PLACE, STEP = 7, 2 / 255                 # px; the standard deviation within a place from which its detail shows

# What each wrong film is called by the gate; None: a good film, to be accepted with or without a warning.
KINDS = {"good": None, "tilted": None, "blurred": None, "rotated 90": "rotated", "rotated 270": "rotated", "rotated 180": "rotated",
         "mirrored": "mirrored", "inverted": "inverted-polarity", "cropped": "cropped",
         "over-exposed": "over-exposed", "under-exposed": "under-exposed", "screenshot": "not-a-chest-film"}


def squash(grey, size=SIDE):
    return prepare.squash(grey, size)


def u(rng, lo, hi):
    return float(rng.uniform(lo, hi))


def warp(x, angle=0.0, box=(0, 0, 1, 1), edge="zeros"):
    """Turns by `angle` degrees and shows the part `box` (x0, y0, x1, y1 as shares of the film), squashed to a square."""
    a, (x0, y0, x1, y1) = math.radians(angle), box
    sx, sy = x1 - x0, y1 - y0
    m = torch.tensor([[np.cos(a) * sx, -np.sin(a) * sy, x0 + x1 - 1], [np.sin(a) * sx, np.cos(a) * sy, y0 + y1 - 1]], dtype=torch.float32)
    grid = F.affine_grid(m[None], (1, 1, *x.shape), align_corners=False)
    return F.grid_sample(torch.from_numpy(x)[None, None], grid, padding_mode=edge, align_corners=False)[0, 0].numpy()


def soften(x, pixels):
    """As if the film had been stored `pixels` wide and enlarged again."""
    small = Image.fromarray(np.asarray(x, np.float32)).resize((pixels, pixels), Image.BILINEAR)
    return np.asarray(small.resize(x.shape[::-1], Image.BICUBIC)).clip(0, 1)


def mild(x, rng, detail=.5):
    """What an honest film may differ by: a little tilt and shift, another curve, another sharpness, some noise."""
    z, dx, dy = u(rng, .93, 1.05), u(rng, -.03, .03), u(rng, -.03, .03)
    ax = u(rng, .95, 1.05)
    x = warp(x, u(rng, -5, 5), (.5 + dx - z * ax / 2, .5 + dy - z / ax / 2, .5 + dx + z * ax / 2, .5 + dy + z / ax / 2), str(rng.choice(["zeros", "border"])))
    x = x.clip(0, 1) ** math.exp(u(rng, -.4, .4))
    if rng.random() < detail:
        x = soften(x, int(len(x) * u(rng, .45, .9)))
    if rng.random() < .3:
        x = x + rng.normal(0, u(rng, .005, .03), x.shape).astype(np.float32)
    if rng.random() < .3:
        x = (x - .5) * u(rng, .6, 1.15) + .5
    return x.clip(0, 1).astype(np.float32)


def cropped(x, rng):
    """Cuts into a lung: from one side, from above or below, or a window inside the chest."""
    way, cut = rng.integers(0, 5), u(rng, .25, .5)
    if way == 4:
        w, h = u(rng, .45, .65), u(rng, .45, .65)
        x0, y0 = u(rng, .05, .95 - w), u(rng, .05, .95 - h)
        return warp(x, 0, (x0, y0, x0 + w, y0 + h))
    return warp(x, 0, [(cut, 0, 1, 1), (0, 0, 1 - cut, 1), (0, cut + .05, 1, 1), (0, 0, 1, .95 - cut)][way])


def over_exposed(x, rng):
    """Too dark: half of the film or more has lost all detail in black."""
    if rng.random() < .5:
        return x ** u(rng, 4, 8)
    t = np.quantile(x, u(rng, .5, .8))
    return ((x - t) / max(1 - t, .05)).clip(0, 1)


def under_exposed(x, rng):
    """Too pale: half of the film or more has lost all detail in white."""
    if rng.random() < .5:
        return x ** (1 / u(rng, 4, 8))
    t = np.quantile(x, u(rng, .2, .5))
    return (x / max(t, .05)).clip(0, 1)


def detail_lost(good, spoilt):
    """Of the places in the centre of a good film [224,224] (0..1) where detail shows, the share where less than `STEP` of it is left in the spoilt one."""
    edge, n = int(.1 * len(good)) // PLACE * PLACE, PLACE
    places = lambda x: x[edge:-edge, edge:-edge].reshape((len(x) - 2 * edge) // n, n, -1, n).swapaxes(1, 2).reshape(-1, n * n)
    a, b = (p - p.mean(1, keepdims=True) for p in (places(good), places(spoilt)))
    shown = a.std(1) >= STEP
    left = (a * b).mean(1)[shown] / a.std(1)[shown]          # the part of the spoilt film that follows the good one
    return float((left < STEP).mean()) if shown.any() else 1.0


def wider_crop(x, rng):
    """As `cropped`, less and more of it, from two sides at once, or with other proportions."""
    way = rng.integers(0, 4)
    if way == 0:
        return cropped(x, rng)
    if way == 1:                                    # a corner
        cx, cy = u(rng, .2, .5), u(rng, .15, .5)
        left, top = rng.random(2) < .5
        return warp(x, u(rng, -6, 6), (cx * left, cy * top, 1 - cx * (not left), 1 - cy * (not top)))
    if way == 2:                                    # one side, the rest stretched or not
        cut, rest = u(rng, .22, .55), u(rng, 0, .15)
        side = [(cut, rest, 1, 1 - rest), (0, rest, 1 - cut, 1 - rest), (rest, cut + .03, 1 - rest, 1), (rest, 0, 1 - rest, .97 - cut)][rng.integers(0, 4)]
        return warp(x, u(rng, -6, 6), side)
    w, h = u(rng, .35, .7), u(rng, .35, .7)
    x0, y0 = u(rng, .02, .98 - w), u(rng, .02, .98 - h)
    return warp(x, u(rng, -8, 8), (x0, y0, x0 + w, y0 + h))


def wider_exposure(x, rng, dark):
    """Power, cut and stretched, shifted out of the window, or two of them; dark or, of the negative, pale."""
    x = x if dark else 1 - x
    way = rng.integers(0, 4)
    if way == 0:
        x = x ** math.exp(u(rng, math.log(3.5), math.log(12)))
    elif way == 1:
        t = np.quantile(x, u(rng, .45, .88))
        x = ((x - t) / max(1 - t, .05)).clip(0, 1) * u(rng, .6, 1)
    elif way == 2:
        x = ((x - np.quantile(x, u(rng, .45, .85))) * u(rng, .5, 2.5)).clip(0, 1)
    else:
        x = ((x - np.quantile(x, u(rng, .2, .5))).clip(0, 1)) ** u(rng, 2, 5)
    if rng.random() < .4:
        x = (x + rng.normal(0, u(rng, .005, .03), x.shape)).clip(0, 1)
    return x if dark else 1 - x


def other_exposure(x, rng, dark):
    """Test only. A sigmoid film curve with the median far on its toe, a logarithm, or a faint picture in few greys."""
    x = x if dark else 1 - x
    way = rng.integers(0, 3)
    if way == 0:
        a, goal = u(rng, 8, 14), u(rng, .02, .1)
        x = 1 / (1 + np.exp(-a * (x - np.median(x)) - math.log(goal / (1 - goal))))
    elif way == 1:
        k = math.exp(u(rng, math.log(100), math.log(2000)))
        x = 1 - np.log1p(k * (1 - x)) / math.log1p(k)
    else:
        x = np.rint(x * u(rng, .1, .25) * 255) / 255
    return x if dark else 1 - x


def other_crop(x, rng):
    """Test only. The chest half out of the frame, the rest black or drawn out, or a near look at one place, turned."""
    if rng.random() < .6:
        far, way = u(rng, .3, .5), rng.integers(0, 4)
        dx, dy = [(far, 0), (-far, 0), (0, far), (0, -far)][way]
        return warp(x, u(rng, -5, 5), (dx, dy, 1 + dx, 1 + dy), str(rng.choice(["zeros", "border"])))
    w = u(rng, .4, .6)
    cx, cy = rng.choice([.3, .7]), u(rng, .35, .6)
    return warp(x, u(rng, -20, 20), (cx - w / 2, cy - w / 2, cx + w / 2, cy + w / 2))


def reprocessed(x, rng):
    """Test only. Turned a little, its grey levels evened out, stored as a poor JPEG: still a good film."""
    x = warp(x, u(rng, -9, 9), edge=str(rng.choice(["zeros", "border"]))).clip(0, 1)
    rank = np.searchsorted(np.sort(x[len(x) // 10:-len(x) // 10].ravel()), x).astype(np.float32)
    share = u(rng, .3, 1)
    file = io.BytesIO()
    Image.fromarray(to_u8(x * (1 - share) + rank / rank.max() * share)).save(file, "JPEG", quality=int(rng.integers(15, 50)))
    return np.asarray(Image.open(file), np.float32) / 255


def veiled(x, rng):
    """A lung, or a part of it, whitened softly as by an effusion or a collapse."""
    r, c = np.mgrid[0:len(x), 0:len(x)].astype(np.float32) / len(x)
    at = (u(rng, .3, .85), u(rng, .15, .4) if rng.random() < .5 else u(rng, .6, .85))
    d = np.hypot((r - at[0]) / u(rng, .12, .45), (c - at[1]) / u(rng, .1, .25))
    veil = u(rng, .4, 1) / (1 + np.exp((d - 1) * u(rng, 4, 20)))
    return x * (1 - veil) + float(np.quantile(x, u(rng, .75, .97))) * veil


def equipped(x, rng):
    """Lines, electrodes, letters and erased corners anywhere, on either side: nothing that tells left from right."""
    n = len(x)
    page = Image.fromarray(to_u8(x))
    draw = ImageDraw.Draw(page)
    spot = lambda lo=0., hi=1.: (int(u(rng, lo, hi) * n), int(u(rng, lo, hi) * n))
    for _ in range(rng.integers(0, 3)):
        draw.line([spot() for _ in range(rng.integers(2, 5))], fill=int(rng.integers(150, 256)), width=int(rng.integers(1, 4)), joint="curve")
    for _ in range(rng.integers(0, 3)):
        (cx, cy), r = spot(.15, .85), int(rng.integers(2, 7))
        draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=int(rng.integers(120, 256)))
    for _ in range(rng.integers(0, 3)):                 # a corner or an edge wiped out
        (cx, cy), w, h = spot(), int(u(rng, .06, .2) * n), int(u(rng, .06, .2) * n)
        cx, cy = (cx, int(rng.choice([0, n - h]))) if rng.random() < .5 else (int(rng.choice([0, n - w])), cy)
        draw.rectangle((cx, cy, cx + w, cy + h), fill=int(rng.integers(0, 200)))
    for _ in range(rng.integers(0, 3)):
        tag = Image.new("L", (n, n), 0)
        cx, cy = spot(.02, .9)
        cx = cx if rng.random() < .3 else int(rng.choice([.04, .88]) * n)
        ImageDraw.Draw(tag).text((cx, cy), str(rng.choice(["L", "R", "L", "R", "AP", "PORTABLE", "PA", "12:40"])), fill=255, font=font(int(rng.integers(9, 26))))
        tag = tag.transpose(Image.FLIP_LEFT_RIGHT) if rng.random() < .5 else tag
        page.paste(int(rng.choice([255, 230, 0], p=[.6, .3, .1])), (0, 0), tag)
    return np.asarray(page, np.float32) / 255


def leaning(x, by):
    """The middle of the chest moved sideways as in a patient who lies turned; `by` in half widths."""
    n = len(x)
    c = np.linspace(-1, 1, n)
    at = ((c + by * (1 - c * c) + 1) / 2 * (n - 1)).clip(0, n - 1.001)
    left, share = at.astype(int), (at % 1).astype(np.float32)
    return x[:, left] * (1 - share) + x[:, left + 1] * share


def bedside(x, rng, lean=0.0):
    """
    A good film as a harder hospital would give it: turned, near or far, another curve, uneven, veiled, with devices and marks, and with
    the heart displaced by up to `lean` half widths. Side and kind stay.
    """
    if lean:
        x = leaning(x, u(rng, -lean, lean))
    z, dx, dy, ax = u(rng, .88, 1.18), u(rng, -.05, .05), u(rng, -.05, .05), math.exp(u(rng, -.12, .12))
    x = warp(x, u(rng, -14, 14), (.5 + dx - z * ax / 2, .5 + dy - z / ax / 2, .5 + dx + z * ax / 2, .5 + dy + z / ax / 2), str(rng.choice(["zeros", "border"])))
    if rng.random() < .35:
        x = veiled(x, rng)
    x = x.clip(0, 1) ** math.exp(u(rng, -.7, .7))
    if rng.random() < .5:
        r, c = np.mgrid[-1:1:len(x) * 1j, -1:1:len(x) * 1j].astype(np.float32)
        x = x * (1 + u(rng, -.4, .4) * r + u(rng, -.4, .4) * c) + u(rng, -.1, .1) * (r * r + c * c)
    if rng.random() < .5:                               # local contrast, raised or lowered
        wide = soften(x.clip(0, 1), int(rng.integers(8, 30)))
        x = x + u(rng, -.6, 1.) * (x - wide)
    x = x.clip(0, 1)
    if rng.random() < .5:
        x = soften(x, int(len(x) * u(rng, .3, .9)))
    if rng.random() < .5:
        x = equipped(x, rng)
    if rng.random() < .3:
        h, w = (int(v * len(x)) for v in rng.uniform(.1, .35, 2))
        top, left = rng.integers(0, len(x) - h), rng.integers(0, len(x) - w)
        x = x.copy()
        x[top:top + h, left:left + w] = u(rng, 0, 1)
    if rng.random() < .5:
        x = x + rng.normal(0, u(rng, .005, .05), x.shape)
    return ((x - .5) * u(rng, .6, 1.3) + .5).clip(0, 1).astype(np.float32)


def font(size):
    return ImageFont.load_default(size)


def words(rng, n):
    letters = "abcdefghijklmnopqrstuvwxyz0123456789:./-"
    return " ".join("".join(rng.choice(list(letters), rng.integers(2, 10))) for _ in range(n))


def write_lines(draw, rng, box, ink):
    x0, y0, x1, y1 = box
    size = int((x1 - x0 + y1 - y0) * u(rng, .012, .035)) + 4
    y = y0
    while y < y1 - size:
        draw.text((x0 + int(rng.integers(0, 20)), y), words(rng, max(1, int((x1 - x0) / (size * 3.5)))), fill=ink, font=font(size))
        y += int(size * u(rng, 1.2, 2.2))


def screenshot(rng, side, film=None):
    """A page of text, or a viewer's window with a small film and text around it."""
    paper, ink = (int(rng.integers(200, 256)), int(rng.integers(0, 60))) if rng.random() < .5 else (int(rng.integers(0, 50)), int(rng.integers(170, 256)))
    page = Image.new("L", (side, side), paper)
    draw = ImageDraw.Draw(page)
    for _ in range(rng.integers(0, 4)):
        a, b = np.sort(rng.integers(0, side, 2)), np.sort(rng.integers(0, side, 2))
        draw.rectangle((int(a[0]), int(b[0]), int(a[1]), int(b[1])), fill=int(rng.integers(0, 256)))
    for _ in range(rng.integers(1, 4)):
        x0, y0 = int(rng.integers(0, side // 2)), int(rng.integers(0, side // 2))
        write_lines(draw, rng, (x0, y0, side, side), ink)
    if film is not None:
        w, h = int(u(rng, .3, .62) * side), int(u(rng, .3, .62) * side)
        small = Image.fromarray(to_u8(film)).resize((w, h), Image.BILINEAR)
        page.paste(small, (int(rng.integers(0, side - w)), int(rng.integers(0, side - h))))
    return np.asarray(page, np.float32) / 255


def pattern(rng, side):
    """Noise, gradients, stripes, blobs and flat fields."""
    r, c = np.mgrid[0:side, 0:side].astype(np.float32) / side
    way = rng.integers(0, 6)
    if way == 0:
        x = rng.random((side, side))
    elif way == 1:
        x = r * u(rng, -1, 1) + c * u(rng, -1, 1)
    elif way == 2:
        x = np.hypot(r - u(rng, .2, .8), c - u(rng, .2, .8)) * rng.choice([-1, 1])
    elif way == 3:
        x = np.sin(u(rng, 5, 120) * (r * u(rng, -1, 1) + c))
    elif way == 4:
        x = squash(rng.random((int(rng.integers(3, 20)),) * 2), side)
    else:
        x = np.full((side, side), u(rng, 0, 1)) + rng.normal(0, u(rng, .004, .03), (side, side))
    x = (x - x.min()) / max(np.ptp(x), 1e-6)
    return x.astype(np.float32)


def make(kind, x, rng):
    """One image of `kind` from a good film `x` (float32 0..1, square); the film itself varies a little too."""
    return spoil(kind, mild(x, rng), rng)


def spoil(kind, x, rng):
    """`make` without the variation."""
    if kind == "tilted":
        return warp(x, u(rng, 10, 25) * rng.choice([-1, 1]), edge=str(rng.choice(["zeros", "border"])))
    if kind == "blurred":
        return soften(x, int(len(x) * u(rng, .2, .4)))
    if kind.startswith("rotated"):
        return np.ascontiguousarray(np.rot90(x, int(kind.split()[1]) // 90))
    if kind == "mirrored":
        return np.ascontiguousarray(x[:, ::-1])
    if kind == "inverted":
        return 1 - x
    if kind == "screenshot":
        return screenshot(rng, len(x), x if rng.random() < .5 else None)
    change = {"cropped": cropped, "over-exposed": over_exposed, "under-exposed": under_exposed}.get(kind)
    return np.asarray(change(x, rng) if change else x, np.float32)


def wide(kind, x, rng):
    """As `make`, with more ways to crop and to expose wrongly: what the heads learn from."""
    if kind == "cropped":
        return wider_crop(mild(x, rng), rng).astype(np.float32)
    if kind in ("over-exposed", "under-exposed") and rng.random() < .7:
        return wider_exposure(mild(x, rng), rng, kind == "over-exposed").astype(np.float32)
    return make(kind, x, rng)


UNSEEN = ["cropped", "over-exposed", "under-exposed", "mirrored", "good"]


def unseen(kind, x, rng):
    """As `spoil`, by other means, for the test alone: a figure must not only measure how well a maker was learned."""
    if kind in ("mirrored", "good"):
        return np.ascontiguousarray(reprocessed(x, rng)[:, ::-1 if kind == "mirrored" else 1])
    return (other_crop(x, rng) if kind == "cropped" else other_exposure(x, rng, kind == "over-exposed")).astype(np.float32)


def vary(x, rng):
    """Another view of an image that is no chest film at all: part of it, turned, another curve."""
    w = u(rng, .6, 1)
    x0, y0 = u(rng, 0, 1 - w), u(rng, 0, 1 - w)
    x = warp(x, u(rng, -15, 15), (x0, y0, x0 + w, y0 + w))
    x = np.rot90(x, int(rng.choice([0, 0, 0, 1, 2, 3])))
    return (x[:, ::int(rng.choice([-1, 1]))].clip(0, 1) ** math.exp(u(rng, -.4, .4))).astype(np.float32)


def stretched(a, low=.5, high=99.5):
    lo, hi = np.percentile(a, [low, high])
    return squash(((a.astype(np.float32) - lo) / max(hi - lo, 1e-6)).clip(0, 1))


def photographs(packages):
    """Sample pictures of scikit-image, scikit-learn and matplotlib; every third file is kept for the test."""
    names = ["coffee.png", "camera.png", "astronaut.png", "gravel.png", "brick.png", "motorcycle_left.png", "hubble_deep_field.jpg", "moon.png",
             "grass.png", "retina.jpg", "ihc.png", "cell.png", "rocket.jpg", "chelsea.png", "coins.png", "page.png", "text.png", "clock_motion.png",
             "grace_hopper.jpg", "china.jpg", "flower.jpg"]
    found = sorted(p for p in pathlib.Path(packages).rglob("*") if p.name in names)
    for i, p in enumerate(found):
        yield "photograph", p.name, "test" if i % 3 == 0 else "fit", squash(np.asarray(Image.open(p).convert("L"), np.float32) / 255)


DICOM = {  # part, kind of the distinct files; the others are the same images in another encoding
    "CT1_J2KR": ("fit", "CT"), "segmentations__ct-3slice__01": ("test", "CT"), "segmentations__ct-3slice__03": ("test", "CT"), "ct_image": ("test", "CT"),
    "MG1_J2KI": ("fit", "mammography"), "GH133": ("test", "mammography"), "RG3_J2KR": ("fit", "limb or hip"), "RG2_J2KR": ("test", "limb or hip"),
    "CR-ModalitySequenceLUT": ("test", "other radiograph"), "dx_image": ("test", "other radiograph"), "NM1_J2KR": ("fit", "nuclear"),
    "GH184": ("fit", "nuclear"), "GH610": ("test", "nuclear"), "MR_small_bigendian": ("test", "MR")}


def dicoms(data):
    import pydicom
    for p in sorted((pathlib.Path(data) / "dicom").rglob("*.dcm")):
        if p.stem not in DICOM:
            continue
        part, kind = DICOM[p.stem]
        d = pydicom.dcmread(p, force=True)
        a = d.pixel_array.astype(np.float32) * (-1 if d.get("PhotometricInterpretation") == "MONOCHROME1" else 1)
        yield kind, p.name, part, stretched(a)
        if kind == "CT":
            for centre, width in ((40, 400), (-600, 1500), (300, 1500)):
                hu = a * float(d.get("RescaleSlope", 1)) + float(d.get("RescaleIntercept", 0))
                yield kind, p.name, part, squash(((hu - centre) / width + .5).clip(0, 1))


def brains(packages):
    """Slices of the MNI152 head in nilearn: sagittal ones to fit, axial and coronal ones for the test."""
    import nibabel
    v = np.asarray(nibabel.load(next(pathlib.Path(packages).rglob("mni_icbm152_t1*.nii.gz"))).dataobj, np.float32)
    for axis, part in ((0, "fit"), (1, "test"), (2, "test")):
        for at in np.linspace(.3, .7, 12):
            yield "MR", f"mni152 axis {axis}", part, stretched(np.rot90(np.take(v, int(at * v.shape[axis]), axis)))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--packages", type=pathlib.Path, required=True)
    ap.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent / "runs/gate")
    a = ap.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    kind, name, part, image = zip(*photographs(a.packages), *dicoms(a.data), *brains(a.packages))
    np.savez(a.out / "samples.npz", kind=kind, name=name, part=part, image=np.stack([to_u8(x) for x in image]))
    print({k: len({n for n, q in zip(name, kind) if q == k}) for k in sorted(set(kind))})


if __name__ == "__main__":
    main()
