"""Styles in ink: ink, hatching."""

import numpy as np
from brush import Painting
from canvas import blur, color, colors, grid, mask, mix, noise, paper, ramp, shrink, smoothstep
from scipy import ndimage


def ink(rng):
    """Mountains in mist, a pine and reeds in ink washed on paper."""
    size = (960, 896)
    x, y = grid(size)
    sheet = color("efe6d2") * (paper(rng, size, 0.02) * (1 + 0.025 * noise(rng, size, 260, 3)))[..., None]
    dark = np.zeros_like(x)
    for number, (level, rough, tone) in enumerate(
        [(270, 130, 0.22), (370, 120, 0.34), (500, 100, 0.52), (650, 75, 0.8)]
    ):
        line = np.zeros(size[0])
        for octave in range(7):
            wide = 330 / 2**octave
            knots = rng.standard_normal(int(size[0] / wide) + 5)
            line += 0.52**octave * ndimage.map_coordinates(
                knots, [np.arange(size[0]) / wide + 1], order=1 + 2 * (octave < 3)
            )
        ridge = level - rough * line / np.abs(line).max() * 1.25
        below = y - ridge[None, :] + 2.5 * noise(rng, size, 10, 2)
        # washes are darkest along the ridge, fade into mist, and dry with a hard rim
        wash = np.exp(-np.clip(below, 0, None) / (70 + 35 * number)) * smoothstep(-1, 3, below)
        rim = np.exp(-(((below - 2) / 2.6) ** 2))
        bloom = np.clip(0.75 + 0.3 * noise(rng, size, 110, 5, 0.6), 0, 1.4)
        folds = np.abs(noise(rng, (size[0], size[1]), 70, 4) + 0.45 * np.sin(x / 21 + below / 33))
        texture = smoothstep(0.28, 0.02, folds) * np.exp(-np.clip(below, 0, None) / 120) * smoothstep(0, 14, below)
        layer = tone * (
            0.8 * wash * bloom + 0.42 * rim + 0.55 * texture * smoothstep(-0.4, 1.2, noise(rng, size, 6, 3) + 0.4)
        )
        cover = smoothstep(0, 60, below) * 0.85
        dark = 1 - (1 - dark * (1 - cover)) * (1 - np.clip(layer, 0, 0.97))
    painting = Painting(np.repeat((1 - dark)[..., None], 3, -1))
    black = np.zeros(3) + 0.06
    look = dict(bristle=0.12, dry=0.95, relief=0)
    pine(rng, painting, 770, 900, look, black)
    for _ in range(46):
        left = rng.uniform(-20, 380)
        lean = rng.normal(0.1, 0.22)
        t = np.linspace(0, 1, 12)[:, None]
        tall = rng.uniform(110, 330)
        blade = np.concatenate(
            [left + lean * tall * t + 90 * lean * t**3, 905 - tall * t + 60 * np.abs(lean) * t**3], -1
        )
        painting.stroke(rng, blade, rng.uniform(2.2, 7.5), black + rng.uniform(0, 0.45), taper=0.05, **look)
    tone = painting.rgb.mean(-1)
    tone = np.minimum(tone, 1 - 0.25 * (blur(1 - tone, 5) * smoothstep(-0.2, 1, noise(rng, size, 60, 3))))
    rgb = sheet * ramp(tone, colors("14151a 3a3d43 74746f b5ae9f ffffff"))
    square = mask(size, lambda draw: draw.rounded_rectangle([868, 760, 918, 812], 7, fill=255))
    for k in range(3):
        square = square * (
            1 - mask(size, lambda draw: draw.line([876 + 14 * k, 768, 882 + 12 * k, 804], fill=255, width=4))
        )
    square = square * (1 - mask(size, lambda draw: draw.line([874, 786, 912, 783], fill=255, width=4)))
    rgb = mix(rgb, color("b0301f"), square * np.clip(0.9 + 0.12 * noise(rng, size, 5, 2), 0, 1))
    return shrink(rgb, 2)


def pine(rng, painting, x, y, look, black):
    """A leaning trunk, boughs that bend down, and tufts of needles."""

    def bough(px, py, angle, length, width, depth):
        points = [(px, py)]
        for _ in range(9):
            angle += rng.normal(0, 0.16)
            px, py = px + np.cos(angle) * length / 9, py + np.sin(angle) * length / 9
            points.append((px, py))
        painting.stroke(rng, np.array(points), width, black + rng.uniform(0, 0.12), taper=0.35, **look)
        for k in range(3, 10, 2 if depth else 1):
            if depth < 2:
                side = rng.choice([-1, 1])
                bough(
                    *points[k],
                    angle + side * rng.uniform(0.6, 1.2),
                    length * rng.uniform(0.3, 0.5),
                    width * 0.45,
                    depth + 1
                )
        if depth:
            for point in points[3::2]:
                for turn in np.linspace(-2.6, -0.5, 13) + rng.normal(0, 0.15):
                    reach = rng.uniform(20, 36)
                    needle = np.array(point) + np.linspace(0, reach, 4)[:, None] * [np.cos(turn), np.sin(turn)]
                    painting.stroke(rng, needle, rng.uniform(1.2, 2.2), black + rng.uniform(0, 0.4), taper=0.4, **look)

    bough(x, y, -1.85, 470, 19, 0)


