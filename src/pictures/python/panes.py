"""Styles of pieces: glass, mosaic."""

import numpy as np
from canvas import blur, color, colors, grid, jitter, light, mix, noise, ramp, shrink, smoothstep
from scipy import ndimage


def two_nearest(size, sites, weights):
    """The number of the nearest site of each pixel, by squared distance less weight, and how far the next pane is."""
    x, y = grid(size)
    first, second = np.full(x.shape, np.inf), np.full(x.shape, np.inf)
    owner, rival = np.zeros(x.shape, int), np.zeros(x.shape, int)
    for number, ((sx, sy), weight) in enumerate(zip(sites, weights)):
        d = (x - sx) ** 2 + (y - sy) ** 2 - weight
        closer, close = d < first, (d >= first) & (d < second)
        rival = np.where(closer, owner, np.where(close, number, rival))
        second = np.where(closer, first, np.where(close, d, second))
        owner = np.where(closer, number, owner)
        first = np.where(closer, d, first)
    apart = np.hypot(*(sites[owner] - sites[rival]).transpose(2, 0, 1)) + 1e-9
    return owner, (second - first) / (2 * apart)


def glass(rng):
    """A window with a rose of many panes, light falling through it."""
    size = (896, 896)
    x, y = grid(size)
    sites, hues, weights = [], [], []
    wheel = colors("b3122b 1b3fa6 e0a21b 0f7a4d 5b2a91 d4541a 2b86c5 c9d36a")
    pairs = [(2, 2), (0, 1), (1, 6), (2, 0), (1, 3), (0, 4), (6, 5), (1, 4)]
    for ring, (radius, count) in enumerate(
        [(0, 1), (62, 8), (118, 16), (190, 16), (268, 32), (345, 32), (430, 40), (520, 44)]
    ):
        for i in range(count):
            angle = 2 * np.pi * (i + 0.5 * (ring % 2)) / count + rng.normal(0, 0.012)
            r = radius + rng.normal(0, 2)
            sites.append((430 + r * np.cos(angle), 450 + r * np.sin(angle)))
            hues.append(wheel[pairs[ring][i % 2] if rng.random() < 0.85 else rng.integers(8)])
            weights.append(rng.uniform(-300, 300) + 1200 * ((i + ring) % 2))
    for corner in rng.uniform(-20, 916, (420, 2)):
        if np.hypot(corner[0] - 430, corner[1] - 450) > 555:
            sites.append(tuple(corner))
            hues.append(wheel[rng.choice([1, 6, 4, 1, 3])])
            weights.append(rng.uniform(-300, 300))
    owner, gap = two_nearest(size, np.array(sites), weights)
    parts, partgap = two_nearest(size, rng.uniform(0, 896, (900, 2)), np.zeros(900))
    tints = np.array([jitter(rng, hue, 0.035, 0.05) for hue in hues])
    rgb = tints[owner]
    shift = rng.uniform(0, 6.3, len(sites))[owner]
    lean = rng.uniform(0, np.pi, len(sites))[owner]
    streak = np.sin((x * np.cos(lean) + y * np.sin(lean)) / 7 + 2.2 * noise(rng, size, 45, 3) + shift)
    flaws = noise(rng, size, 22, 3)
    # light comes through the middle of a pane, and its colour deepens towards the lead
    bright = (
        0.78 + 0.42 * smoothstep(0, 26, gap) + 0.13 * streak + 0.09 * flaws + rng.normal(0, 0.13, len(sites))[owner]
    )
    bright *= 1.12 - 0.5 * np.hypot(x - 380, y - 330) / 640
    rgb = rgb * bright[..., None]
    glow = np.clip(bright - 0.98, 0, 1)[..., None]
    rgb = rgb + (np.array([1.0, 0.93, 0.72]) - rgb) * glow * 0.95
    tiny = smoothstep(0.4, 2.0, partgap)
    split = (rng.random(len(sites)) < 0.25)[owner] & (gap > 2)
    rgb = np.where(split[..., None], rgb * (1 + rng.normal(0, 0.12, 900)[parts])[..., None], rgb)
    rgb = mix(rgb, color("17120f"), np.where(split, 1 - tiny, 0))
    width = np.where(np.abs(np.hypot(x - 430, y - 450) - 555) < 16, 9, 4.6)
    lead = smoothstep(width + 1.2, width - 1.2, gap + 0.5 * noise(rng, size, 12, 2))
    round_ = np.sqrt(np.clip(1 - (gap / width) ** 2, 0, 1)) * 5
    metal = color("2a2724") * np.clip(light(blur(round_, 1), 0.9), 0.3, 2.8)[..., None]
    glowing = blur(rgb, (14, 14, 0)) * 0.28
    return shrink(mix(rgb + glowing * 0.7, metal + glowing * 0.25, lead), 2)


