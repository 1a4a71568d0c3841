"""Replaces a text by another in the architecture that a Keras file holds. Prints "done"."""

import sys

import h5py

path, old, new = sys.argv[1:]
with h5py.File(path, "r+") as file:
    architecture = file.attrs["model_config"]
    assert old in architecture
    file.attrs["model_config"] = architecture.replace(old, new)
print('"done"')
