"""Compares the time of this project's engine with PyTorch's on networks in ONNX, on the CPU.

Networks of known shapes with generated weights are exported, and both compute one channel of the
output (its mean over the pixels) and its gradient with respect to the image, in float32 with two
threads; of the feed-forward style network, the output alone. Each network is run by processes of
their own after each other: PyTorch as it comes, this project's Java benchmark, and PyTorch with
glibc's allocator told to keep the memory of freed tensors. See benchmark.py about PyTorch's BLAS.

The Java process is started from the command of --java with the arguments FILE WHAT ITERATIONS
SIDE.., WHAT being gradient or forward, and prints a line of JSON for each side: {"side": ..,
"seconds": [..]}. The fastest iterations are compared.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import torch
from torch import nn

import onnx_networks
import style_network
from benchmark import THREADS, TUNED_MALLOC, WARM_UP_ITERATIONS, check_blas

NETWORKS = {
    "resnet18": onnx_networks.ResNet18,
    "mobilenet_v2": onnx_networks.MobileNetV2,
    "densenet121": onnx_networks.DenseNet121,
    "efficientnet_b0": onnx_networks.EfficientNetB0,
    "unet": lambda: onnx_networks.UNet(1, widths=(32, 64, 128, 256)),
    "vgg11": lambda: nn.Sequential(*list(onnx_networks.Vgg11())[:21]),
    "style": lambda: style_network.StyleNetwork(32, 5),
}
FORWARD_ONLY = ("style",)


def build(kind):
    """Give a network with the same generated weights every time."""
    torch.manual_seed(1)
    network = NETWORKS[kind]().eval()
    onnx_networks.randomize(network)
    for module in network.modules():
        if isinstance(module, nn.InstanceNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0, 0.1)
    return network.requires_grad_(False)


def channels(network):
    return next(network.parameters()).shape[1]


def export(kind, file):
    network = build(kind)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            torch.randn(1, channels(network), 224, 224),
            file,
            opset_version=13,
            input_names=["image"],
            dynamic_axes={"image": {2: "height", 3: "width"}},
        )


def iterate(network, image, what):
    if what == "forward":
        with torch.no_grad():
            network(image)
    else:
        image = image.clone().requires_grad_()
        torch.autograd.grad(network(image)[:, 0].mean(), image)


def measure_torch(kind, what, iterations, sides):
    """Time PyTorch in this process."""
    check_blas()
    torch.set_num_threads(THREADS)
    network = build(kind)
    for side in sides:
        image = torch.randn(1, channels(network), side, side)
        seconds = []
        for _ in range(WARM_UP_ITERATIONS + iterations):
            start = time.perf_counter()
            iterate(network, image, what)
            seconds.append(time.perf_counter() - start)
        print(json.dumps({"side": side, "seconds": seconds[WARM_UP_ITERATIONS:]}), flush=True)


def run_child(command, **environment):
    """Run a process and give the fastest iteration for each side that it prints."""
    child = subprocess.run(
        command,
        env={**os.environ, "OMP_NUM_THREADS": str(THREADS), **environment},
        capture_output=True,
        text=True,
    )
    lines = [json.loads(line) for line in child.stdout.splitlines() if line.startswith('{"side"')]
    if not lines:
        sys.exit(f"{' '.join(command)}\n{child.stdout}{child.stderr}No measurement.")
    return {line["side"]: min(line["seconds"]) for line in lines}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--networks", nargs="+", choices=NETWORKS, default=list(NETWORKS))
    parser.add_argument("--sides", nargs="+", type=int, default=[224, 512])
    parser.add_argument("--iterations", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--blas", type=Path, help="directory of PyTorch's BLAS")
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--java", type=str.split, help="command of the Java benchmark")
    mode.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()

    iterations, sides = arguments.iterations, arguments.sides
    if arguments.child:
        measure_torch(arguments.networks[0], arguments.child, iterations, sides)
        return
    environment = {"LD_LIBRARY_PATH": str(arguments.blas)} if arguments.blas else {}
    print(f"{'network':>16} {'side':>5} {'PyTorch':>8} {'tuned':>8} {'ours':>8}  ms; ratios")
    with tempfile.TemporaryDirectory() as folder:
        for kind in arguments.networks:
            what = "forward" if kind in FORWARD_ONLY else "gradient"
            file = str(Path(folder) / f"{kind}.onnx")
            export(kind, file)
            python = [sys.executable, __file__, "--child", what, "--networks", kind]
            python += ["--iterations", str(iterations), "--sides", *map(str, sides)]
            java = [*arguments.java, file, what, str(iterations), *map(str, sides)]
            for _ in range(arguments.rounds):
                plain = run_child(python, **environment)
                ours = run_child(java)
                tuned = run_child(python, **environment, **TUNED_MALLOC)
                for side in sides:
                    times = [1e3 * times[side] for times in (plain, tuned, ours)]
                    print(
                        f"{kind:>16} {side:>5}",
                        *(f"{ms:8.1f}" for ms in times),
                        f" {times[0] / times[2]:.2f} {times[1] / times[2]:.2f}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
