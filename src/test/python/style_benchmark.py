"""Compares this project's style transfer with neural-style-pt's method in PyTorch.

neural-style-pt's method is the loss of neural-style (content 5 * MSE, style 100 * MSE
of Gram matrices by the number of values, total variation 1e-3 * sum of absolute
differences) minimised by torch.optim.LBFGS with a history of 100, without a line
search, from the content image. Both programs get the same network, weights, pictures
and number of threads, each in a process of its own, one after the other. One function
here scores the pictures that both leave, with that loss in float32.

single   ours at the full size, after the same numbers of evaluations
pyramid  the same loss coarse to fine: time to PyTorch's loss at --target evaluations
default  what the dialog's defaults do, scored with this loss after the same time

--java is the command that runs neuralart.benchmark.StyleBenchmark. Debian's PyTorch
needs a BLAS that is not the reference one; see benchmark.py about --blas.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import raw_image
from benchmark import check_blas, peak_rss_mb
from networks import NETWORKS

LAYERS = {
    "vgg19": ("block4_conv2", [f"block{n}_conv1" for n in range(1, 6)]),
    "squeezenet": (
        "fire5/concat",
        ["relu_conv1", *(f"fire{n}/concat" for n in (2, 3, 5, 7))],
    ),
}
MARKS = (50, 100, 200, 500)


class Loss:
    """The loss of neural-style for a content and a style picture."""

    def __init__(self, network_name, weights, content, style):
        self.network = NETWORKS[network_name](weights, inplace=True)
        self.content_layer, self.style_layers = LAYERS[network_name]
        self.layers = sorted({self.content_layer, *self.style_layers})
        self.network.truncate(self.layers)
        with torch.no_grad():
            self.content = self.activations(content)[self.content_layer].clone()
            measured = self.activations(style)
            self.grams = {layer: gram(measured[layer]) for layer in self.style_layers}

    def activations(self, image):
        # the first ReLU of a network without inplace input leaves the image alone
        return self.network(image, self.layers)

    def __call__(self, image):
        now = self.activations(image)
        loss = 5 * F.mse_loss(now[self.content_layer], self.content)
        for layer, target in self.grams.items():
            loss = loss + 100 * F.mse_loss(gram(now[layer]), target)
        down = (image[:, :, 1:] - image[:, :, :-1]).abs().sum()
        right = (image[:, :, :, 1:] - image[:, :, :, :-1]).abs().sum()
        return loss + 1e-3 * (down + right)


def gram(activation):
    features = activation[0].flatten(1)
    return features @ features.T / activation.numel()


def read(arguments, name, size):
    preprocess = NETWORKS[arguments.network].preprocess
    return preprocess(raw_image.read(arguments.folder / f"{name}.f32", *size))


def measure_torch(arguments):
    """Run neural-style-pt's method in this process."""
    check_blas()
    torch.set_num_threads(arguments.threads)
    content = read(arguments, "content", arguments.size)
    style = read(arguments, "style", arguments.style_size)
    loss = Loss(arguments.network, arguments.weights, content, style)
    image = content.clone().requires_grad_()
    count = 0
    times, losses, pictures = [], [], []
    writing = 0.0
    start = time.perf_counter()

    def evaluate():
        nonlocal count, writing
        optimizer.zero_grad()
        value = loss(image)
        value.backward()
        count += 1
        losses.append(value.item())
        times.append(time.perf_counter() - start - writing)
        if count in arguments.marks:
            before = time.perf_counter()
            rgb = NETWORKS[arguments.network].deprocess(image.detach())
            raw_image.write(arguments.folder / f"torch-{count}.f32", rgb)
            pictures.append(f"torch-{count}")
            writing += time.perf_counter() - before
        return value

    optimizer = torch.optim.LBFGS(
        [image],
        max_iter=arguments.evaluations,
        max_eval=arguments.evaluations,
        tolerance_change=-1,
        tolerance_grad=-1,
        history_size=100,
    )
    optimizer.step(evaluate)
    return {
        "seconds": times[-1],
        "evaluations": count,
        "times": times,
        "losses": losses,
        "pictures": pictures,
        "peak_rss_mb": peak_rss_mb(),
    }


def run(command, environment):
    """Run a process and give the JSON in the last line that it prints."""
    child = subprocess.run(command, env=environment, capture_output=True, text=True)
    lines = [line for line in child.stdout.splitlines() if line.startswith('{"seconds"')]
    if not lines:
        sys.exit(f"{' '.join(command)}\n{child.stdout}{child.stderr}No measurement.")
    return json.loads(lines[-1])


def prepare(path, side, folder, name):
    """Write a picture, scaled to a longer side, and give its height and width."""
    picture = Image.open(path).convert("RGB")
    scale = side / max(picture.size)
    size = [round(n * scale) for n in picture.size]
    pixels = np.asarray(picture.resize(size, Image.LANCZOS)).astype("<f4")
    pixels.tofile(folder / f"{name}.f32")
    return pixels.shape[:2]


