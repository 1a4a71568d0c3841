"""An image of the documentation: cells."""

import numpy as np
from canvas import blur, color, grid, noise, shrink, smoothstep
from shapes import blobs, fibre, nuclei_at


def cells(rng):
    """Fluorescence: nuclei in blue, actin fibres in green along the cells, mitochondria in red."""
    size = (1280, 1024)
    x, y = grid(size)
    places = nuclei_at(rng, size, 17, 250, 60)
    axes = rng.uniform(0, np.pi, len(places))
    best, owner = np.full(x.shape, np.inf), np.zeros(x.shape, int)
    second = best.copy()
    warped_x, warped_y = x + 38 * noise(rng, size, 150, 3), y + 38 * noise(rng, size, 150, 3)
    for number, ((cx, cy), a) in enumerate(zip(places, axes)):
        dx, dy = warped_x - cx, warped_y - cy
        d = np.hypot((dx * np.cos(a) + dy * np.sin(a)) / 1.45, (dy * np.cos(a) - dx * np.sin(a)) * 1.15)
        second = np.where(d < best, best, np.minimum(second, d))
        owner, best = np.where(d < best, number, owner), np.minimum(best, d)
    rim = second - best
    inside = smoothstep(0, 26, rim) * smoothstep(235, 190, best)
    body = inside * np.exp(-((best / 150) ** 2))
    actin = 0.10 * inside + 0.5 * np.exp(-((rim / 9) ** 2)) * smoothstep(240, 170, best)
    fibres = np.zeros_like(x)
    for (cx, cy), a in zip(places, axes):
        own = a + rng.normal(0, 0.1)
        for k in range(46):
            across, long = rng.normal(0, 62), rng.uniform(110, 330)
            t = np.linspace(-0.5, 0.5, 9)
            bow = rng.normal(0, 0.10) * long * (t**2 - 0.25) + across * (1 - 0.9 * t**2)
            u = t * long + rng.normal(0, 35)
            path = np.stack([cx + u * np.cos(own) - bow * np.sin(own), cy + u * np.sin(own) + bow * np.cos(own)], -1)
            fibre(fibres, path, rng.uniform(1.3, 2.7), rng.uniform(0.12, 0.55))
    actin += fibres * smoothstep(250, 150, best) * np.clip(0.8 + 0.25 * noise(rng, size, 18, 3), 0, 2)
    d, number = blobs(rng, size, places, rng.uniform(44, 60, len(places)), 0.4, 0.05)
    texture = np.clip(0.78 + 0.17 * noise(rng, size, 26, 4, 0.7), 0, 2)
    spots = np.clip(noise(rng, size, 22, 2) - 1.5, 0, 1)
    nucleus = smoothstep(1.05, 0.9, d)
    dapi = (
        nucleus * texture * rng.uniform(0.65, 1.0, len(places))[number] * np.sqrt(np.clip(1.25 - d * d * 0.6, 0, 1))
        + nucleus * spots * 0.5
    )
    dapi *= 1 - 0.7 * smoothstep(1.35, 1.7, noise(rng, size, 34, 1)) * nucleus
    chondria = np.zeros_like(x)
    for cx, cy in places:
        for _ in range(120):
            r, turn = 52 + np.abs(rng.normal(0, 46)), rng.uniform(0, 2 * np.pi)
            px, py = cx + r * np.cos(turn), cy + r * np.sin(turn)
            way = turn + rng.choice([0, np.pi / 2]) + rng.normal(0, 0.6)
            points = [(px, py)]
            for _ in range(4):
                way += rng.normal(0, 0.5)
                px, py = px + 6 * np.cos(way), py + 6 * np.sin(way)
                points.append((px, py))
            fibre(chondria, np.array(points), 2.4, rng.uniform(0.25, 0.8))
    chondria *= smoothstep(0.9, 1.15, d) * inside
    haze = blur(actin, 22)
    red = np.clip(0.9 * chondria + 0.05 * body, 0, None)
    green = actin * 0.85 + 0.22 * haze
    rgb = red[..., None] * color("e64228") + green[..., None] * color("30e070") + dapi[..., None] * color("4a6cff")
    rgb = 1 - np.exp(-1.35 * blur(rgb, (1.1, 1.1, 0)))
    small = shrink(rgb + 0.012, 2)
    return np.clip(rng.poisson(np.clip(small, 0, 1) * 260) / 260 + rng.normal(0, 0.008, small.shape), 0, 1)
