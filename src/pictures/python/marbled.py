"""A style of floating colours: marble.

After Lu, Jaffer, Jin, Zhao and Mao 2012, Mathematical Marbling: drops and combs are maps of the plane, here followed
back from each pixel to the drop of its colour.
"""

import numpy as np
from canvas import colors, grid, noise, paper, shrink

SIZE = (1344, 1344)


def drop(x, y, cx, cy, r):
    """Where the drop lies, and where the colours around it came from."""
    dx, dy = x - cx, y - cy
    square = np.maximum(dx * dx + dy * dy, 1e-9)
    scale = np.sqrt(np.clip(1 - r * r / square, 0, 1))
    return square < r * r, cx + dx * scale, cy + dy * scale


def comb(x, y, angle, spacing, shift, sharpness, offset=0.0, wave=0.0, length=200.0):
    """Undoes the pull of parallel tines; with a wave the tines swing from side to side."""
    across = np.cos(angle) * y - np.sin(angle) * x + offset
    along = np.cos(angle) * x + np.sin(angle) * y
    swung = across + wave * np.sin(along / length * 2 * np.pi)
    d = np.abs((swung + spacing / 2) % spacing - spacing / 2)
    pull = shift * sharpness ** (d / spacing * 8)
    return x - pull * np.cos(angle), y - pull * np.sin(angle)


def curl(x, y, cx, cy, r, turn):
    """Undoes a stylus that went around in a circle."""
    d = np.hypot(x - cx, y - cy)
    a = -turn * np.exp(-((d / r) ** 2))
    return cx + (x - cx) * np.cos(a) - (y - cy) * np.sin(a), cy + (x - cx) * np.sin(a) + (y - cy) * np.cos(a)


def marble(rng):
    """Drops of ink on water, combed and curled."""
    x, y = grid(SIZE)
    x, y = x + 3 * noise(rng, SIZE, 120, 2), y + 3 * noise(rng, SIZE, 120, 2)
    for cx, cy, r, turn in [
        (300, 330, 150, 3.6),
        (960, 240, 120, -3.2),
        (1050, 860, 170, 3.8),
        (420, 1010, 140, -3.6),
        (690, 610, 95, 2.6),
    ]:
        x, y = curl(x, y, cx, cy, r, turn)
    x, y = comb(x, y, np.pi / 2, 112, 95, 0.60, 20, 26, 520)
    x, y = comb(x, y, -np.pi / 2, 112, 95, 0.60, 76, 26, 520)
    x, y = comb(x, y, 0.0, 240, 190, 0.62, 60, 30, 700)
    x, y = comb(x, y, np.pi, 240, 190, 0.62, 180, 30, 700)
    x, y = comb(x, y, np.pi / 2, 66, 34, 0.55, 11)
    inks = colors("12284c 1f6f78 e9dcc0 b5322b e3a33b f4ead2 0d1a2d 5f8fb0 8a1f33")
    rgb = np.ones(x.shape + (3,)) * inks[1]
    free = np.ones(x.shape, bool)
    drops = []
    for step in range(85):
        cx, cy = rng.uniform(-150, SIZE[0] + 150, 2)
        for layer in range(rng.integers(3, 7)):
            drops.append((cx + rng.normal(0, 4), cy + rng.normal(0, 4), rng.uniform(44, 92), rng.integers(9)))
    drops += [(*rng.uniform(0, SIZE[0], 2), rng.uniform(5, 17), rng.integers(9)) for _ in range(260)]
    for cx, cy, r, ink in reversed(drops):
        hit, x, y = drop(x, y, cx, cy, r)
        rgb[hit & free] = inks[ink]
        free &= ~hit
    rgb *= paper(rng, SIZE, 0.035)[..., None] * (1 + 0.03 * noise(rng, SIZE, 300, 3))[..., None]
    return shrink(rgb, 3)