def benchmark(arguments):
    folder = arguments.folder
    size = prepare(arguments.content, arguments.side, folder, "content")
    style_size = prepare(arguments.style, arguments.side, folder, "style")
    marks = sorted({m for m in (*MARKS, arguments.target) if m <= arguments.evaluations})
    environment = {**os.environ, "OMP_NUM_THREADS": str(arguments.threads)}
    torch_environment = dict(environment)
    if arguments.blas:
        torch_environment["LD_LIBRARY_PATH"] = str(arguments.blas)
    torch_command = [sys.executable, __file__, "--child", "--network", arguments.network]
    torch_command += ["--weights", str(arguments.weights), "--folder", str(folder)]
    torch_command += ["--size", *map(str, size), "--style-size", *map(str, style_size)]
    torch_command += ["--evaluations", str(arguments.evaluations)]
    torch_command += ["--threads", str(arguments.threads), "--marks", *map(str, marks)]
    theirs = run(torch_command, torch_environment)

    def ours(mode, evaluations, at):
        command = [*arguments.java, arguments.network, str(arguments.weights), str(folder)]
        command += [*map(str, size), *map(str, style_size), mode, str(evaluations)]
        return run([*command, ",".join(map(str, at))], environment)

    content = NETWORKS[arguments.network].preprocess(
        raw_image.read(folder / "content.f32", *size)
    )
    style = NETWORKS[arguments.network].preprocess(
        raw_image.read(folder / "style.f32", *style_size)
    )
    loss = Loss(arguments.network, arguments.weights, content, style)

    def score(name):
        rgb = raw_image.read(folder / f"{name}.f32", *size)
        with torch.no_grad():
            return loss(NETWORKS[arguments.network].preprocess(rgb)).item()

    single = ours("single", arguments.evaluations, marks)
    print(f"{arguments.network}, {size[1]} x {size[0]} pixels, {arguments.threads} threads")
    for mark in marks:
        torch_loss, our_loss = score(f"torch-{mark}"), score(f"single-{mark}")
        print(
            f"after {mark} evaluations: PyTorch {torch_loss:.6g}, ours {our_loss:.6g}, "
            f"ratio {our_loss / torch_loss:.4f}"
        )
    per_torch = theirs["seconds"] / theirs["evaluations"]
    per_ours = single["seconds"] / arguments.evaluations
    print(
        f"seconds per evaluation: PyTorch {per_torch:.4f}, ours {per_ours:.4f}, "
        f"ratio {per_ours / per_torch:.3f}"
    )
    print(
        f"peak memory: PyTorch {theirs['peak_rss_mb']:.0f} MB, "
        f"ours {single['peak_rss_mb']:.0f} MB"
    )

    target = min(arguments.target, arguments.evaluations)
    goal, goal_time = score(f"torch-{target}"), theirs["times"][target - 1]
    every = list(range(1, arguments.evaluations + 1, 5))
    pyramid = ours("pyramid", arguments.pyramid_evaluations, every)
    for name, seconds in zip(pyramid["pictures"], pyramid["times"]):
        if score(name) <= goal:
            print(
                f"pyramid: PyTorch's loss at {target} evaluations ({goal:.6g}, "
                f"{goal_time:.1f} s) after {seconds:.1f} s, ratio {seconds / goal_time:.3f}"
            )
            break
    else:
        last = score(pyramid["pictures"][-1])
        print(
            f"pyramid: {last:.6g} after {pyramid['times'][-1]:.1f} s, not yet PyTorch's "
            f"{goal:.6g} at {target} evaluations after {goal_time:.1f} s"
        )

    default = ours("default", arguments.evaluations, range(1, 2000))
    name, seconds = default["pictures"][-1], default["times"][-1]
    same = [l for l, t in zip(theirs["losses"], theirs["times"]) if t <= seconds]
    print(
        f"defaults after {seconds:.1f} s: {score(name):.6g}; "
        f"PyTorch then {min(same) if same else theirs['losses'][0]:.6g}"
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--network", choices=LAYERS, default="vgg19")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--content", type=Path)
    parser.add_argument("--style", type=Path)
    parser.add_argument("--side", type=int, default=512, help="longer side in pixels")
    parser.add_argument("--evaluations", type=int, default=500)
    parser.add_argument("--pyramid-evaluations", type=int, default=60)
    parser.add_argument("--target", type=int, default=300)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--blas", type=Path, help="directory of PyTorch's BLAS")
    parser.add_argument("--java", type=str.split, help="command of the Java benchmark")
    parser.add_argument("--child", action="store_true", help="only run PyTorch here")
    parser.add_argument("--folder", type=Path, help="where pictures go")
    parser.add_argument("--size", type=int, nargs=2)
    parser.add_argument("--style-size", type=int, nargs=2)
    parser.add_argument("--marks", type=int, nargs="*", default=MARKS)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(measure_torch(arguments)))
    elif arguments.folder:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        benchmark(arguments)
    else:
        with tempfile.TemporaryDirectory() as folder:
            arguments.folder = Path(folder)
            benchmark(arguments)


if __name__ == "__main__":
    main()
