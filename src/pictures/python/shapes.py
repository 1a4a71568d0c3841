"""Places and shapes of what is seen in a microscope."""

import numpy as np
from brush import nearest
from canvas import grid, noise


def nuclei_at(rng, size, count, apart, margin=0):
    """Places that keep their distance from each other."""
    places = []
    while len(places) < count:
        place = rng.uniform([-margin, -margin], [size[0] + margin, size[1] + margin])
        if all(np.hypot(*(place - other)) > apart for other in places):
            places.append(place)
        apart *= 0.9995
    return np.array(places)


def blobs(rng, size, places, radii, stretch=0.35, rough=0.08):
    """Distance from each pixel to the middle of its rough ellipse, 1 at its rim, and the number of that ellipse."""
    x, y = grid(size)
    best, owner = np.full(x.shape, np.inf), np.zeros(x.shape, int)
    wobble = noise(rng, size, 40, 3)
    for number, ((cx, cy), r) in enumerate(zip(places, radii)):
        a, s = rng.uniform(0, np.pi), 1 + rng.uniform(0, stretch)
        dx, dy = x - cx, y - cy
        u, v = dx * np.cos(a) + dy * np.sin(a), dy * np.cos(a) - dx * np.sin(a)
        d = np.hypot(u / (r * s), v * s / r) + rough * wobble
        closer = d < best
        best, owner = np.where(closer, d, best), np.where(closer, number, owner)
    return best, owner


def fibre(layer, path, width, strength):
    """Adds a soft line along a path."""
    height, columns = layer.shape
    reach = 4 * width
    x0, y0 = np.maximum(np.floor(path.min(0) - reach).astype(int), 0)
    x1, y1 = np.minimum(np.ceil(path.max(0) + reach).astype(int) + 1, [columns, height])
    if x0 >= x1 or y0 >= y1:
        return
    y, x = np.mgrid[y0:y1, x0:x1]
    _, across, _ = nearest(path, x.ravel().astype(float), y.ravel().astype(float))
    layer[y0:y1, x0:x1] += strength * np.exp(-((across / width) ** 2)).reshape(y.shape)
