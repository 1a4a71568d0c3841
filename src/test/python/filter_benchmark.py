"""Compares filter images with those of lucent's method: how strong, and how fast.

Makes images of 20 channels of SqueezeNet by lucent_like.py and by FilterBenchmark.java
with the preset none and as many steps, in turn, and scores both with
filter_scores.py. The time of a step is that of one image: lucent works on one after
the other, on all threads; we work on as many side by side as there are processors.

Run in the project's folder:

  mvn -q test-compile dependency:build-classpath -Dmdep.includeScope=test \\
    -Dmdep.outputFile=target/classpath
  /usr/bin/python3 src/test/python/filter_benchmark.py --weights WEIGHTS.h5 \\
    --blas OPENBLAS_FOLDER

As in benchmark.py, PyTorch needs a fast BLAS for fair times.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

FILTERS = (
    "fire4/concat:3,40,90,130,170,200,250 "
    "fire6/concat:10,60,120,180,240,300,370 "
    "fire8/concat:5,80,160,240,320,400"
)
SCRIPTS = Path(__file__).parent


def run(command, **variables):
    """Run a command and read the JSON in the last line that it prints."""
    output = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout
    return json.loads(output.strip().split("\n")[-1])


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--preset", default="none")
    parser.add_argument("--filters", default=FILTERS)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--steps", type=int, default=512)
    parser.add_argument("--our-steps", type=int, help="where not as many")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--blas", type=Path, help="directory of PyTorch's BLAS")
    parser.add_argument("--classpath", type=Path, default=Path("target/classpath"))
    arguments = parser.parse_args()
    classpath = "target/test-classes:target/classes:" + arguments.classpath.read_text()
    blas = {"LD_LIBRARY_PATH": str(arguments.blas)} if arguments.blas else {}
    common = ["--weights", arguments.weights, "--filters", arguments.filters]
    common += ["--size", arguments.size]
    with tempfile.TemporaryDirectory() as folder:
        theirs, ours = [], []
        for _ in range(arguments.rounds):
            lucent = [sys.executable, SCRIPTS / "lucent_like.py", *common]
            lucent += ["--steps", arguments.steps, "--output", f"{folder}/lucent"]
            theirs.append(run(lucent, **blas)["median"])
            java = ["java", "-Xmx1g", "-Dorg.bytedeco.javacpp.maxbytes=0"]
            java += ["-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp", classpath]
            java += ["neuralart.benchmark.FilterBenchmark", "squeezenet", arguments.weights]
            java += [arguments.preset, arguments.filters, arguments.size]
            java += [arguments.our_steps or arguments.steps, f"{folder}/ours"]
            ours.append(run(java)["seconds"])
            print(f"seconds of a step: lucent {theirs[-1]:.4f}, ours {ours[-1]:.4f}")
        score = [sys.executable, SCRIPTS / "filter_scores.py", *common]
        scores = run([*score, f"{folder}/lucent", f"{folder}/ours"], **blas)["summary"][0]
    ratio = statistics.median(o / t for o, t in zip(ours, theirs))
    print(json.dumps({"time_by_lucent": ratio, **scores}))


if __name__ == "__main__":
    main()
