"""Styles in oil: swirl, dusk, dots."""

import numpy as np
from brush import Painting, paint
from canvas import blur, color, colors, grid, mix, noise, ramp, shrink, smoothstep

SIZE = (896, 896)


def along(height):
    """The direction of the contour lines of a height."""
    dy, dx = np.gradient(blur(height, 3))
    return np.arctan2(dx, -dy)


def swirl(rng):
    """A night sky that turns around lights, above hills."""
    x, y = grid(SIZE)
    eddies = [
        (250, 300, 150, 1.3),
        (610, 215, 105, -1.0),
        (760, 470, 85, 0.9),
        (420, 520, 80, -0.8),
        (90, 90, 75, 0.7),
        (480, 70, 60, 0.7),
        (830, 90, 70, -0.8),
        (90, 530, 70, 0.7),
    ]
    flow = 0.35 * noise(rng, SIZE, 300, 3, 0.4) + (y - 0.25 * x) / 330
    glow = np.zeros_like(x)
    rings = np.zeros_like(x)
    for cx, cy, r, turn in eddies:
        d = np.hypot(x - cx, (y - cy) * 1.08)
        flow += 2.6 * turn * np.exp(-((d / r) ** 2) / 1.3)
        glow += np.exp(-((d / (0.42 * r)) ** 2)) + 0.45 * np.exp(-((d / (0.95 * r)) ** 2))
        rings += np.exp(-((d / (1.4 * r)) ** 2)) * np.cos(d / r * 11)
    sky = colors("101a4a 1b3580 2f5fae 5f9ac8 a9cbc4 f1e3a0 f6c440 e8892a")
    tone = 0.24 + 0.1 * np.sin(flow * 7) + 0.07 * rings + 0.52 * np.clip(glow, 0, 1.3) + 0.05 * noise(rng, SIZE, 60, 2)
    scene = ramp(tone, sky)
    ridge = 690 + 55 * np.sin(x / 150 + 0.6) + 30 * np.sin(x / 57 + 2)
    hills = smoothstep(-4, 4, y - ridge)
    roll = (y - ridge) / 60 + 0.9 * np.sin(x / 105 + (y - ridge) / 80) + 0.4 * noise(rng, SIZE, 160, 2)
    land = ramp(
        0.5 + 0.35 * np.sin(roll * 4) + 0.1 * noise(rng, SIZE, 50, 2), colors("0d1c33 14384a 1f5a55 4f8a4a b9a63c")
    )
    scene = mix(scene, land, hills)
    angle = np.where(hills > 0.5, along(roll), along(flow))
    painting = Painting(mix(scene * 0.6, color("2a1c18"), 0.35))
    fine = blur(np.abs(glow), 4) > 0.25
    layers = [(26, 15, 110), (17, 8.5, 84), (13, 5.2, 62), (12, 3.2, 44)]
    paint(rng, painting, scene, angle, layers[:3], hue=0.035, lightness=0.06, dry=0.45)
    paint(
        rng,
        painting,
        np.clip(scene * 1.12 + 0.03, 0, 1),
        angle,
        layers[3:],
        hue=0.05,
        lightness=0.10,
        dry=0.3,
        keep=lambda number, column, row: fine[row, column] or rng.random() < 0.45,
    )
    return shrink(painting.lit(0.3, 0.12), 2)


def dusk(rng):
    """A burning sky in long wavering bands over a dark fjord."""
    x, y = grid(SIZE)
    warp = 46 * np.sin(x / 130 + y / 210) + 26 * np.sin(x / 61 - y / 150 + 1) + 26 * noise(rng, SIZE, 260, 2)
    bands = (y + warp * smoothstep(0, 300, y + 150)) / 34
    sky = ramp(
        0.5 + 0.42 * np.sin(bands * 1.35) + 0.14 * np.sin(bands * 3.3 + x / 140),
        colors("8c1f1c c63a1e e8672a f39a35 f7cb60 f4e2a4 d98f6a"),
    )
    shore = 520 + 22 * np.sin(x / 120) + 0.11 * (x - 450)
    inlet = np.hypot((x - 560) / 2.2, y - 640) / 30 + 0.9 * noise(rng, SIZE, 150, 2)
    water = ramp(0.5 + 0.45 * np.sin(inlet * 2.1), colors("0f1b33 1c3a58 2c6478 5f8f86 c8b878 27303f"))
    scene = mix(sky, water, smoothstep(-5, 5, y - shore))
    bank = smoothstep(-5, 5, y - (700 + 0.38 * (430 - x) + 25 * np.sin(x / 70)))
    slope = (x + 0.8 * y) / 40 + 0.7 * noise(rng, SIZE, 170, 2)
    scene = mix(scene, ramp(0.5 + 0.45 * np.sin(slope * 2.3), colors("1b1320 43202a 7b3a2c b0683a 2c3a33")), bank)
    flow = np.where(bank > 0.5, along(slope), np.where(y > shore, along(inlet), along(bands)))
    painting = Painting(scene * 0.55)
    layers = [(30, 14, 260), (20, 7.5, 220), (15, 4.2, 170), (16, 2.4, 120)]
    paint(rng, painting, scene, flow, layers, hue=0.03, lightness=0.055, wander=0.05, dry=0.6, bristle=0.08)
    return shrink(painting.lit(0.22, 0.06), 2)


