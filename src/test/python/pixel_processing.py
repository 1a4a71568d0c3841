"""Evaluates the pre- and postprocessing of bioimage.io with NumPy, in double precision, after its
specification. Prints JSON: arrays and, for each operation as descriptions have it, what it makes.

    python3 src/test/python/pixel_processing.py > src/test/resources/neuralart/reference/processing.json
"""
import json

import numpy as np

random = np.random.default_rng(3)
AXES = "cyx"
VALUES = np.round(random.normal(40, 25, (2, 5, 7)), 3)
VALUES[1] = np.round(VALUES[1] * 3 - 60, 3)
REFERENCE = np.round(random.gamma(2, 30, (2, 5, 7)), 3)


def over(axes):
    """The axes of the arrays that count together: all where none are named."""
    return tuple(AXES.index(a) for a in axes if a in AXES) if axes else (0, 1, 2)


def column(numbers):
    """One number, or one for each channel."""
    return np.reshape(np.asarray(numbers, float), (-1, 1, 1))


def standardize(axes="", eps=1e-6):
    mean = VALUES.mean(over(axes), keepdims=True)
    return (VALUES - mean) / (VALUES.std(over(axes), keepdims=True) + eps)


def scale_range(low=0, high=100, axes="", eps=1e-6, of=VALUES):
    low, high = (np.percentile(of, p, axis=over(axes), keepdims=True) for p in (low, high))
    return (VALUES - low) / (high - low + eps)


def match(axes="", eps=1e-6):
    mean, std = VALUES.mean(over(axes), keepdims=True), VALUES.std(over(axes), keepdims=True)
    to, width = REFERENCE.mean(over(axes), keepdims=True), REFERENCE.std(over(axes), keepdims=True)
    return (VALUES - mean) / (std + eps) * (width + eps) + to


def softmax():
    e = np.exp(VALUES - VALUES.max(0, keepdims=True))
    return e / e.sum(0, keepdims=True)


def clip_percentiles(low, high, axes=""):
    low, high = (np.percentile(VALUES, p, axis=over(axes), keepdims=True) for p in (low, high))
    return np.clip(VALUES, low, high)


CASES = [
    # specification 0.4
    ("{name: zero_mean_unit_variance, kwargs: {mode: per_sample, axes: xy}}", standardize("yx")),
    ("{name: zero_mean_unit_variance, kwargs: {mode: per_dataset, axes: cyx, eps: 1.0e-2}}",
     standardize("cyx", 1e-2)),
    ("{name: zero_mean_unit_variance, kwargs: {mode: fixed, axes: xy, mean: 103, std: 12.5}}",
     (VALUES - 103) / 12.5),
    ("{name: zero_mean_unit_variance, kwargs: {mode: fixed, axes: xy, mean: [10, 20], std: [2, 5]}}",
     (VALUES - column([10, 20])) / column([2, 5])),
    ("{name: scale_range, kwargs: {mode: per_sample, axes: xy, min_percentile: 1, max_percentile: 99.8}}",
     scale_range(1, 99.8, "yx")),
    ("{name: scale_range, kwargs: {mode: per_sample, axes: cxy, eps: 1e-3}}",
     scale_range(axes="cyx", eps=1e-3)),
    ("{name: scale_range, kwargs: {mode: per_sample, axes: xy, reference_tensor: raw}}",
     scale_range(axes="yx", of=REFERENCE)),
    ("{name: scale_linear, kwargs: {axes: xy, gain: 0.0039, offset: -0.5}}", VALUES * 0.0039 - 0.5),
    ("{name: scale_linear, kwargs: {axes: xy, gain: [0.5, 2], offset: [1, -1]}}",
     VALUES * column([0.5, 2]) + column([1, -1])),
    ("{name: scale_mean_variance, kwargs: {mode: per_sample, reference_tensor: raw, axes: xy}}",
     match("yx")),
    ("{name: binarize, kwargs: {threshold: 42.5}}", (VALUES > 42.5).astype(float)),
    ("{name: clip, kwargs: {min: 10, max: 50}}", np.clip(VALUES, 10, 50)),
    ("{name: sigmoid}", 1 / (1 + np.exp(-VALUES))),
    # specification 0.5
    ("{id: zero_mean_unit_variance}", standardize()),
    ("{id: zero_mean_unit_variance, kwargs: {axes: [x, y]}}", standardize("yx")),
    ("{id: zero_mean_unit_variance, kwargs: {axes: [batch, channel, y, x], eps: 1e-05}}",
     standardize("cyx", 1e-5)),
    ("{id: fixed_zero_mean_unit_variance, kwargs: {mean: 103.939, std: 57.375}}",
     (VALUES - 103.939) / 57.375),
    ("{id: fixed_zero_mean_unit_variance, kwargs: {axis: channel, mean: [3, -4], std: [7, 0.5]}}",
     (VALUES - column([3, -4])) / column([7, 0.5])),
    ("{id: scale_range, kwargs: {min_percentile: 5.5, max_percentile: 93, axes: [channel, x, y]}}",
     scale_range(5.5, 93, "cyx")),
    ("{id: scale_range, kwargs: {axes: [y, x], reference_tensor: raw, max_percentile: 90}}",
     scale_range(0, 90, "yx", of=REFERENCE)),
    ("{id: scale_linear, kwargs: {gain: 0.25}}", VALUES * 0.25),
    ("{id: scale_linear, kwargs: {axis: channel, gain: [1, -1], offset: [0, 255]}}",
     VALUES * column([1, -1]) + column([0, 255])),
    ("{id: scale_mean_variance, kwargs: {reference_tensor: raw, axes: [channel, y, x], eps: 0.001}}",
     match("cyx", 1e-3)),
    ("{id: binarize, kwargs: {axis: channel, threshold: [30, 60]}}",
     (VALUES > column([30, 60])).astype(float)),
    ("{id: clip, kwargs: {min: 0}}", np.clip(VALUES, 0, None)),
    ("{id: clip, kwargs: {min_percentile: 2, max_percentile: 98, axes: [y, x]}}",
     clip_percentiles(2, 98, "yx")),
    ("{id: sigmoid, kwargs: {}}", 1 / (1 + np.exp(-VALUES))),
    ("{id: softmax, kwargs: {axis: channel}}", softmax()),
    ("{id: ensure_dtype, kwargs: {dtype: float32}}", VALUES),
    ("{id: ensure_dtype, kwargs: {dtype: int16}}", VALUES.astype(np.int16).astype(float)),
    ("{id: ensure_dtype, kwargs: {dtype: uint8}}", np.trunc(np.clip(VALUES, 0, 255))),
]


def values(array):
    return [float(f"{v:.9g}") for v in np.ravel(array)]


print(json.dumps({"shape": VALUES.shape, "values": values(VALUES), "reference": values(REFERENCE)})[:-1]
      + ', "cases": [\n'
      + ",\n".join(json.dumps({"operation": o, "expected": values(e)}) for o, e in CASES)
      + "]}")
