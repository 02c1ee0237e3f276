"""Foreign images for the gate: good films turned wrong, and images that never were chest films.

    pip download --no-deps -d wheels scikit-image matplotlib nilearn pydicom && for w in wheels/*.whl; do unzip -d PACKAGES $w; done
    python foreign.py --data DIR --packages PACKAGES [--out runs/gate]

Writes samples.npz: photographs, CT, MR, nuclear, mammography and limb images as 448 px squares, each with the file it
came from and its part (`fit` or `test`; no file is in both). Nothing of it is shipped.
"""
import argparse
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont

import prepare
from prepare import to_u8

SIDE = 448           # px of the samples; what is made of films has their own size

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
    x = mild(x, rng)
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