def dots(rng):
    """A river bank on a bright day, in dots of pure colours."""
    x, y = grid(SIZE)
    clouds = noise(rng, SIZE, 240, 4)
    scene = mix(ramp(y / 430, colors("5f93d6 9cc2e6 f6dcc0")), color("fff3e2"), smoothstep(0.2, 1.6, clouds) * 0.9)
    far = 350 + 24 * np.sin(x / 90) + 14 * noise(rng, SIZE, 80, 3)
    scene = mix(
        scene, ramp(0.5 + 0.3 * noise(rng, SIZE, 60, 3), colors("3a5f9a 5d86a8 7fae8c")), smoothstep(-3, 3, y - far)
    )
    ripple = 0.5 + 0.5 * np.sin(y / 7 + 2 * noise(rng, SIZE, 70, 2)) * 0.7
    river = ramp(ripple, colors("274f9c 3f79bf 8fb9dc f7e3b6"))
    scene = mix(scene, river, smoothstep(-3, 3, y - 430 - 6 * np.sin(x / 40)))
    bank = 600 - 0.25 * x + 40 * np.sin(x / 160) + 10 * noise(rng, SIZE, 40, 2)
    meadow = ramp(0.5 + 0.28 * noise(rng, SIZE, 110, 4) + (y - 700) / 900, colors("2f6a55 5a9a58 a3b85a e6cf70 eeb568"))
    scene = mix(scene, meadow, smoothstep(-4, 4, y - bank))
    for cx, cy, r in [(150, 330, 150), (760, 250, 120), (330, 470, 75)]:
        rough = np.hypot(x - cx, (y - cy) * 0.9) + 0.22 * r * noise(rng, SIZE, 60, 3)
        lit = 0.5 - ((x - cx) + (y - cy)) / (2.6 * r) + 0.15 * noise(rng, SIZE, 30, 2)
        scene = mix(scene, color("3c2340"), smoothstep(3, -3, np.abs(x - cx) - 9) * (y > cy) * (y < cy + 1.6 * r))
        scene = mix(scene, ramp(lit, colors("1d2f5e 235a5a 4a8650 9fb856 f0d877")), smoothstep(4, -4, rough - r))
        shadow = np.hypot((x - cx - 0.5 * r) / 1.5, (y - cy - 1.65 * r) * 3.2)
        scene = mix(scene, color("2b3478"), 0.75 * smoothstep(8, -8, shadow - r * 0.8))
    painting = Painting(np.ones_like(scene) * color("efe2c8"))
    angle = along(noise(rng, SIZE, 200, 2))
    look = dict(dry=0.0, bristle=0.02, taper=0.7, relief=0.7)
    for spacing, width, odd in [(15, 10.5, 0.05), (12, 7.6, 0.10), (11, 5.6, 0.14), (12, 4.4, 0.2)]:
        strong = np.clip(scene + 0.22 * (scene - scene.mean(-1, keepdims=True)), 0, 1)
        opposite = np.clip(1.05 * scene.max(-1, keepdims=True) + 0.15 - 0.6 * strong, 0, 1)
        turns = rng.random(scene.shape[:2])[..., None] < odd
        paint(
            rng,
            painting,
            np.where(turns, opposite, strong),
            angle,
            [(spacing, width, width * 0.9)],
            hue=0.06,
            lightness=0.05,
            wander=0.6,
            **look
        )
    return shrink(painting.lit(0.22, 0.05), 2)
