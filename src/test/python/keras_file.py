"""Files of Keras: the architecture in the words of Keras 2, and the arrays of each layer.

Reads HDF5 as Keras 1, 2 and 3 write it, and the zips of Keras 3, .keras. Written for h5py 3.7.
"""

import io
import json
import re
import zipfile
from types import SimpleNamespace

import h5py
import numpy as np

MODELS = ("Sequential", "Model", "Functional")
CLASSES = {"Convolution2D": "Conv2D", "AtrousConvolution2D": "Conv2D"}
MERGES = {"sum": "Add", "mul": "Multiply", "concat": "Concatenate"}
SETTINGS = {
    "border_mode": "padding", "subsample": "strides", "atrous_rate": "dilation_rate",
    "nb_filter": "filters", "output_dim": "units", "bias": "use_bias",
}


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def modern(layer):
    """Write a layer of Keras 1 as one of Keras 2."""
    config = {SETTINGS.get(key, key): value for key, value in layer["config"].items()}
    kind = layer["class_name"]
    kind = MERGES[config["mode"]] if kind == "Merge" else CLASSES.get(kind, kind)
    return {**layer, "class_name": kind, "config": config}


def read(path):
    """Give model, weights (arrays by layer, such a dictionary for a network) and channels_first."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            model = json.loads(archive.read("config.json"))
            with h5py.File(io.BytesIO(archive.read("model.weights.h5")), "r") as file:
                weights = by_order(file, model["config"])
        first = "channels_first" in json.dumps(model)
    else:
        with h5py.File(path, "r") as file:
            model = json.loads(text(file.attrs["model_config"]))
            turned = text(file.attrs.get("backend", "")) == "theano"
            root = file["model_weights"]
            old = text(file.attrs.get("keras_version", "2")).startswith("1")
            first = any(word in json.dumps(model) for word in ("channels_first", '"th"'))
            weights = by_name(root, layers(model["config"]))
        if old:
            model["config"]["layers"] = [modern(layer) for layer in model["config"]["layers"]]
            if first:
                weights = {name: [ordered(a) for a in arrays] for name, arrays in weights.items()}
        if turned:
            weights = {name: [turn(a) for a in arrays] for name, arrays in weights.items()}
    return SimpleNamespace(model=model, weights=weights, channels_first=first)


def ordered(array):
    return array.transpose(2, 3, 1, 0).copy() if array.ndim == 4 else array


def turn(array):
    return array[::-1, ::-1].copy() if array.ndim == 4 else array


def layers(config):
    return config if isinstance(config, list) else config["layers"]


def by_name(root, all_layers):
    weights = {}
    for layer in all_layers:
        name = layer["config"]["name"]
        if name not in root:
            continue
        names = [text(key) for key in root[name].attrs["weight_names"]]
        arrays = [np.asarray(root[name][key][()]) for key in names]
        inside = layer["class_name"] in MODELS
        weights[name] = inner_arrays(layer, dict(zip(names, arrays))) if inside else arrays
    return weights


def inner_arrays(network, arrays):
    """Find the arrays of the layers inside of a network, whose paths end in LAYER/ARRAY."""
    found = {}
    for layer in layers(network["config"]):
        name = layer["config"]["name"]
        if layer["class_name"] in MODELS:
            found[name] = inner_arrays(layer, arrays)
        else:
            found[name] = [a for key, a in arrays.items() if ("/" + key).rsplit("/", 1)[0].endswith("/" + name)]
    return found


def by_order(group, config):
    """Read layers/CLASS_NUMBER/vars: the layers of each class are counted."""
    weights, numbers = {}, {}
    for layer in layers(config):
        if "ops" in layer["module"]:
            continue
        kind = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", layer["class_name"])
        kind = re.sub("([a-z])([A-Z])", r"\1_\2", kind).lower()
        number = numbers.get(kind, 0)
        numbers[kind] = number + 1
        own = group["layers"].get(kind if number == 0 else f"{kind}_{number}", {})
        name = layer["config"]["name"]
        if layer["class_name"] in MODELS:
            weights[name] = by_order(own, layer["config"])
        else:
            variables = own.get("vars", {})
            weights[name] = [np.asarray(variables[str(i)][()]) for i in range(len(variables))]
    return weights
