"""A style in watercolour: watercolor.

Pigment is darkest at the rim of a wash, settles in the valleys of the paper, and is pushed aside by later drops, as in
Curtis et al. 1997, Computer-Generated Watercolor.
"""

import numpy as np
from canvas import color, colors, mask, noise, shrink, smoothstep
from scipy import ndimage

SIZE = (896, 896)


class Sheet:
    """Paper that takes washes of pigment; pigments absorb light one after another."""

    def __init__(self, rng, paper):
        self.rng, self.absorbed = rng, np.zeros(paper.shape + (3,))
        self.tooth = paper

    def wash(self, points, pigment, strength=1.0, ragged=5.0, rim=0.9, wet=0.6, fade=(0, 0)):
        """A wash inside a polygon.

        ragged: how far its rim wanders, in pixels; wet: how unevenly it dries; fade: slope of its strength along x, y
        """
        rng = self.rng
        x0, y0 = np.maximum(points.min(0).astype(int) - 40, 0)
        x1, y1 = np.minimum(points.max(0).astype(int) + 40, SIZE)
        if x0 >= x1 or y0 >= y1:
            return
        size = (x1 - x0, y1 - y0)
        shape = mask(size, lambda draw: draw.polygon([tuple(p) for p in points - [x0, y0]], fill=255)) > 0.5
        inside = ndimage.distance_transform_edt(shape) - ndimage.distance_transform_edt(~shape)
        bleed = inside + ragged * noise(rng, size, 45, 5, 0.62)
        body = smoothstep(-0.8, 1.4, bleed)
        edge = np.exp(-np.abs(bleed - 2.0) / 2.6) + 0.35 * np.exp(-np.abs(bleed - 9) / 9)
        pools = np.exp(wet * noise(rng, size, 110, 5, 0.55))
        y, x = np.mgrid[0 : size[1], 0 : size[0]]
        slope = np.exp(fade[0] * (x / size[0] - 0.5) + fade[1] * (y / size[1] - 0.5))
        tooth = self.tooth[y0:y1, x0:x1]
        grains = 1 + 0.16 * tooth + 0.10 * rng.standard_normal(tooth.shape) * smoothstep(-0.5, 1.5, tooth)
        amount = 0.72 * strength * body * (0.62 * pools * slope + rim * 0.5 * edge) * grains
        self.absorbed[y0:y1, x0:x1] += np.clip(amount, 0, None)[..., None] * -np.log(np.clip(pigment, 0.02, 0.99))

    def bloom(self, x, y, r):
        """A drop of water that pushes pigment outwards."""
        rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
        d = np.hypot(columns - x, rows - y) + 0.22 * r * noise(self.rng, SIZE, r * 0.8, 4, 0.65)
        self.absorbed *= (1 - 0.5 * smoothstep(r, 0.2 * r, d) + 0.55 * np.exp(-(((d - r) / 4) ** 2)))[..., None]

    def splash(self, x, y, spread, count, pigment):
        for _ in range(count):
            cx, cy = x + self.rng.normal(0, spread), y + self.rng.normal(0, spread)
            self.wash(blob(cx, cy, self.rng.uniform(1.5, 7) ** 1.15), pigment, self.rng.uniform(0.4, 1), 1.2)

    def rgb(self, white):
        return white * np.exp(-self.absorbed) * (1 + 0.022 * self.tooth)[..., None]


def blob(x, y, r):
    turn = np.linspace(0, 2 * np.pi, 28)
    return np.stack([x + r * np.cos(turn), y + r * np.sin(turn)], -1)


def petal(x, y, angle, length, width, bend=0.0):
    """A leaf or petal from its base along an angle."""
    t = np.linspace(0, 1, 26)
    half = width * np.sin(np.pi * t**0.8) ** 0.8 / 2
    u = np.concatenate([t, t[::-1]]) * length
    v = np.concatenate([half, -half[::-1]]) + bend * (u / length) ** 2 * length
    return np.stack([x + u * np.cos(angle) - v * np.sin(angle), y + u * np.sin(angle) + v * np.cos(angle)], -1)


