"""Compares the time and memory of this project's engine with PyTorch's on the CPU.

One iteration is a forward pass and a backward pass to the image, of the same objective
on the same network at the same size, in float32 with two threads. Each round runs three
whole processes after each other, so that changes of the machine's speed meet all of
them: PyTorch 1.13 as it comes, this project's Java benchmark, and PyTorch with glibc's
allocator told to keep the memory of freed tensors.

Debian's PyTorch takes its BLAS from the system. With the reference BLAS it is 20 times
slower, and with the pthread build of OpenBLAS the thread pools of both get in each
other's way: use OpenBLAS for OpenMP. Where that isn't installed, unpack the package
libopenblas0-openmp and give the directory of its libblas.so.3 by --blas. The reference
BLAS is refused.

Every process runs a few iterations unmeasured, then prints one line of JSON:
{"seconds": [...], "peak_rss_mb": ...}. The Java process is started from the command
of --java with the arguments NETWORK SIZE ITERATIONS WEIGHTS and must do the same; its
other lines are ignored. Both run no further than the last layer of the objective, and
evaluate a weighted sum of the objectives of objectives.py:

squeezenet   1.0 gram on relu_conv1 and on fireN/concat for N = 2..9,
             0.1 energy on fire9/concat
vgg19        1.0 gram on block1_conv1, block2_conv1, block3_conv1, block4_conv1 and
             block5_conv1, 0.1 energy on block5_conv1
inceptionv3  1.0 gram on activation_3, activation_5, mixed0, mixed2, mixed3 and mixed7,
             0.1 energy on mixed7

gram is the sum of squares of the Gram matrix F F^T / (channels * height * width) of the
layer's activation, energy the mean of squares of the activation. The activations of VGG
are those after the ReLU.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import torch

from networks import NETWORKS
from objectives import Objective, value_and_gradient
from squeezenet import FIRE_MODULES

THREADS = 2
WARM_UP_ITERATIONS = 3
TUNED_MALLOC = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "-1"}
LAYERS = {
    "squeezenet": ["relu_conv1", *(f"fire{n}/concat" for n in FIRE_MODULES)],
    "vgg19": [f"block{n}_conv1" for n in range(1, 6)],
    "inceptionv3": "activation_3 activation_5 mixed0 mixed2 mixed3 mixed7".split(),
}


def build(network_name, weights):
    """Give a network with Gram objectives at all scales and an energy on top."""
    layers = LAYERS[network_name]
    objectives = [Objective(layer, "gram", 1.0) for layer in layers]
    objectives.append(Objective(layers[-1], "energy", 0.1))
    network = NETWORKS[network_name](weights, inplace=True)
    network.truncate(layers)
    return network, objectives


def peak_rss_mb():
    """Give this process' peak memory (getrusage would include its parent's)."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def check_blas():
    """Leave unless PyTorch runs on an optimised BLAS."""
    maps = Path("/proc/self/maps").read_text()
    if not torch.backends.mkl.is_available() and "openblas" not in maps:
        sys.exit("PyTorch runs on the slow reference BLAS: see --help about --blas.")


def measure_torch(network_name, weights, size, iterations):
    """Time PyTorch in this process."""
    check_blas()
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    network, objectives = build(network_name, weights)
    image = network.preprocess(255 * torch.rand(1, 3, size, size))
    seconds = []
    for _ in range(WARM_UP_ITERATIONS + iterations):
        start = time.perf_counter()
        value_and_gradient(network, objectives, image)
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds[WARM_UP_ITERATIONS:], "peak_rss_mb": peak_rss_mb()}


def run_child(command, **environment):
    """Run a process and give the measurement that it prints."""
    child = subprocess.run(
        command,
        env={**os.environ, "OMP_NUM_THREADS": str(THREADS), **environment},
        capture_output=True,
        text=True,
    )
    for line in child.stdout.splitlines():
        if line.startswith('{"seconds"'):
            return json.loads(line)
    sys.exit(f"{' '.join(command)}\n{child.stdout}{child.stderr}No measurement.")


def print_row(*cells):
    print("".join(f"{cell:>14}" for cell in cells), flush=True)


def benchmark(torch_command, torch_environment, java_command, rounds):
    """Run all rounds and print a table of them."""
    results = {"torch": [], "tuned": [], "ours": []}
    ratios = {"torch": [], "tuned": []}
    print("Seconds per iteration, and torch's time by ours (minima)")
    print_row(
        "round",
        *(f"{name} {kind}" for name in results for kind in ("median", "min")),
        *(f"{name}/ours" for name in ratios),
    )
    for number in range(1, rounds + 1):
        results["torch"].append(run_child(torch_command, **torch_environment))
        results["ours"].append(run_child(java_command))
        results["tuned"].append(
            run_child(torch_command, **torch_environment, **TUNED_MALLOC)
        )
        seconds = {name: runs[-1]["seconds"] for name, runs in results.items()}
        for name in ratios:
            ratios[name].append(min(seconds[name]) / min(seconds["ours"]))
        print_row(
            number,
            *(
                f"{f(s):.4f}"
                for s in seconds.values()
                for f in (statistics.median, min)
            ),
            *(f"{values[-1]:.2f}" for values in ratios.values()),
        )
    for name, values in ratios.items():
        lowest, median = min(values), statistics.median(values)
        print(f"{name}/ours: lowest {lowest:.2f}, median {median:.2f}")
    for name, runs in results.items():
        print(f"{name}: peak memory {max(r['peak_rss_mb'] for r in runs):.0f} MB")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--network", choices=LAYERS, default="squeezenet")
    parser.add_argument("--size", type=int, default=400)
    parser.add_argument("--iterations", type=int, default=25)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--blas", type=Path, help="directory of PyTorch's BLAS")
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--java", type=str.split, help="command of the Java benchmark")
    mode.add_argument("--child", action="store_true", help="only measure PyTorch here")
    arguments = parser.parse_args()

    network, weights = arguments.network, str(arguments.weights)
    size, iterations = arguments.size, arguments.iterations
    if arguments.child:
        print(json.dumps(measure_torch(network, weights, size, iterations)))
        return
    torch_command = [sys.executable, __file__, "--child", "--network", network]
    torch_command += ["--weights", weights, "--size", str(size)]
    torch_command += ["--iterations", str(iterations)]
    java_command = [*arguments.java, network, str(size), str(iterations), weights]
    torch_environment = {}
    if arguments.blas:
        torch_environment["LD_LIBRARY_PATH"] = str(arguments.blas)
    benchmark(torch_command, torch_environment, java_command, arguments.rounds)


if __name__ == "__main__":
    main()
