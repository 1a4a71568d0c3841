"""Runs other scripts, each in a fork that has PyTorch loaded already, which takes a second.

Says "ready", then reads lines of JSON: the path of a script and its arguments. What a
script prints comes out, then a line with its exit code. Written for PyTorch 1.13.
"""

import json
import os
import runpy
import signal
import sys

try:
    import h5py  # noqa: F401
    import torch
except ImportError as error:
    sys.exit(f"{sys.executable}: {error}")

SECONDS = 300


def main():
    fork = os.fork  # not on every system
    print("ready", flush=True)
    for line in sys.stdin:
        script, *arguments = json.loads(line)
        child = fork()
        if child == 0:
            signal.alarm(SECONDS)
            torch.set_num_threads(os.cpu_count())
            sys.argv = [script, *arguments]
            runpy.run_path(script, run_name="__main__")
            sys.stdout.flush()
            os._exit(0)  # to tidy up takes longer than most scripts
        _, status = os.waitpid(child, 0)
        print("exit code", os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