def hatching(rng):
    """Fruit on folded cloth, in crossed pen lines that follow the form."""
    size = (896, 896)
    x, y = grid(size)
    fold = noise(rng, size, 330, 3, 0.42)
    cloth = 40 * fold + 24 * np.sin((x + 0.5 * y) / 95 + 1.3 * fold)
    height, tint = cloth - 0.0 * y, np.zeros(x.shape, int)
    shadow = np.zeros_like(x)
    rims = np.zeros_like(x)
    for number, (cx, cy, r, kind) in enumerate(
        [
            (560, 260, 170, 1),
            (250, 330, 150, 2),
            (430, 520, 185, 1),
            (720, 560, 130, 2),
            (180, 640, 115, 1),
            (800, 120, 80, 2),
        ]
    ):
        d = np.hypot(x - cx, (y - cy) * (1.05 if kind == 1 else 0.96))
        ball = np.sqrt(np.clip(r * r - d * d, 0, None))
        cast = np.hypot((x - cx - 0.55 * r) / 1.15, (y - cy - 0.55 * r) / 0.85) - r
        shadow = np.maximum(shadow, 0.75 * smoothstep(25, -40, cast))
        shadow = np.where(d < r, 0, shadow)
        rims = np.where(d < r, 0, rims)
        ribs = 5 * np.cos(7 * np.arctan2(y - cy + 0.5 * r, x - cx)) * smoothstep(0, 0.8 * r, d) if kind == 2 else 0
        height = np.where(d < r, ball + ribs, height)
        tint = np.where(d < r, kind, tint)
        rims = np.maximum(rims, np.exp(-(((d - r) / 2.2) ** 2)))
    dy, dx = np.gradient(blur(height, 1.5))
    normal = 1 / np.sqrt(1 + dx * dx + dy * dy)
    bright = np.clip((0.55 * dx + 0.6 * dy + 0.75) * normal * 0.95 + 0.1, 0, 1) ** 0.9
    tone = np.clip(bright * (1 - shadow), 0, 1)
    angle = np.arctan2(blur(dx, 4), -blur(dy, 4))
    flat = np.hypot(blur(dx, 4), blur(dy, 4)) < 0.05
    angle = np.where(flat, 0.7, angle)
    paper_ = color("f1e5cb") * paper(rng, size, 0.02)[..., None]
    wash = ramp(1 - tone, colors("f6edd8 e6c99a c79a63 8f6f4e"))
    warm, cool = ramp(1 - tone, colors("fbe9c9 eda95b b9502c 5a2a22")), ramp(
        1 - tone, colors("eef0d2 a9b879 5d7f5c 2b4644")
    )
    wash = np.where((tint == 1)[..., None], warm, np.where((tint == 2)[..., None], cool, wash))
    rgb = mix(paper_, wash * paper(rng, size, 0.03)[..., None], np.clip(0.62 + 0.12 * noise(rng, size, 60, 4), 0, 1))
    lines = np.zeros_like(x)
    for turned, limit, spacing in [(0.0, 0.84, 7.5), (0.95, 0.58, 7.5), (-0.75, 0.40, 7), (1.6, 0.22, 6)]:
        lines = np.maximum(lines, hatch(rng, angle + turned, tone, limit, spacing))
    ink_ = color("1d2238")
    rgb = mix(rgb, ink_, np.clip(lines + rims * np.clip(0.85 + 0.3 * noise(rng, size, 25, 2), 0, 1), 0, 1) * 0.93)
    return shrink(rgb, 2)


def hatch(rng, angle, tone, limit, spacing):
    """Pen lines where the tone is below a limit, evenly spaced, thicker where it is darker.

    After Jobard and Lefer 1997, Creating Evenly-Spaced Streamlines of Arbitrary Density.
    """
    height, width = tone.shape
    near = np.zeros((height, width), bool)
    drawn = np.zeros((height, width))
    gap = int(spacing * 0.55)
    for x, y in rng.permutation(
        np.stack(np.meshgrid(np.arange(3, width, 5), np.arange(3, height, 5)), -1).reshape(-1, 2)
    ):
        if near[y, x] or tone[y, x] > limit:
            continue
        line = []
        for sign in (1, -1):
            px, py, last, part = float(x), float(y), None, []
            for _ in range(int(rng.uniform(30, 90))):
                if (
                    not (1 <= px < width - 1 and 1 <= py < height - 1)
                    or near[int(py), int(px)]
                    or tone[int(py), int(px)] > limit
                ):
                    break
                part.append((px, py))
                a = angle[int(py), int(px)]
                dx, dy = np.cos(a), np.sin(a)
                turn = sign if last is None else np.sign(dx * last[0] + dy * last[1]) or 1
                if last is not None and abs(dx * last[0] + dy * last[1]) < 0.7:
                    break
                last = (dx * turn, dy * turn)
                px, py = px + 2 * last[0], py + 2 * last[1]
            line = part[::-1] + line if sign == 1 else line + part
        if len(line) < 12:
            continue
        for i, (px, py) in enumerate(line):
            column, row = int(px), int(py)
            near[max(0, row - gap) : row + gap + 1, max(0, column - gap) : column + gap + 1] = True
            press = min(1, 4 * min(i, len(line) - i) / len(line)) * (0.65 + 1.25 * (limit - tone[row, column]) / limit)
            r = 0.5 + 1.25 * press
            y0, y1, x0, x1 = max(0, row - 3), row + 4, max(0, column - 3), column + 4
            yy, xx = np.mgrid[y0 : min(y1, height), x0 : min(x1, width)]
            dab = np.clip(r + 0.5 - np.hypot(xx - px, yy - py), 0, 1)
            drawn[y0 : min(y1, height), x0 : min(x1, width)] = np.maximum(
                drawn[y0 : min(y1, height), x0 : min(x1, width)], dab
            )
    return drawn
