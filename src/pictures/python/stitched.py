"""A style of threads: embroidery."""

import numpy as np
from brush import Painting, scatter, trace
from canvas import blur, color, colors, grid, jitter, light, noise, shrink, smoothstep, spline

SIZE = (896, 896)


def linen(rng):
    """Woven cloth: threads over and under."""
    x, y = grid(SIZE)
    x, y = x + 1.3 * noise(rng, SIZE, 70, 2), y + 1.3 * noise(rng, SIZE, 70, 2)
    period = 8.0
    over = np.sin(np.pi * x / period) * np.sin(np.pi * y / period) > 0
    warp, weft = np.abs(np.sin(np.pi * x / period)) ** 0.6, np.abs(np.sin(np.pi * y / period)) ** 0.6
    height = np.where(over, warp, weft)
    slub = 1 + 0.05 * noise(rng, (SIZE[0], SIZE[1]), 5, 2)
    return color("27395c") * ((0.55 + 0.5 * height) * slub)[..., None]


class Cloth:
    """What is sewn: regions with their threads and the direction of the stitches."""

    def __init__(self, rng):
        self.rng = rng
        self.painting = Painting(linen(rng))

    def sew(self, region, angle, threads, tone, length=44, width=2.9, spacing=4.6):
        """Fills a region with satin stitches along angle, in threads that the tone, 0..1, chooses from."""
        rng = self.rng
        self.painting.rgb *= 1 - 0.5 * blur(region.astype(float), 6)[..., None] * ~region[..., None]
        self.painting.rgb[region] *= 0.45
        height, columns = region.shape
        for x, y in scatter(rng, SIZE, spacing * 1.9):
            column, row = int(np.clip(x, 0, columns - 1)), int(np.clip(y, 0, height - 1))
            if not region[row, column]:
                continue
            path = trace(angle, x, y, length * rng.uniform(0.8, 1.2), rng.normal(0, 0.04), 5)
            inside = [bool(region[int(np.clip(b, 0, height - 1)), int(np.clip(a, 0, columns - 1))]) for a, b in path]
            path = path[inside]
            if len(path) > 3:
                self.stitch(path, threads, tone[row, column], width)

    def stitch(self, path, threads, tone, width):
        """One thread of two twisted plies, bright where it bends up to the light."""
        rng = self.rng
        at = np.clip(tone + rng.normal(0, 0.07), 0, 0.999) * len(threads)
        thread = jitter(rng, threads[int(at)], 0.012, 0.03)
        self.painting.stroke(rng, path, width + 0.9, thread * 0.35, bristle=0, dry=0, taper=0.8, opacity=0.7, relief=0)
        self.painting.stroke(rng, path, width, thread, bristle=0.05, dry=0, taper=0.75, relief=2.2)
        middle = path[len(path) // 4 : -(len(path) // 4) or None]
        if len(middle) > 1:
            gleam = np.clip(thread * 1.25 + 0.12, 0, 1)
            self.painting.stroke(
                rng,
                middle - [0.5, 0.7],
                width * 0.36,
                gleam,
                bristle=0.03,
                dry=0.3,
                taper=0.1,
                opacity=0.75,
                relief=2.5,
            )

    def chain(self, points, thread, width=4.2):
        """A line of short slanted stitches."""
        for a, b in zip(points[:-1], points[1:]):
            way = (b - a) / (np.hypot(*(b - a)) + 1e-9)
            side = np.array([-way[1], way[0]]) * 1.6
            self.stitch(np.array([a - way * 3 + side, (a + b) / 2, b + way * 3 - side]), [thread], 0, width)


def stem(points, step=15):
    dense = spline(points, 400)
    far = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(dense, axis=0).T))])
    at = np.arange(0, far[-1], step)
    return np.stack([np.interp(at, far, dense[:, 0]), np.interp(at, far, dense[:, 1])], -1)


