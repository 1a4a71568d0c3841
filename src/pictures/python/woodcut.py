"""A style of carved blocks: wave."""

import numpy as np
from canvas import color, colors, grid, mask, mix, noise, paper, ramp, smoothstep, spline

SIZE = (480, 448)
FACTOR = 4
INDIGO, BLUE, PALE, FOAM = colors("1a2a4d 3d6d98 a8c4cc f3ead2")


class Print:
    """A sheet that takes one colour after another; shapes are given in pixels of the sheet."""

    def __init__(self, sheet, grain):
        self.rgb, self.grain = sheet, grain

    def area(self, points, ink, strength=1.0):
        shape = mask(SIZE, lambda draw: draw.polygon([tuple(p * FACTOR) for p in points], fill=255), FACTOR)
        self.rgb = mix(self.rgb, ink * self.grain[..., None], shape * strength)

    def line(self, points, width, ink, taper=True):
        """A carved line that swells in the middle."""
        n = len(points)
        t = np.linspace(0, 1, n)
        widths = width * (np.sin(np.pi * t) ** 0.5 * 0.85 + 0.15 if taper else np.ones(n))

        def draw(pen):
            for a, b, w in zip(points[:-1], points[1:], widths):
                pen.line([tuple(a * FACTOR), tuple(b * FACTOR)], fill=255, width=max(1, int(w * FACTOR)))
                r = w * FACTOR / 2
                pen.ellipse([b[0] * FACTOR - r, b[1] * FACTOR - r, b[0] * FACTOR + r, b[1] * FACTOR + r], fill=255)

        self.rgb = mix(self.rgb, ink * self.grain[..., None], mask(SIZE, draw, FACTOR))


def place(points, x, y, scale, flip=False):
    p = np.array(points, float) * scale * np.array([-1 if flip else 1, 1])
    return p + [x, y]


# a breaking wave in a unit square: its back from the left up to the lip, and its face from the lip down to the trough
BACK = [(-1.25, 0.62), (-0.95, 0.40), (-0.70, 0.02), (-0.42, -0.36), (-0.05, -0.56), (0.30, -0.52), (0.52, -0.30)]
FACE = [
    (1.15, 0.60),
    (0.62, 0.55),
    (0.16, 0.44),
    (-0.10, 0.20),
    (-0.14, -0.08),
    (0.02, -0.28),
    (0.26, -0.34),
    (0.50, -0.24),
]


