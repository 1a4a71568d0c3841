"""A style that grows: coral, a reaction-diffusion pattern."""

import numpy as np
from canvas import blur, colors, light, mix, noise, ramp, shrink, smoothstep
from PIL import Image


def react(u, v, feed, kill, steps, spread):
    """Gray and Scott's reaction; v diffuses more along a direction, spread = (cos 2a, sin 2a, anisotropy)."""
    cos, sin, more = spread
    a, b, c = 1 + more * cos, 1 - more * cos, more * sin
    for _ in range(steps):
        reaction = u * v * v
        u += 0.19 * laplace(u) - reaction + feed * (1 - u)
        right, left, down, up = (np.roll(v, k, axis) for k, axis in ((-1, 1), (1, 1), (-1, 0), (1, 0)))
        cross = (np.roll(right, -1, 0) + np.roll(left, 1, 0) - np.roll(right, 1, 0) - np.roll(left, -1, 0)) / 2
        v += 0.092 * (a * (right + left - 2 * v) + b * (up + down - 2 * v) + c * cross) + reaction - (feed + kill) * v
    return u, v


def laplace(f):
    return np.roll(f, 1, 0) + np.roll(f, -1, 0) + np.roll(f, 1, 1) + np.roll(f, -1, 1) - 4 * f


def pattern(rng, size, warp, steps):
    """A pattern whose kind, stripes or spots, changes from place to place."""
    flow = noise(rng, size, size[0] / 1.6, 2)
    dy, dx = np.gradient(blur(flow, 2))
    twice = 2 * np.arctan2(dx, -dy)
    kind = np.clip(0.5 + 0.4 * noise(rng, size, size[0] / 2.2, 2), 0, 1)
    u, v = np.ones(flow.shape), np.zeros(flow.shape)
    seeds = noise(rng, size, 7, 1) > 1.1
    u[seeds], v[seeds] = 0.5, 0.3
    feed, kill = 0.030 + 0.012 * kind, 0.0575 + 0.0045 * kind
    _, v = react(u, v, feed, kill, steps, (np.cos(twice), np.sin(twice), warp))
    return v / v.max(), flow, kind


def enlarged(array, size):
    return np.asarray(Image.fromarray(array.astype(np.float32)).resize(size, Image.BICUBIC))


def coral(rng):
    """Ridges and polyps in relief, with a finer growth in their valleys."""
    size = (896, 896)
    coarse, flow, kind = (enlarged(part, size) for part in pattern(rng, (180, 180), 0.42, 3600))
    fine = enlarged(pattern(rng, (400, 400), 0.3, 2600)[0], size)
    ridge = smoothstep(0.12, 0.85, coarse)
    valley = 1 - smoothstep(0.08, 0.4, coarse)
    height = 20 * np.sqrt(np.clip(ridge, 0, 1)) + 3.6 * fine * (0.35 + valley) + 1.2 * noise(rng, size, 12, 3)
    hue = np.clip(0.5 + 0.27 * flow + 0.12 * noise(rng, size, 160, 3), 0, 1)
    low = ramp(0.75 * fine + 0.25 * hue, colors("0b1d3a 12426b 1c8496 6fd0b8 e9f5cf"))
    high = mix(
        ramp(ridge**2.2 * 0.93, colors("5a0f3c b3203f ee5a3c f9a35a ffe6b0")),
        ramp(ridge**2.2 * 0.93, colors("3a145a 7a2a9a d2569a f7a0a8 fff0d8")),
        smoothstep(0.4, 0.75, hue),
    )
    rgb = mix(low, high, smoothstep(0.1, 0.3, coarse))
    rings = 0.5 + 0.5 * np.sin(coarse * 42)
    rgb = rgb * (0.86 + 0.2 * rings * smoothstep(0.2, 0.4, coarse))[..., None]
    shine = light(blur(height, 1.6), 0.33)
    gloss = np.clip(shine - 1.3, 0, 1) * 0.55
    dark = np.exp(-0.9 * np.clip(blur(height, 14) - height, 0, None) / 10)

    return shrink(rgb * (np.clip(shine, 0.4, 1.5) * dark)[..., None] + gloss[..., None], 2)
