"""Brush strokes with bristles and relief, laid along a field of directions."""

import numpy as np
from canvas import blur, jitter, light, smoothstep


class Painting:
    """Paint on a canvas: its colours and its thickness."""

    def __init__(self, ground):
        self.rgb = ground.copy()
        self.thickness = np.zeros(ground.shape[:2])

    def stroke(self, rng, path, width, color, bristle=0.06, dry=0.5, opacity=1.0, taper=0.25, relief=1.0):
        """Lays a stroke along path, an array of x and y, darker and lighter by its bristles, dry at its end."""
        height, columns = self.thickness.shape
        x0, y0 = np.maximum(np.floor(path.min(0) - width).astype(int), 0)
        x1, y1 = np.minimum(np.ceil(path.max(0) + width).astype(int) + 1, [columns, height])
        if x0 >= x1 or y0 >= y1:
            return
        y, x = np.mgrid[y0:y1, x0:x1]
        along, across, length = nearest(path, x.ravel().astype(float), y.ravel().astype(float))
        bristles = rng.standard_normal(int(2 * width / 1.6) + 4)
        bristles = np.convolve(bristles, [0.25, 0.5, 0.25], "same") * 1.6
        lane = np.clip((across / width + 1) / 2, 0, 1) * (len(bristles) - 2)
        low = lane.astype(int)
        hair = bristles[low] + (lane - low) * (bristles[low + 1] - bristles[low])
        s = along / max(length, 1e-6)
        half = width * (taper + (1 - taper) * np.clip(np.minimum(s * 6, (1 - s) * 4), 0, 1) ** 0.5)
        edge = smoothstep(0, 1.6, half - np.abs(across) + 0.25 * hair)
        alpha = edge * np.clip(1.15 - dry * smoothstep(0.35, 1, s) * (1 + 0.9 * hair), 0, 1) * opacity
        alpha = alpha.reshape(y.shape)
        shade = bristle * hair.reshape(y.shape)[..., None]
        part = self.rgb[y0:y1, x0:x1]
        part += alpha[..., None] * (np.clip(color + shade, 0, 1) - part)
        ridge = (
            1 - 0.6 * (across / width) ** 2 + 0.35 * hair + 0.5 * np.exp(-(((np.abs(across) - half * 0.85) / 1.5) ** 2))
        )
        thick = self.thickness[y0:y1, x0:x1]
        thick += alpha * (relief * ridge.reshape(y.shape) - thick)

    def lit(self, strength=0.22, gloss=0.10):
        """The paint as light from the upper left shows it."""
        shine = light(blur(self.thickness, 0.7), 1.0)
        glint = np.clip(shine - 1.35, 0, 1)
        return np.clip(
            self.rgb * (1 + strength * np.clip(shine - 1, -1.2, 1.2))[..., None] + gloss * glint[..., None], 0, 1
        )


def nearest(path, x, y):
    """Of the point of a path nearest to each pixel: how far along it is, and how far across; and the path's length."""
    steps = np.diff(path, axis=0)
    lengths = np.hypot(*steps.T) + 1e-9
    starts = np.concatenate([[0], np.cumsum(lengths)])
    along, across, best = np.zeros_like(x), np.zeros_like(x), np.full_like(x, np.inf)
    for i, (dx, dy) in enumerate(steps / lengths[:, None]):
        px, py = x - path[i, 0], y - path[i, 1]
        t = px * dx + py * dy
        inside = np.clip(t, 0, lengths[i])
        side = py * dx - px * dy
        # beyond the ends of the path the distance counts as width, which rounds the ends
        distance = np.hypot(t - inside, side)
        closer = distance < best
        best = np.where(closer, distance, best)
        along = np.where(closer, starts[i] + inside, along)
        across = np.where(closer, np.copysign(distance, side), across)
    return along, across, starts[-1]


def trace(angle, x, y, length, turned=0.0, pieces=7):
    """The path of a length through a point, along a field of directions, all of them turned by an angle."""
    height, width = angle.shape
    halves = []
    for sign in (-1, 1):
        points, px, py, last = [], x, y, None
        for _ in range(pieces):
            a = turned + angle[int(np.clip(py, 0, height - 1)), int(np.clip(px, 0, width - 1))]
            dx, dy = np.cos(a), np.sin(a)
            turn = sign if last is None else np.sign(dx * last[0] + dy * last[1]) or 1
            if last is not None and abs(dx * last[0] + dy * last[1]) < 0.6:
                break
            last = (dx * turn, dy * turn)
            px, py = px + last[0] * length / 2 / pieces, py + last[1] * length / 2 / pieces
            points.append((px, py))
        halves.append(points)
    return np.array(halves[0][::-1] + [(x, y)] + halves[1])


def scatter(rng, size, spacing):
    """Points about a spacing apart, in random order."""
    width, height = size
    columns, rows = int(width / spacing) + 2, int(height / spacing) + 2
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    points = np.stack([x, y], -1).reshape(-1, 2) - 0.5 + rng.uniform(-0.5, 0.5, (columns * rows, 2))
    return rng.permutation(points) * spacing


def paint(rng, painting, scene, angle, layers, hue=0.035, lightness=0.05, wander=0.12, keep=None, **look):
    """Covers a painting with strokes in the colours of a scene.

    layers: spacing, width, length of the strokes of each, large to small
    keep: where strokes may lie, true or false, by layer number; everywhere by default
    """
    height, width = angle.shape
    for number, (spacing, thick, length) in enumerate(layers):
        for x, y in scatter(rng, (width, height), spacing):
            column, row = int(np.clip(x, 0, width - 1)), int(np.clip(y, 0, height - 1))
            if keep is not None and not keep(number, column, row):
                continue
            path = trace(angle, x, y, length * rng.uniform(0.6, 1.4), rng.normal(0, wander))
            own = jitter(rng, scene[row, column], hue, lightness)
            painting.stroke(rng, path, thick * rng.uniform(0.65, 1.35), own, **look)
