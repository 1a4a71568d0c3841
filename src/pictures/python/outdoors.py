"""An image of the documentation: landscape."""

import numpy as np
from canvas import color, colors, grid, mix, noise, ramp, shrink, smoothstep
from scipy import ndimage


def landscape(rng):
    """Hills and trees around a lake under drifting clouds."""
    size = (1280, 1024)
    x, y = grid(size)
    sky = ramp(y / 470, colors("2f66b0 5f97d4 a5cbe8 f3dfc4"))
    depth = np.clip((520 - y) / 520, 0.02, 1)
    clouds = plane_noise(rng, x / depth / 6, 90 / depth, 6)
    cover = smoothstep(0.1, 1.5, clouds) * smoothstep(0, 60, 500 - y)
    shade = smoothstep(-0.5, 1.4, clouds - ndimage.shift(clouds, (10, 14), order=1, mode="nearest") * 0.8)
    rgb = mix(sky, ramp(shade, colors("8f9bb4 c8ccd8 fff8ec ffffff")), cover)
    haze = color("b9cfe0")
    lake = 610
    for number, (level, rough, tints) in enumerate(
        [(430, 95, "5f7f9f 86a0b4"), (490, 62, "4a6f72 86a583"), (560, 40, "2f5a3c 7f9f55")]
    ):
        line = level - rough * ridge(rng, size[0], 520 / (number + 1), 0.5)
        below = y - line[None, :]
        slope = noise(rng, size, 130 / (number + 1), 6, 0.62)
        hill = ramp(
            0.5 + 0.25 * (slope - ndimage.shift(slope, (3, 5), order=1, mode="nearest")) * 3 + 0.1 * slope,
            colors(tints),
        )
        if number == 2:
            hill = mix(hill, color("27452c"), smoothstep(0.1, 0.7, noise(rng, size, 26, 4, 0.7)) * 0.7)
        hill = mix(hill, haze, np.clip(0.62 - 0.28 * number + 0.0015 * below, 0, 0.8))
        rgb = mix(rgb, hill, smoothstep(-1.5, 1.5, below))
    mirror = np.clip(2 * lake - y, 0, size[1] - 1)
    wave = noise(rng, size, 26, 3)
    near = np.clip((y - lake) / 250, 0, 1)
    shifted = np.clip(mirror + 16 * near * np.sin(y / (2 + 7 * near) + 2.5 * wave), 0, size[1] - 1)
    reflected = np.stack(
        [
            ndimage.map_coordinates(rgb[..., c], [shifted, np.clip(x + 3 * wave, 0, size[0] - 1)], order=1)
            for c in range(3)
        ],
        -1,
    )
    water = mix(reflected * 0.86, color("1f4a6a"), 0.22 + 0.25 * near)
    water = mix(water, color("eef4f4"), 0.5 * smoothstep(1.2, 2.4, wave + 0.8 * np.sin(y / (2 + 6 * near))) * near)
    rgb = mix(rgb, water, smoothstep(-1, 1, y - lake))
    bank = 800 - 0.18 * (x - 200) + 55 * np.sin(x / 260 + 0.5) + 24 * noise(rng, size, 90, 3)
    grass = noise(rng, size, 160, 3) + 0.8 * ndimage.gaussian_filter(rng.standard_normal(x.shape), (7, 1.2)) * 4
    meadow = ramp(0.45 + 0.17 * grass - (y - 800) / 1200, colors("24401c 4a7430 8aa544 d3c468"))
    rgb = mix(
        rgb, meadow, smoothstep(-3, 3, y - bank + 5 * ndimage.gaussian_filter(rng.standard_normal(x.shape), (3, 1)) * 3)
    )
    for _ in range(900):
        px, py = rng.uniform(0, size[0]), rng.uniform(790, 1020)
        column, row = int(px), int(py)
        if y[row, column] > bank[row, column] + 12:
            r = 1.6 + (py - 780) / 90
            tint = colors("f4e27a e8665a fdf6ee b07ad0")[rng.integers(4)]
            part = rgb[row - 5 : row + 6, max(0, column - 5) : column + 6]
            yy, xx = np.mgrid[
                row - 5 : row - 5 + part.shape[0], max(0, column - 5) : max(0, column - 5) + part.shape[1]
            ]
            part += (tint - part) * smoothstep(r + 0.7, r - 0.7, np.hypot(xx - px, yy - py))[..., None]
    for cx, foot, tall in [(1130, 900, 560), (985, 800, 300), (120, 930, 430), (265, 905, 260), (1235, 830, 330)]:
        rgb = tree(rng, rgb, cx, foot, tall)
    return shrink(np.clip(rgb * np.array([1.02, 1.0, 0.97]), 0, 1), 2)