def tiles(rng, size, angle, spacing, rounds=9):
    """Square tiles that follow a field of directions: centroids of cells in the measure of the turned square.

    After Hausner 2001, Simulating Decorative Mosaics. Returns the middles of the tiles.
    """
    width, height = size
    sites = np.stack(
        np.meshgrid(np.arange(spacing / 2, width, spacing), np.arange(spacing / 2, height, spacing)), -1
    ).reshape(-1, 2)
    sites = sites + rng.normal(0, spacing * 0.2, sites.shape)
    reach = int(spacing * 1.5)
    for _ in range(rounds):
        best = np.full((height, width), np.inf)
        owner = np.zeros((height, width), int)
        for number, (sx, sy) in enumerate(sites):
            x0, x1 = max(0, int(sx) - reach), min(width, int(sx) + reach)
            y0, y1 = max(0, int(sy) - reach), min(height, int(sy) + reach)
            a = angle[int(np.clip(sy, 0, height - 1)), int(np.clip(sx, 0, width - 1))]
            dx, dy = np.arange(x0, x1)[None, :] - sx, np.arange(y0, y1)[:, None] - sy
            d = np.maximum(np.abs(dx * np.cos(a) + dy * np.sin(a)), np.abs(dy * np.cos(a) - dx * np.sin(a)))
            closer = d < best[y0:y1, x0:x1]
            best[y0:y1, x0:x1][closer] = d[closer]
            owner[y0:y1, x0:x1][closer] = number
        y, x = np.mgrid[0:height, 0:width]
        count = np.maximum(np.bincount(owner.ravel(), minlength=len(sites)), 1)
        middle = np.stack([np.bincount(owner.ravel(), p.ravel(), len(sites)) / count for p in (x, y)], -1)
        sites = np.where(count[:, None] > 1, middle, sites)
    return sites


def mosaic(rng):
    """A fish among waves, in square stones that follow its form."""
    size = (896, 896)
    x, y = grid(size)
    bend = y - 440 + 55 * np.sin((x - 120) / 190)
    body = np.maximum(np.abs(bend) - 150 * np.sqrt(np.clip(1 - ((x - 400) / 300) ** 2, 0, 1)), np.abs(x - 400) - 300)
    tail = np.maximum(np.abs(np.abs(bend) - 0.62 * (x - 650)) - 48, np.abs(x - 745) - 95)
    fin = np.maximum(np.hypot(x - 420, (bend + 120) * 0.9) - 135, bend + 60)
    shape = np.minimum(np.minimum(body, tail), fin)
    inside = smoothstep(3, -3, shape)
    distance = signed(shape < 0)
    water = 0.5 + 0.5 * np.sin(distance / 26 + 0.6 * noise(rng, size, 200, 2))
    scene = ramp(water, colors("0d2c4f 14507f 2b83a6 6fb9bd d8e4cc"))
    scales = 0.5 + 0.5 * np.sin(distance / 9) * np.sin(x / 33)
    scene = mix(
        scene,
        ramp(0.75 * scales + 0.25 * smoothstep(120, -140, bend), colors("7b1d1c c2451f e58a2a f2c55a f8e7b0")),
        inside,
    )
    scene = mix(scene, color("1d1a22"), smoothstep(9, 5, np.abs(distance)))
    eye = np.hypot(x - 205, y - 405)
    scene = mix(mix(scene, color("f7efdc"), smoothstep(44, 40, eye)), color("14121a"), smoothstep(22, 18, eye))
    gill = smoothstep(12, 7, np.abs(np.hypot(x - 180, bend) - 120)) * inside * (x > 220)
    scene = mix(scene, color("2c1820"), gill)
    dy, dx = np.gradient(blur(distance, 5))
    angle = np.arctan2(dx, -dy)
    sites = tiles(rng, size, angle, 21)
    rgb = np.ones((size[1], size[0], 3)) * color("b9ab93") * (1 + 0.1 * noise(rng, size, 4, 2))[..., None]
    height = np.zeros(x.shape)
    for sx, sy in sites:
        row, column = int(np.clip(sy, 0, 895)), int(np.clip(sx, 0, 895))
        a = angle[row, column] + rng.normal(0, 0.06)
        x0, x1, y0, y1 = max(0, column - 18), min(896, column + 18), max(0, row - 18), min(896, row + 18)
        px, py = np.meshgrid(np.arange(x0, x1) - sx, np.arange(y0, y1) - sy)
        u, v = px * np.cos(a) + py * np.sin(a), py * np.cos(a) - px * np.sin(a)
        half, other = rng.uniform(8.4, 10), rng.uniform(8.0, 9.6)
        cut = 0.10 * rng.normal(size=2)
        edge = np.minimum(half - np.abs(u + cut[0] * v), other - np.abs(v + cut[1] * u))
        alpha = smoothstep(-0.8, 0.8, edge)
        stone = jitter(rng, scene[row, column], 0.025, 0.06)
        tilt = rng.normal(0, 0.012, 2)
        face = 1 + px * tilt[0] + py * tilt[1]
        rgb[y0:y1, x0:x1] = mix(rgb[y0:y1, x0:x1], stone * face[..., None], alpha)
        height[y0:y1, x0:x1] += alpha * (2.2 * smoothstep(0, 4, edge) + 1.2)
    grain = 1 + 0.05 * noise(rng, size, 5, 3) + 0.03 * rng.standard_normal(x.shape)
    relief = np.clip(light(blur(height, 0.9), 0.42), 0.45, 1.7)
    return shrink(rgb * (grain * relief)[..., None], 2)


def signed(inside):
    """Distance to the edge of a shape, negative inside."""
    return ndimage.distance_transform_edt(~inside) - ndimage.distance_transform_edt(inside)
