"""Make one film into many: geometry, exposure, opacities. No mirroring: left and right lung are different structures."""
import math

import torch
import torch.nn.functional as F

import net  # noqa: F401  (puts the code of the encoder on the path)
from model import standardise


def col(v):
    return v[:, None, None, None]


def draw(g, n):
    return lambda lo, hi: torch.empty(n).uniform_(lo, hi, generator=g)


def warp(x, m, g):
    u = draw(g, len(x))
    a, s, r, k = u(-12, 12) * math.pi / 180, torch.exp(u(-.24, .24)), torch.exp(u(-.11, .11)), u(-.08, .08)
    grid = torch.stack([torch.stack([torch.cos(a) * s * r, (k - torch.sin(a)) * s, u(-.24, .24)], 1),
                        torch.stack([torch.sin(a) * s, torch.cos(a) * s / r, u(-.24, .24)], 1)], 1)
    grid = F.affine_grid(grid, x.shape, align_corners=False)
    pad = "zeros" if torch.rand(1, generator=g) < .5 else "border"
    return (F.grid_sample(x, grid, padding_mode=pad, align_corners=False),
            F.grid_sample(m, grid, padding_mode="zeros", align_corners=False))


def blur(x, k):
    return F.avg_pool2d(F.pad(x, (k // 2,) * 4, mode="replicate"), k, 1)


def field(g, shape, cells):
    return F.interpolate(torch.randn((shape[0], 1, cells, cells), generator=g), size=shape[-2:], mode="bicubic",
                         align_corners=False)


def haze(x, m, g):
    """A veil over part of one lung, rising from the base as fluid does or patchy as an infiltrate: the truth stays."""
    B, S = len(x), x.shape[-1]
    u = draw(g, B)
    side = (u(0, 1) < .5).float()
    lung = col(side) * m[:, :1] + col(1 - side) * m[:, 1:2]
    rows = torch.linspace(0, 1, S)[None, None, :, None]
    base = torch.sigmoid((rows - col(u(.25, .8))) * col(u(6, 30)))
    patch = torch.sigmoid(3 * field(g, x.shape, 5))
    shape = torch.where(col(u(0, 1)) < .6, base, patch) * blur(blur(lung, 9), 9)
    return x + shape * col(u(.2, .95)) * (col(u(.65, 1)) - x).clamp_min(0)


def blobs(x, g):
    u = draw(g, len(x))
    y = torch.linspace(0, 1, x.shape[-1])
    d = ((y[None, None, :, None] - col(u(0, 1))) / col(u(.04, .25))) ** 2 + \
        ((y[None, None, None, :] - col(u(0, 1))) / col(u(.04, .25))) ** 2
    return x + torch.exp(-d) * col(u(-.3, .7))


def some(x, y, p, g):
    """`y` for a share p of the films, `x` for the others."""
    return torch.where(col(torch.rand(len(x), generator=g)) < p, y, x)


def local_contrast(x, fine, coarse):
    """As another maker's processing does it: detail and slow change weighted anew."""
    wide = F.interpolate(F.interpolate(x, size=(12, 12), mode="area"), size=x.shape[-2:], mode="bilinear", align_corners=False)
    mean = wide.mean((2, 3), keepdim=True)
    return mean + (x - wide) * col(fine) + (wide - mean) * col(coarse)


def expose(x, m, g):
    u = draw(g, len(x))
    x = some(x, haze(x, m, g), .35, g)
    x = some(x, blobs(x, g), .3, g)
    x = some(x, x + .15 * field(g, x.shape, 3), .5, g)
    x = some(x, local_contrast(x, u(.6, 2), u(.4, 1.2)), .4, g)
    x = x.clamp(0, 1) ** col(torch.exp(u(-.7, .7)))
    soft = blur(blur(x, 3), 3) if torch.rand(1, generator=g) < .5 else blur(x, 3)
    return x + col(u(-1, 1)) * (x - soft)


def augment(x, m, g):
    """Films [B,1,S,S] in 0..1 and masks [B,3,S,S] -> standardised films and their masks."""
    x, m = warp(x, m, g)
    u = draw(g, len(x))
    x = standardise(expose(x, m, g)) * col(torch.exp(u(-.2, .2)))
    x = x + torch.randn(x.shape, generator=g) * col(u(0, .08))
    size = x.shape[-1]
    for i in torch.where(u(0, 1) < .25)[0].tolist():
        h, w = (int(v) for v in torch.empty(2).uniform_(.08, .3, generator=g) * size)
        top, left = (int(v) for v in torch.rand(2, generator=g) * torch.tensor([size - h, size - w]))
        x[i, :, top:top + h, left:left + w] = float(torch.empty(1).uniform_(-.6, .6, generator=g))
    return x.clamp(-1.4, 1.4), m