def tree(rng, rgb, cx, foot, tall):
    """A trunk and a crown of leaf clusters, lit from the upper left."""
    size = (rgb.shape[1], rgb.shape[0])
    x, y = grid(size)
    trunk = smoothstep(
        1.5,
        -1.5,
        np.abs(x - cx - 6 * np.sin((y - foot) / 60))
        - tall * (0.025 + 0.022 * np.clip((y - foot + tall * 0.3) / (tall * 0.3), 0, 1) ** 2),
    )
    trunk = trunk * (y < foot) * (y > foot - 0.6 * tall)
    bark = (
        0.5 - 0.5 * (x - cx) / (0.04 * tall) + 0.25 * ndimage.gaussian_filter(rng.standard_normal(x.shape), (6, 1)) * 4
    )
    rgb = mix(rgb, ramp(bark, colors("1d1512 4a3526 8a6a48")), trunk)
    greens = colors("12260f 234a1c 45742a 86a83c d0cf6a")
    top = foot - 0.62 * tall
    for k in range(52):
        turn, out = rng.uniform(0, 2 * np.pi), np.sqrt(rng.random())
        px, py = cx + 0.30 * tall * out * np.cos(turn), top + 0.34 * tall * out * np.sin(turn)
        r = tall * rng.uniform(0.06, 0.11)
        x0, x1, y0, y1 = (
            int(max(px - 2 * r, 0)),
            int(min(px + 2 * r, size[0])),
            int(max(py - 2 * r, 0)),
            int(min(py + 2 * r, size[1])),
        )
        if x1 - x0 < 8 or y1 - y0 < 8:
            continue
        own = (x1 - x0, y1 - y0)
        d = np.hypot(x[y0:y1, x0:x1] - px, (y[y0:y1, x0:x1] - py) * 1.15) / r
        leaves = noise(rng, own, max(5, tall / 45), 3, 0.8)
        lit = (
            0.42
            - 0.3 * ((x[y0:y1, x0:x1] - px) + 1.3 * (y[y0:y1, x0:x1] - py)) / r
            - 0.25 * (py - top) / (0.34 * tall)
            + 0.14 * leaves
        )
        cover = smoothstep(0.12, -0.12, d - 0.85 + 0.3 * leaves)
        rgb[y0:y1, x0:x1] = mix(rgb[y0:y1, x0:x1], ramp(lit, greens), cover)
    return rgb


def ridge(rng, width, wide, gain):
    """A rough line of heights, -1..1."""
    line = np.zeros(width)
    for octave in range(7):
        step = wide / 2**octave
        knots = rng.standard_normal(int(width / step) + 5)
        line += gain**octave * ndimage.map_coordinates(knots, [np.arange(width) / step + 1], order=3)
    return line / np.abs(line).max()


def plane_noise(rng, u, v, octaves):
    """Noise of a plane seen at a slant, at its coordinates u, v."""
    total = np.zeros_like(u)
    for octave in range(octaves):
        tile = rng.standard_normal((256, 256))
        at = [(v * 2**octave / 30) % 256, (u * 2**octave / 30) % 256]
        total += 0.55**octave * ndimage.map_coordinates(tile, at, order=3, mode="grid-wrap")
    return (total - total.mean()) / total.std()