def embroidery(rng):
    """Flowers, leaves and golden curls in silk on blue linen."""
    x, y = grid(SIZE)
    cloth = Cloth(rng)
    ground = 1.1 * noise(rng, SIZE, 300, 3, 0.4) + 0.5 * np.sin((x + y) / 120)
    dy, dx = np.gradient(blur(ground, 3))
    blues = colors("14264f 1c3a72 2a5a96 3f86b0 7fb8c4")
    cloth.sew(np.ones(x.shape, bool), np.arctan2(dx, -dy), blues, 0.42 + 0.36 * np.sin(ground * 5), 60, 3.1, 4.9)
    leafy = [
        colors("1f5a3c 3f8a4a 7ab455 c6d877"),
        colors("0f5a5c 2a8a84 6cc0a8 c8e8c8"),
        colors("6a6a1f 9a9a34 cbc45a ece49a"),
    ]
    for points in [
        [(60, 900), (150, 650), (420, 560), (560, 330), (500, 60)],
        [(420, 560), (640, 600), (800, 470), (850, 250)],
        [(150, 650), (90, 420), (200, 250)],
        [(420, 560), (500, 760), (740, 830)],
        [(560, 330), (700, 200), (690, 60)],
    ]:
        cloth.chain(stem(points), color("8fae4e"), 4.6)
    leaves = [
        (250, 600, -2.2, 170),
        (330, 585, 1.2, 160),
        (520, 420, -0.2, 150),
        (700, 590, 1.1, 150),
        (110, 500, 2.9, 120),
        (120, 420, -0.5, 140),
        (560, 200, -2.9, 150),
        (610, 790, -1.0, 150),
        (520, 700, 2.6, 130),
        (790, 480, 0.6, 120),
        (650, 250, 0.6, 150),
        (60, 780, -0.4, 150),
        (800, 350, -2.6, 110),
        (520, 110, 0.4, 110),
        (250, 760, 0.6, 170),
        (330, 330, -2.4, 120),
    ]
    for i, (cx, cy, a, long) in enumerate(leaves):
        u = ((x - cx) * np.cos(a) + (y - cy) * np.sin(a)) / long
        v = ((y - cy) * np.cos(a) - (x - cx) * np.sin(a)) / long - 0.18 * u * u
        half = 0.27 * np.sin(np.pi * np.clip(u, 0, 1) ** 0.85)
        for side in (-1, 1):
            region = (u > 0) & (u < 1) & (v * side > 0.006) & (v * side < half)
            slant = np.full_like(x, a + side * 0.75)
            cloth.sew(region, slant, leafy[i % 3], 0.25 + 0.3 * (side > 0) + 0.9 * np.abs(v) / 0.3, 36)
    petals = [
        colors("7a1030 b81f4a e2597a f7a9b4 fde3dc"),
        colors("a83a10 dc6a1c f2a03c f9d27a fdf0c4"),
        colors("3a2a80 5f4fb4 9484d8 cfc4f2 f3eefc"),
        colors("b08a3a dcc37a f2e6c0 fbf6e6 ffffff"),
    ]
    for i, (cx, cy, r, kind, count) in enumerate(
        [
            (200, 190, 150, 0, 8),
            (500, 500, 0, 0, 0),
            (690, 420, 125, 1, 7),
            (420, 230, 95, 2, 6),
            (760, 720, 135, 2, 8),
            (370, 760, 115, 1, 7),
            (820, 130, 110, 3, 7),
            (90, 620, 85, 3, 6),
            (560, 640, 75, 0, 6),
            (620, 60, 70, 1, 6),
            (180, 850, 85, 0, 7),
        ]
    ):
        if not r:
            continue
        turn, d = np.arctan2(y - cy, x - cx) + 0.3 * i, np.hypot(x - cx, y - cy)
        rim = r * (0.72 + 0.28 * np.abs(np.cos(turn * count / 2)))
        radial = np.arctan2(y - cy, x - cx)
        gap = np.abs(np.cos(turn * count / 2)) > 0.16
        for low, high, shift in [(0.58, 1.0, 0.35), (0.26, 0.6, 0.0)]:
            region = (d > low * r * 0.97) & (d < np.minimum(rim, high * r + 6)) & (gap | (d < 0.4 * r))
            cloth.sew(region, radial, petals[kind], np.clip(shift + 0.75 * d / r - 0.1, 0, 1), 0.42 * r)
        for px, py in scatter(rng, SIZE, 9.5):
            if np.hypot(px - cx, py - cy) < 0.27 * r:
                knot = np.array([[px - 2, py], [px, py - 1.5], [px + 2, py + 0.5]])
                cloth.stitch(knot, colors("c98a1c f2c84a fff0a8"), rng.random(), 4.6)
    for cx, cy, r, way in [
        (330, 440, 52, 1),
        (590, 560, 44, -1),
        (860, 600, 60, 1),
        (300, 60, 55, -1),
        (40, 320, 46, 1),
        (640, 880, 50, -1),
    ]:
        t = np.linspace(0, 2.6 * np.pi, 34)
        spiral = np.stack([cx + way * r * (1 - t / 10) * np.cos(t), cy + r * (1 - t / 10) * np.sin(t)], -1)
        cloth.chain(spiral, color("e8c45a"), 3.6)
    lit = cloth.painting.lit(0.3, 0.1)
    shade = np.clip(light(blur(cloth.painting.thickness, 2.5), 0.25), 0.7, 1.3)
    return shrink(lit * shade[..., None] * (1 + 0.02 * smoothstep(0, 1, noise(rng, SIZE, 300, 2)))[..., None], 2)
