"""An image of the documentation: membranes."""

import numpy as np
from canvas import blur, grid, mix, noise, shrink, smoothstep
from shapes import nuclei_at


def membranes(rng):
    """Tissue in an electron microscope: dark membranes, mitochondria with cristae, vesicles, a nucleus."""
    size = (1280, 1024)
    x, y = grid(size)
    wx, wy = x + 22 * noise(rng, size, 110, 3), y + 22 * noise(rng, size, 110, 3)
    places = nuclei_at(rng, size, 120, 82, 80)
    first, second, owner = np.full(x.shape, np.inf), np.full(x.shape, np.inf), np.zeros(x.shape, int)
    for number, (cx, cy) in enumerate(places):
        d = np.hypot(wx - cx, wy - cy) - rng.uniform(0, 34) - 130 * (number == 0)
        second = np.where(d < first, first, np.minimum(second, d))
        owner, first = np.where(d < first, number, owner), np.minimum(first, d)
    rim = (second - first) / 2
    grey = 0.70 + rng.uniform(-0.09, 0.07, len(places))[owner] + 0.035 * noise(rng, size, 14, 3, 0.8)
    grains = np.clip(noise(rng, size, 7, 2) - 0.9, 0, 2)
    grey -= 0.10 * grains * rng.uniform(0.2, 1.3, len(places))[owner]
    tubes = np.abs(noise(rng, size, 34, 2))
    reticulum = np.exp(-((tubes / 0.055) ** 2)) * (rng.random(len(places)) < 0.4)[owner] * smoothstep(8, 16, rim)
    grey -= 0.26 * reticulum
    for number, (cx, cy) in enumerate(places):
        if number and rng.random() < 0.75:
            for _ in range(rng.integers(1, 4)):
                grey = organelle(rng, grey, cx + rng.normal(0, 17), cy + rng.normal(0, 17), rim)
        if number and rng.random() < 0.55:
            for _ in range(rng.integers(6, 26)):
                grey = vesicle(rng, grey, cx + rng.normal(0, 20), cy + rng.normal(0, 20), rim)
    cx, cy = places[0]
    d = np.hypot((wx - cx) / 1.15, wy - cy) / 118
    chromatin = smoothstep(-0.1, 0.9, noise(rng, size, 60, 4) + 1.6 * np.exp(-(((d - 0.95) / 0.09) ** 2)))
    nucleus = 0.66 - 0.30 * chromatin + 0.03 * noise(rng, size, 9, 2)
    nucleus = mix(
        nucleus, 0.25 + 0.05 * noise(rng, size, 10, 3), smoothstep(1.1, 0.8, np.hypot(wx - cx - 25, wy - cy + 18) / 33)
    )
    grey = mix(grey, nucleus, smoothstep(1.01, 0.99, d))
    for at in (1.0, 1.055):
        grey -= 0.34 * np.exp(-(((d - at) * 118 / 2.0) ** 2))
    grey = mix(grey, 0.20 + 0.03 * noise(rng, size, 20, 2), np.exp(-((rim / 2.7) ** 2)))
    thick = np.exp(-((rim / 8) ** 2)) * smoothstep(1.25, 1.7, noise(rng, size, 60, 2))
    grey -= 0.3 * thick
    small = shrink(np.repeat(blur(grey, 1.0)[..., None], 3, -1), 2)[..., 0]
    small = small + 0.03 * blur(rng.standard_normal(small.shape), 0.7) / 0.4 * 0.6
    return np.clip((small - 0.1) * 1.15, 0, 1)


def organelle(rng, grey, cx, cy, rim):
    """A mitochondrion: a double membrane around darker matrix with folds."""
    height, width = grey.shape
    x0, x1, y0, y1 = int(max(cx - 60, 0)), int(min(cx + 60, width)), int(max(cy - 60, 0)), int(min(cy + 60, height))
    if x1 - x0 < 20 or y1 - y0 < 20:
        return grey
    y, x = np.mgrid[y0:y1, x0:x1]
    a, long, short = rng.uniform(0, np.pi), rng.uniform(20, 40), rng.uniform(12, 17)
    u, v = (x - cx) * np.cos(a) + (y - cy) * np.sin(a), (y - cy) * np.cos(a) - (x - cx) * np.sin(a)
    v = v + 0.006 * rng.normal() * u * u
    d = np.hypot(u / long, v / short)
    free = smoothstep(1, 6, rim[y0:y1, x0:x1])
    inside = smoothstep(1.06, 0.98, d) * free
    folds = np.sin(u / 2.3 + 1.1 * np.sin(v / 5 + rng.uniform(0, 6)) + 0.5 * np.sin(u / 9))
    matrix = 0.46 + 0.12 * smoothstep(0.1, 0.8, folds) - 0.10 * smoothstep(0.3, 0.9, -folds)
    part = mix(grey[y0:y1, x0:x1], matrix, inside)
    for at in (1.0, 0.86):
        part = part - 0.26 * np.exp(-(((d - at) * short / 1.3) ** 2)) * free
    grey[y0:y1, x0:x1] = part
    return grey


def vesicle(rng, grey, cx, cy, rim):
    height, width = grey.shape
    x0, x1, y0, y1 = int(max(cx - 12, 0)), int(min(cx + 12, width)), int(max(cy - 12, 0)), int(min(cy + 12, height))
    if x1 - x0 < 4 or y1 - y0 < 4:
        return grey
    y, x = np.mgrid[y0:y1, x0:x1]
    d = np.hypot(x - cx, y - cy)
    r = rng.uniform(4, 6.2)
    free = smoothstep(2, 7, rim[y0:y1, x0:x1])
    part = mix(grey[y0:y1, x0:x1], 0.82, 0.8 * smoothstep(r, r - 1.5, d) * free)
    grey[y0:y1, x0:x1] = part - 0.36 * np.exp(-(((d - r) / 1.3) ** 2)) * free
    return grey