def breaker(rng, sheet, x, y, scale, flip=False):
    """A wave with lines that follow its form from back to face, and foam that reaches out of its lip."""
    back, face = spline(place(BACK, x, y, scale, flip)), spline(place(FACE, x, y, scale, flip))
    sheet.area(np.concatenate([back, face[::-1]]), BLUE)
    count = max(7, int(scale / 9))
    for k in range(count + 1):
        part = (k + 0.5) / (count + 1)
        curve = back * (1 - part) + face * part
        curve = curve + 0.012 * scale * np.sin(np.linspace(0, 9, len(curve)) + k * 1.7)[:, None]
        ink, width = [(INDIGO, 0.085), (PALE, 0.05), (INDIGO, 0.035), (FOAM, 0.05)][k % 4]
        start = rng.integers(0, 14)
        sheet.line(curve[start : len(curve) - rng.integers(1, 10)], width * scale * 7 / count, ink)
    sheet.line(back, max(1.3, 0.016 * scale), INDIGO, False)
    sheet.line(face, max(1.3, 0.016 * scale), INDIGO, False)
    lip = np.concatenate([back[len(back) // 2 :], face[::-1][: len(face) // 2]])
    foam(rng, sheet, lip, scale)


def foam(rng, sheet, lip, scale):
    """White lobes along a lip, each with claws."""
    lobes = []
    for i in np.linspace(0, len(lip) - 2, 26).astype(int):
        ahead = lip[i + 1] - lip[i]
        ahead = ahead / (np.hypot(*ahead) + 1e-9)
        out = np.array([ahead[1], -ahead[0]])
        centre = lip[i] + out * scale * rng.uniform(-0.03, 0.035)
        lobes.append((centre, scale * rng.uniform(0.035, 0.07), out, ahead))
    for grow, ink in [(0.016 * scale + 1.0, INDIGO), (0, FOAM)]:
        for centre, r, out, ahead in lobes:
            turn = np.linspace(0, 2 * np.pi, 24)
            ring = np.stack([np.cos(turn), np.sin(turn)], -1)
            sheet.area(centre + ring * (r + grow), ink)
            for lean in (-0.9, 0.1, 1.0):
                way = out * np.cos(lean) + ahead * np.sin(lean)
                side = np.array([-way[1], way[0]])
                reach = r * rng.uniform(1.7, 2.5)
                hook = spline(
                    [centre, centre + way * reach * 0.6 + side * r * 0.25, centre + way * reach + side * r * 0.75], 14
                )
                sheet.line(hook, r * 0.62 + grow * 1.8, ink)
    for centre, r, out, ahead in lobes:
        turn = np.linspace(0.4, 2.6, 12)
        arc = centre + np.stack([np.cos(turn), np.sin(turn)], -1) * r * 0.55
        sheet.line(arc, max(0.8, 0.22 * r), PALE * 0.86)
        for _ in range(2):
            spray = centre + out * scale * rng.uniform(0.08, 0.34) + ahead * scale * rng.normal(0, 0.09)
            turn = np.linspace(0, 2 * np.pi, 12)
            sheet.area(spray + np.stack([np.cos(turn), np.sin(turn)], -1) * scale * rng.uniform(0.006, 0.017), FOAM)


def swell(rng, sheet, y, height, length, shift):
    """A row of low waves across the sheet, in bands along its crest."""
    x = np.linspace(-10, SIZE[0] + 10, 240)
    crest = y - height * (np.abs(np.sin((x + shift) * np.pi / length)) ** 1.6) - 0.25 * height * np.sin(x / 23 + shift)
    floor = np.full_like(x, SIZE[1] + 10)
    sheet.area(np.concatenate([np.stack([x, crest], -1), np.stack([x, floor], -1)[::-1]]), BLUE)
    for k in range(1, 9):
        band = crest + k * (9 + 0.9 * k) + 0.06 * k * height * np.sin((x + shift) * 2 * np.pi / length + k * 0.4)
        ink, width = [(INDIGO, 5.5), (PALE, 2.6), (INDIGO, 2.2), (FOAM, 2.6)][k % 4]
        for start in range(int(rng.integers(0, 20)), len(x) - 20, 62):
            stop = min(len(x), start + int(rng.integers(46, 62)))
            sheet.line(np.stack([x, band], -1)[start:stop], width, ink)
    edge = np.stack([x, crest], -1)
    sheet.line(edge + [0, 3.2], 4.2, FOAM, False)
    sheet.line(edge, 1.6, INDIGO, False)
    for i in range(0, len(x), 3):
        turn = np.linspace(0, 2 * np.pi, 12)
        r = rng.uniform(1.2, 3.4)
        sheet.area(edge[i] + [0, 4] + np.stack([np.cos(turn), np.sin(turn)], -1) * r, FOAM)


def wave(rng):
    """Breaking waves under a pale sky, printed from carved blocks."""
    x, y = grid(SIZE)
    fibre = np.sin(y / 2.3 + 2.5 * noise(rng, SIZE, 200, 3) + 0.8 * np.sin(x / 90))
    grain = 1 + 0.05 * fibre * smoothstep(-0.5, 1.2, noise(rng, SIZE, 90, 2)) + 0.03 * noise(rng, SIZE, 4, 2)
    sky = ramp(
        np.clip(y / 300, 0, 1) ** 0.7 + 0.03 * noise(rng, SIZE, 40, 2), colors("5f7f93 b5b39a e6d3a8 f0dfba f3e6c8")
    )
    sheet = Print(sky * grain[..., None], grain)
    turn = np.linspace(0, 2 * np.pi, 60)
    sheet.area(np.array([352, 92]) + 40 * np.stack([np.cos(turn), np.sin(turn)], -1), color("c8432c"))
    for k in range(7):
        left = rng.uniform(0, 330)
        streak = spline(
            [(left, 40 + 24 * k), (left + 60, 37 + 24 * k), (left + rng.uniform(110, 190), 40 + 24 * k)], 30
        )
        sheet.line(streak, rng.uniform(1.5, 4), color("d9a77c") if k % 2 else FOAM)
    swell(rng, sheet, 300, 26, 120, 30)
    breaker(rng, sheet, 395, 268, 92, True)
    breaker(rng, sheet, 170, 208, 205)
    swell(rng, sheet, 368, 34, 170, 90)
    breaker(rng, sheet, 90, 372, 74)
    breaker(rng, sheet, 350, 380, 105, True)
    swell(rng, sheet, 436, 30, 140, 0)
    return sheet.rgb * paper(rng, SIZE, 0.025)[..., None]
