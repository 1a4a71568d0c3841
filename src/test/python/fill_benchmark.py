"""Scores filled selections: 12 cases, against OpenCV's inpainting and ImageJ's own fill.

    fill_benchmark.py cases FOLDER DATA      draws the cases: NAME.png and NAME-mask.png
    fill_benchmark.py score FOLDER DATA      prints a table, and draws a sheet to look at

In between, neuralart.benchmark.FillBenchmark fills them: NAME-filled.png and NAME-filled.txt,
with the seconds. DATA is the folder of the tests' data. Needs torch, h5py and OpenCV (Debian:
python3-torch python3-h5py python3-opencv).

The texture distance compares the filled pixels with those around them: the Gram matrices of
relu_conv1, fire3 and fire5 of SqueezeNet, over the positions in the hole, and over those outside
of it in a box that is larger than the hole's by its own size, at least by 32 pixels, on each side;
their squared difference by the square of the latter, as a mean of the three layers.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image, ImageDraw

from networks import NETWORKS

WEIGHTS = "models/squeezenet11_keras_notop/squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5"
LAYERS = ["relu_conv1", "fire3/concat", "fire5/concat"]

# name, file, what is cut out, diameter or width, middle x and y
CASES = [
    ("brick-disc", "textures/scikit-image/brick.png", "disc", 56, 250, 240),
    ("brick-line", "textures/scikit-image/brick.png", "line", 8, 200, 300),
    ("grass-disc", "textures/scikit-image/grass.png", "disc", 28, 256, 256),
    ("grass-line", "textures/scikit-image/grass.png", "line", 16, 300, 200),
    ("gravel-disc", "textures/scikit-image/gravel.png", "disc", 56, 256, 256),
    ("gravel-line", "textures/scikit-image/gravel.png", "line", 16, 200, 200),
    ("histology-disc", "microscopy/scikit-image/ihc.png", "disc", 56, 170, 330),
    ("histology-line", "microscopy/scikit-image/ihc.png", "line", 3, 300, 150),
    ("fly-eye-disc", "microscopy/neubias/xy_8bit__em_fly_eye.tif", "disc", 28, 200, 160),
    ("fly-eye-line", "microscopy/neubias/xy_8bit__em_fly_eye.tif", "line", 8, 220, 150),
    ("neuron-disc", "microscopy/neubias/xy_16bit__rat_hippocampal_neuron.tif", "disc", 12, 280, 300),
    ("neuron-line", "microscopy/neubias/xy_16bit__rat_hippocampal_neuron.tif", "line", 3, 250, 250),
]


def read(path):
    """An image as it is displayed, RGB."""
    image = np.array(Image.open(path))
    if image.dtype != np.uint8:
        low, high = np.percentile(image, [0.2, 99.8])
        image = np.clip((image - low) / (high - low) * 255, 0, 255).astype(np.uint8)
    return np.repeat(image[..., None], 3, 2) if image.ndim == 2 else image[..., :3]


def mask(shape, kind, size, x, y):
    canvas = Image.new("L", (shape[1], shape[0]))
    draw = ImageDraw.Draw(canvas)
    if kind == "disc":
        draw.ellipse([x - size / 2, y - size / 2, x + size / 2, y + size / 2], fill=255)
    else:
        draw.line([x - 60, y - 25, x + 60, y + 25], fill=255, width=size)
    return np.array(canvas)


def draw_cases(folder, data):
    folder.mkdir(parents=True, exist_ok=True)
    for name, file, *shape in CASES:
        image = read(data / file)
        hole = mask(image.shape, *shape)
        Image.fromarray(hole).save(folder / f"{name}-mask.png")
        image[hole > 0] = 255  # dust; nothing of what was there may help
        Image.fromarray(image).save(folder / f"{name}.png")


def gram(features, mask):
    channels = features.shape[1]
    rows = features[0].reshape(channels, -1)[:, mask.flatten()]
    return rows @ rows.T / rows.shape[1]


def texture_distance(network, image, hole):
    ys, xs = np.nonzero(hole)
    grow = max(32, max(np.ptp(ys), np.ptp(xs)))
    top, left = max(0, ys.min() - grow), max(0, xs.min() - grow)
    part = np.s_[top : ys.max() + grow, left : xs.max() + grow]
    pixels = torch.tensor(image[part].astype(np.float64)[None]).permute(0, 3, 1, 2)
    activations = network(network.preprocess(pixels), LAYERS)
    inside = torch.tensor((hole[part] > 0).astype(np.float64))[None, None]
    total = 0
    for layer in LAYERS:
        features = activations[layer]
        cover = torch.nn.functional.interpolate(inside, features.shape[2:], mode="area")[0, 0]
        own, around = gram(features, cover >= 0.5 * cover.max()), gram(features, cover == 0)
        total += ((own - around) ** 2).sum() / (around**2).sum()
    return float(total / len(LAYERS))


def ssim(a, b):
    a, b = a.astype(float), b.astype(float)
    blur = lambda image: cv2.GaussianBlur(image, (11, 11), 1.5)
    ma, mb = blur(a), blur(b)
    va, vb, cov = blur(a * a) - ma * ma, blur(b * b) - mb * mb, blur(a * b) - ma * mb
    return (2 * ma * mb + 6.5) * (2 * cov + 58.5) / ((ma**2 + mb**2 + 6.5) * (va + vb + 58.5))


def against_truth(image, truth, hole):
    difference = image[hole > 0].astype(float) - truth[hole > 0]
    rms = np.sqrt((difference**2).mean())
    psnr = 20 * np.log10(255 / max(rms, 1e-9))
    return rms, psnr, ssim(image, truth)[hole > 0].mean()


def score(folder, data):
    network = NETWORKS["squeezenet"](data / WEIGHTS, torch.float64)
    sheet = []
    print("| case | texture: truth | filled | Telea | Navier-Stokes | ImageJ | ratio | s |"
          " RMS, PSNR, SSIM filled | Telea | Navier-Stokes | ImageJ |")
    print("|---|" + "---|" * 11)
    for name, file, *shape in CASES:
        truth = read(data / file)
        hole = mask(truth.shape, *shape)
        damaged = np.array(Image.open(folder / f"{name}.png").convert("RGB"))
        filled = np.array(Image.open(folder / f"{name}-filled.png").convert("RGB"))
        assert (filled[hole == 0] == damaged[hole == 0]).all(), "a pixel outside has changed"
        ring = cv2.dilate(hole, np.ones((9, 9))) - hole
        flat = damaged.copy()
        flat[hole > 0] = truth[ring > 0].mean(0)  # Edit > Fill with the mean colour of the border
        bgr = np.ascontiguousarray(damaged)
        results = [
            truth,
            filled,
            cv2.inpaint(bgr, hole, 5, cv2.INPAINT_TELEA),
            cv2.inpaint(bgr, hole, 5, cv2.INPAINT_NS),
            flat,
        ]
        distances = [texture_distance(network, result, hole) for result in results]
        seconds = (folder / f"{name}-filled.txt").read_text().strip()
        errors = [
            "%.1f, %.1f, %.2f" % against_truth(result, truth, hole) for result in results[1:]
        ]
        print(
            f"| {name} {shape[1]} | " + " | ".join(f"{d:.4f}" for d in distances)
            + f" | {distances[1] / min(distances[2:]):.2f} | {seconds} | "
            + " | ".join(errors) + " |",
            flush=True,
        )
        ys, xs = np.nonzero(hole)
        middle_y, middle_x = (ys.min() + ys.max()) // 2, (xs.min() + xs.max()) // 2
        top = np.clip(middle_y - 80, 0, truth.shape[0] - 160)
        left = np.clip(middle_x - 80, 0, truth.shape[1] - 160)
        row = [damaged, *results[1:4], truth]
        sheet.append(np.hstack([r[top : top + 160, left : left + 160] for r in row]))
    half = len(sheet) // 2
    both = np.hstack([np.vstack(sheet[:half]), np.vstack(sheet[half:])])
    Image.fromarray(both).save(folder / "sheet.png")


if __name__ == "__main__":
    torch.set_num_threads(2)
    {"cases": draw_cases, "score": score}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
