"""Writes a Keras network with one convolution in a form of HDF5 that jHDF can't write.

The forms: gzip, shuffle, lzf, chunked, fletcher32, float64, float16 (the storage of the
kernel); external-link, external-storage (the kernel is in another file), soft-link; ilastik, image (HDF5
files without a network); weights (no architecture). Prints the path as JSON. Written for
h5py 3.7.
"""

import argparse
import json
from pathlib import Path

import h5py
import numpy as np

STORAGE = {
    "contiguous": {},
    "chunked": {"chunks": (2, 2, 3, 4)},
    "gzip": {"compression": "gzip"},
    "shuffle": {"compression": "gzip", "shuffle": True},
    "lzf": {"compression": "lzf"},
    "lzf-shuffle": {"compression": "lzf", "shuffle": True},
    "fletcher32": {"fletcher32": True},
    "float64": {"dtype": "f8"},
    "float16": {"dtype": "f2"},
}


def convolution(path, form):
    kernel = np.round(np.random.default_rng(1).normal(0, 0.3, (3, 3, 3, 8)), 2)
    if form == "float16":
        kernel = kernel.astype("f2")
    config = {"name": "conv", "filters": 8, "kernel_size": [3, 3], "padding": "same", "use_bias": False}
    image = {"name": "image", "batch_input_shape": [None, 8, 8, 3]}
    layers = [
        {"class_name": "InputLayer", "config": image},
        {"class_name": "Conv2D", "config": config},
    ]
    with h5py.File(path, "w") as file:
        root = file
        if form != "weights":
            model = {"class_name": "Sequential", "config": {"name": "net", "layers": layers}}
            file.attrs["model_config"] = json.dumps(model)
            root = file.create_group("model_weights")
        root.attrs["keras_version"] = "2.11.0"
        root.attrs["layer_names"] = [b"conv"]
        group = root.create_group("conv")
        group.attrs["weight_names"] = [b"conv/kernel:0"]
        inner = group.create_group("conv")
        if form == "external-link":
            inner["kernel:0"] = h5py.ExternalLink("elsewhere.h5", "/kernel")
            with h5py.File(Path(path).parent / "elsewhere.h5", "w") as other:
                other["kernel"] = kernel.astype("f4")
        elif form == "soft-link":
            inner["kernel:0"] = h5py.SoftLink("/kernel")
            file["kernel"] = kernel.astype("f4")
        elif form == "external-storage":
            raw = Path(path).with_suffix(".raw")
            kernel.astype("f4").tofile(raw)
            external = [(str(raw), 0, raw.stat().st_size)]
            inner.create_dataset("kernel:0", kernel.shape, "f4", external=external)
        else:
            storage = {"dtype": "f4", **STORAGE.get(form, {})}
            inner.create_dataset("kernel:0", data=kernel, **storage)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("form")
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    if arguments.form == "ilastik":
        with h5py.File(arguments.output, "w") as file:
            file["ilastikVersion"] = b"1.4.0"
            file.create_group("PixelClassification")
    elif arguments.form == "image":
        with h5py.File(arguments.output, "w") as file:
            file["data"] = np.zeros((4, 4), "u1")
    else:
        convolution(arguments.output, arguments.form)
    print(json.dumps(str(arguments.output)))


if __name__ == "__main__":
    main()