def flower(rng, sheet, x, y, r, pigments):
    count = rng.integers(5, 8)
    start = rng.uniform(0, 6.3)
    for ring, scale in enumerate((1.0, 0.62)):
        for i in range(count):
            a = start + 2 * np.pi * (i + 0.5 * ring) / count + rng.normal(0, 0.12)
            long = r * scale * rng.uniform(0.85, 1.15)
            pigment = pigments[rng.integers(len(pigments))]
            sheet.wash(
                petal(x, y, a, long, long * 0.78, rng.normal(0, 0.1)),
                pigment,
                rng.uniform(0.25, 0.6),
                0.05 * r,
                wet=0.5,
            )
            for k in range(4):
                sheet.wash(petal(x, y, a + 0.13 * (k - 1.5), long * rng.uniform(0.5, 0.85), 3.4), pigment, 0.45, 1.0)
    sheet.wash(blob(x, y, 0.16 * r), color("6b3a12"), 1.0, 4)
    sheet.splash(x, y, 0.2 * r, 16, color("d08a16"))


def watercolor(rng):
    """Loose flowers and leaves over wet washes."""
    tooth = noise(rng, SIZE, 9, 3, 0.7)
    sheet = Sheet(rng, tooth)
    for x, y, r, pigment in [
        (180, 200, 300, "9cc7d8"),
        (700, 150, 280, "f0c9a0"),
        (300, 720, 320, "c3d6a0"),
        (760, 640, 290, "b9b4dc"),
        (480, 420, 260, "f3d7c6"),
    ]:
        for _ in range(3):
            outline = blob(x + rng.normal(0, 25), y + rng.normal(0, 25), r * rng.uniform(0.75, 1.05))
            sheet.wash(outline, color(pigment), 0.55, 70, 0.5, 0.55, rng.normal(0, 0.5, 2))
    for x, y, r in [(140, 420, 85), (640, 330, 65), (860, 420, 75), (450, 840, 90), (430, 90, 60)]:
        sheet.bloom(x, y, r)
    greens = colors("5f8f4e 2f6b5c 8fa84a 3f5f80 7a8f3a")
    for _ in range(46):
        x, y, a = *rng.uniform(0, 896, 2), rng.uniform(0, 6.3)
        long = rng.uniform(80, 190)
        bend = rng.normal(0, 0.2)
        pigment = greens[rng.integers(len(greens))]
        sheet.wash(
            petal(x, y, a, long, long * rng.uniform(0.2, 0.36), bend),
            pigment,
            rng.uniform(0.4, 0.95),
            3,
            1.0,
            0.6,
            rng.normal(0, 0.8, 2),
        )
        sheet.wash(petal(x, y, a, long * 0.96, 3.2, bend), pigment, 0.8, 0.7)
    blossoms = [
        colors("d2496a e58a8f b32a55"),
        colors("e0783a f0a95a c94a2c"),
        colors("4a58a8 7a78c4 34408a"),
        colors("e6b84a f0d27a d0902a"),
    ]
    for x, y, r, kind in [
        (300, 280, 165, 0),
        (640, 480, 175, 1),
        (210, 640, 130, 2),
        (720, 170, 125, 3),
        (480, 770, 120, 0),
        (830, 790, 110, 2),
        (70, 90, 95, 1),
        (60, 850, 80, 3),
        (470, 60, 75, 2),
        (860, 400, 85, 0),
    ]:
        flower(rng, sheet, x, y, r, blossoms[kind])
    for pigment in ("b32a55", "34408a", "2f6b5c", "d0902a"):
        sheet.splash(*rng.uniform(150, 750, 2), 190, 26, color(pigment))
    return shrink(sheet.rgb(color("faf5e8")), 2)
