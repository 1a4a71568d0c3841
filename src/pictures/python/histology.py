"""An image of the documentation: tissue."""

import numpy as np
from canvas import blur, grid, mix, noise, shrink, smoothstep
from shapes import nuclei_at


def tissue(rng):
    """Histology, stained by haematoxylin and eosin: glands in stroma with fibres, red cells in a vessel."""
    size = (1280, 1024)
    x, y = grid(size)
    flow = noise(rng, size, 420, 2)
    # stroma: wavy collagen that runs around the glands
    glands = [
        (300, 290, 190, 150),
        (860, 250, 215, 165),
        (1180, 620, 170, 190),
        (640, 690, 200, 170),
        (200, 800, 175, 150),
        (1010, 960, 190, 120),
    ]
    wall, lumen = np.full(x.shape, np.inf), np.full(x.shape, np.inf)
    turn, owner = np.zeros_like(x), np.zeros(x.shape, int)
    for number, (cx, cy, a, b) in enumerate(glands):
        theta = np.arctan2((y - cy) / b, (x - cx) / a)
        d = np.hypot((x - cx) / a, (y - cy) / b) + 0.07 * np.sin(3 * theta + number) + 0.05 * noise(rng, size, 120, 2)
        near = d * min(a, b)
        closer = near - min(a, b) < wall
        turn, owner = np.where(closer, theta, turn), np.where(closer, number, owner)
        wall = np.minimum(wall, near - min(a, b))
        lumen = np.minimum(lumen, near - min(a, b) * 0.42)
    bands = np.sin((flow * 70 + 0.55 * blur(np.clip(wall, -50, 400), 9)) / 7.5 + 1.4 * noise(rng, size, 60, 3))
    pink = 0.42 + 0.16 * bands + 0.10 * noise(rng, size, 90, 3)
    gaps = smoothstep(0.9, 1.7, noise(rng, size, 75, 3) + 0.3 * bands)
    eosin = pink * (1 - 0.8 * gaps)
    haema = 0.06 + 0.04 * noise(rng, size, 60, 2)
    epithelium = smoothstep(4, -4, wall) * smoothstep(-4, 4, lumen)
    eosin = np.where(wall < 0, mix(eosin, 0.40 + 0.07 * noise(rng, size, 22, 3), epithelium), eosin)
    haema = mix(haema, 0.27 + 0.06 * noise(rng, size, 30, 3), epithelium)
    inner = smoothstep(4, -4, lumen)
    eosin, haema = eosin * (1 - inner) + inner * 0.05 * (1 + np.clip(noise(rng, size, 80, 4), -0.9, 2)), haema * (
        1 - inner
    )
    edges = np.exp(-((wall / 5) ** 2)) + np.exp(-((lumen / 4) ** 2)) * 0.6
    eosin += 0.28 * edges
    eosin, haema = vessel(rng, size, eosin, haema, (545, 130, 95, 62))
    eosin, haema = stained_nuclei(rng, size, eosin, haema, glands, flow, wall)
    light = np.exp(-haema[..., None] * np.array([1.75, 1.95, 0.85]) - eosin[..., None] * np.array([0.16, 1.25, 0.62]))
    return shrink(np.clip(0.96 * light * (1 + 0.012 * noise(rng, size, 3, 2))[..., None], 0, 1), 2)


def vessel(rng, size, eosin, haema, place):
    """A small vessel full of red cells."""
    x, y = grid(size)
    cx, cy, a, b = place
    d = np.hypot((x - cx) / a, (y - cy) / b) + 0.06 * noise(rng, size, 70, 2)
    inside = smoothstep(1.02, 0.97, d)
    eosin, haema = eosin * (1 - inside) + 0.06 * inside, haema * (1 - inside)
    eosin = eosin + 0.5 * np.exp(-(((d - 1.06) / 0.05) ** 2))
    for px, py in nuclei_at(rng, size, 900, 21):
        if np.hypot((px - cx) / a, (py - cy) / b) < 0.88:
            r = np.hypot(x - px, (y - py) * rng.uniform(1, 1.4)) / 11
            eosin = eosin + 0.75 * smoothstep(1.1, 0.8, r) * (0.7 + 0.3 * smoothstep(0, 0.8, r))
    return eosin, haema


def stained_nuclei(rng, size, eosin, haema, glands, flow, wall):
    """Nuclei at the base of the glands' cells, and slender ones along the fibres."""
    dy, dx = np.gradient(blur(flow * 70 + 0.55 * np.clip(wall, -50, 400), 9))
    nuclei = []
    for cx, cy, a, b in glands:
        count = int((a + b) * np.pi / 21)
        for row, part in ((0, 0.83), (1, 0.70)):
            for k in range(count if row == 0 else count // 3):
                t = 2 * np.pi * (k + rng.normal(0, 0.16)) / (count if row == 0 else count // 3)
                px, py = cx + a * part * np.cos(t), cy + b * part * np.sin(t)
                nuclei.append(
                    (px + rng.normal(0, 4), py + rng.normal(0, 4), np.arctan2(b * np.sin(t), a * np.cos(t)), 14.5, 8.6)
                )
    for px, py in nuclei_at(rng, size, 330, 45):
        row, column = int(np.clip(py, 0, size[1] - 1)), int(np.clip(px, 0, size[0] - 1))
        if wall[row, column] > 12:
            slender = rng.random() < 0.7
            nuclei.append(
                (px, py, np.arctan2(dx[row, column], -dy[row, column]), 17 if slender else 9, 4.2 if slender else 8)
            )
    for px, py, way, long, short in nuclei:
        x0, x1, y0, y1 = (
            int(max(px - 30, 0)),
            int(min(px + 30, size[0])),
            int(max(py - 30, 0)),
            int(min(py + 30, size[1])),
        )
        if x0 >= x1 or y0 >= y1:
            continue
        yy, xx = np.mgrid[y0:y1, x0:x1]
        u, v = (xx - px) * np.cos(way) + (yy - py) * np.sin(way), (yy - py) * np.cos(way) - (xx - px) * np.sin(way)
        scale = rng.uniform(0.85, 1.2)
        d = np.hypot(u / long, v / short) / scale
        d = d + 0.06 * rng.normal() * np.sin(3 * np.arctan2(v, u) + rng.uniform(0, 6))
        body = smoothstep(1.08, 0.9, d)
        chromatin = (
            0.62 + 0.4 * blur(rng.standard_normal(d.shape), 2.2) * 4 + 0.35 * np.exp(-(((d - 0.88) / 0.12) ** 2))
        )
        dot = np.exp(-(((u - rng.normal(0, 3)) ** 2 + (v - rng.normal(0, 2)) ** 2) / 6))
        part = haema[y0:y1, x0:x1]
        haema[y0:y1, x0:x1] = part * (1 - body) + body * np.clip(
            rng.uniform(0.75, 1.15) * chromatin + 0.5 * dot, 0.2, 2
        )
        eosin[y0:y1, x0:x1] *= 1 - 0.5 * body
    return eosin, haema
