"""Writes networks of the families of Keras' applications, with few channels and random weights.

They have the layers, names and settings that these families have in Keras, and are in the form that a
version of Keras saves: 1, 2 and 3 in HDF5, 4 is the format .keras of version 3. Prints the path as
JSON. Written for h5py 3.7, from Keras' documentation: it needs no Keras.
"""

import argparse
import io
import json
import re
import zipfile
from pathlib import Path

import h5py
import numpy as np

from make_keras_network import Writer

SIDE = 32
GLOROT = {"class_name": "GlorotUniform", "config": {"seed": None}}


class Application(Writer):
    """Adds layers, each of which reads the one before unless another is named."""

    def __init__(self, name, form, first=False, seed=5, channels=3, side=SIDE):
        super().__init__(form >= 3, seed)
        self.name, self.form, self.first = name, form, first
        self.channels, self.numbers, self.inner = {}, {}, {}
        shape = [None, channels, side, side] if first else [None, side, side, channels]
        key = "batch_shape" if self.keras3 else "batch_input_shape"
        self.x = self.add("InputLayer", "input_1", [], {key: shape}, channels=channels)

    def number(self, kind):
        n = self.numbers.get(kind, 0)
        self.numbers[kind] = n + 1
        return kind if n == 0 else f"{kind}_{n}"

    @property
    def axis(self):
        return 1 if self.first else 3

    @property
    def format(self):
        return {"data_format": "channels_first" if self.first else "channels_last"}

    def add(self, kind, name, inputs, config, weights=(), channels=None):
        self.layer(kind, name, inputs, config, weights)
        layer = self.layers[-1]
        if self.keras3:
            layer["module"], layer["registered_name"] = "keras.layers", None
            layer["config"]["dtype"] = {
                "module": "keras",
                "class_name": "DTypePolicy",
                "config": {"name": "float32"},
                "registered_name": None,
            }
        else:
            layer["config"]["dtype"] = "float32"
        self.channels[name] = self.channels[inputs[0]] if channels is None else channels
        self.x = name
        return name

    def conv(self, name, n, size=1, stride=1, padding="same", act="linear", bias=True, x=None, groups=1):
        x = x or self.x
        weights = [("kernel:0", self.normal(size, size, self.channels[x] // groups, n))]
        weights += [("bias:0", self.around(0.1, n))] if bias else []
        config = {
            "filters": n, "kernel_size": [size, size], "strides": [stride, stride], "padding": padding,
            "dilation_rate": [1, 1], "groups": groups, "activation": act, "use_bias": bias,
            "kernel_initializer": GLOROT, "kernel_regularizer": None, **self.format,
        }
        return self.add("Conv2D", name, [x], config, weights, n)

    def depthwise(self, name, size=3, stride=1, padding="same", bias=False, x=None):
        x = x or self.x
        n = self.channels[x]
        weights = [("depthwise_kernel:0", self.normal(size, size, n, 1) * np.float32(n**0.5))]
        weights += [("bias:0", self.around(0.1, n))] if bias else []
        config = {
            "kernel_size": [size, size], "strides": [stride, stride], "padding": padding, "depth_multiplier": 1,
            "dilation_rate": [1, 1], "activation": "linear", "use_bias": bias, **self.format,
        }
        return self.add("DepthwiseConv2D", name, [x], config, weights)

    def separable(self, name, n, x=None):
        x = x or self.x
        inputs = self.channels[x]
        weights = [
            ("depthwise_kernel:0", self.normal(3, 3, inputs, 1) * np.float32(inputs**0.5)),
            ("pointwise_kernel:0", self.normal(1, 1, inputs, n)),
        ]
        config = {
            "filters": n, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same", "depth_multiplier": 1,
            "dilation_rate": [1, 1], "activation": "linear", "use_bias": False, **self.format,
        }
        return self.add("SeparableConv2D", name, [x], config, weights, n)

    def bn(self, name, epsilon=0.001, x=None):
        x = x or self.x
        n = self.channels[x]
        weights = [
            ("gamma:0", self.around(1, n)), ("beta:0", self.around(0, n)), ("moving_mean:0", self.around(0, n)),
            ("moving_variance:0", np.abs(self.around(1, n)) + np.float32(0.1)),
        ]
        axis = self.axis if self.keras3 else [self.axis]
        config = {"axis": axis, "momentum": 0.99, "epsilon": epsilon, "center": True, "scale": True}
        return self.add("BatchNormalization", name, [x], config, weights)

    def act(self, name, function="relu", x=None):
        return self.add("Activation", name, [x or self.x], {"activation": function})

    def relu6(self, name, x=None):
        config = {"max_value": 6.0, "negative_slope": 0.0, "threshold": 0.0}
        return self.add("ReLU", name, [x or self.x], config)

    def pad(self, name, top, bottom, left, right, x=None):
        return self.add("ZeroPadding2D", name, [x or self.x], {"padding": [[top, bottom], [left, right]], **self.format})

    def pool(self, name, size=3, stride=2, padding="valid", kind="MaxPooling2D", x=None):
        config = {"pool_size": [size, size], "padding": padding, "strides": [stride, stride], **self.format}
        return self.add(kind, name, [x or self.x], config)

    def global_pool(self, name, keepdims=False, x=None):
        return self.add("GlobalAveragePooling2D", name, [x or self.x], {**self.format, "keepdims": keepdims})

    def reshape(self, name, *shape):
        return self.add("Reshape", name, [self.x], {"target_shape": list(shape)})

    def pixel(self, name):
        n = self.channels[self.x]
        return self.reshape(name, *((n, 1, 1) if self.first else (1, 1, n)))

    def join(self, kind, name, *inputs):
        n = sum(self.channels[x] for x in inputs) if kind == "Concatenate" else max(self.channels[x] for x in inputs)
        config = {"axis": 1 if self.first else -1} if kind == "Concatenate" else {}
        return self.add(kind, name, list(inputs), config, channels=n)

    def dense(self, name, n, act="softmax"):
        weights = [("kernel:0", self.normal(self.channels[self.x], n)), ("bias:0", self.around(0, n))]
        return self.add("Dense", name, [self.x], {"units": n, "activation": act, "use_bias": True}, weights, n)

    def plus(self, number, x=None):
        """Add a number, as Keras' applications write it in Python."""
        return self.operation("__operators__.add", "Add", number, x)

    def times(self, number, x=None):
        return self.operation("math.multiply", "Multiply", number, x)

    def operation(self, of_tensorflow, of_keras3, number, x):
        x = x or self.x
        if self.keras3:
            name = self.number(of_keras3.lower())
            self.add(of_keras3, name, [x], {})
            layer = self.layers[-1]
            layer["module"] = layer["registered_name"] = "keras.src.ops.numpy"
            layer["inbound_nodes"][0]["args"].append(number)
            layer["config"] = {"name": name}
            return name
        name = self.number("tf." + of_tensorflow)
        self.add("TFOpLambda", name, [x], {"function": of_tensorflow})
        self.layers[-1]["inbound_nodes"] = [[x, 0, 0, {"y": number, "name": None}]]
        return name

    def network(self, name, inner, x=None):
        """Put a network inside."""
        model = inner.model()
        arrays = [pair for pairs in inner.weights.values() for pair in pairs]
        self.add(model["class_name"], name, [x or self.x], model["config"] | {"name": name}, arrays, inner.channels[inner.x])
        self.inner[name] = inner
        return name

    def model(self):
        last, first = [self.x, 0, 0], ["input_1", 0, 0]
        ends = (first, last) if self.keras3 else ([first], [last])
        config = {"name": self.name, "trainable": True, "layers": self.layers, "input_layers": ends[0], "output_layers": ends[1]}
        model = {"class_name": "Functional", "config": config}
        if self.keras3:
            model = {"module": "keras.src.models.functional", **model, "registered_name": "Functional"}
        return model

    def write(self, path):
        if self.form < 4:
            model = self.model()
            self.save(path, model["class_name"], model["config"])
            return
        buffer = io.BytesIO()
        with h5py.File(buffer, "w") as file:
            self.write_variables(file)
            file.create_group("vars")
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("metadata.json", json.dumps({"keras_version": "3.4.1", "date_saved": "2024-07-01@12:00:00"}))
            archive.writestr("config.json", json.dumps({**self.model(), "build_config": {"input_shape": None}}))
            archive.writestr("model.weights.h5", buffer.getvalue())

    def write_variables(self, group):
        """Write the arrays of layers below layers/CLASS_NUMBER/vars, counted in the order of the layers."""
        numbers = {}
        for layer in self.layers:
            if "ops" in layer["module"]:
                continue
            kind = re.sub("([a-z])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z]+)", r"\1_\2", layer["class_name"])).lower()
            number = numbers.get(kind, 0)
            numbers[kind] = number + 1
            own = group.create_group("layers/" + (kind if number == 0 else f"{kind}_{number}"))
            variables = own.create_group("vars")
            name = layer["config"]["name"]
            if name in self.inner:
                self.inner[name].write_variables(own)
                continue
            for i, (_, array) in enumerate(self.weights[name]):
                variables[str(i)] = array


def resnet(form, first):
    n = Application("resnet50", form, first)
    n.pad("conv1_pad", 3, 3, 3, 3)
    n.conv("conv1_conv", 6, 7, 2, "valid")
    n.bn("conv1_bn", 1.001e-5)
    n.act("conv1_relu")
    n.pad("pool1_pad", 1, 1, 1, 1)
    x = n.pool("pool1_pool")
    for name, filters, stride, shortcut in (("conv2_block1", 4, 1, True), ("conv2_block2", 4, 1, False), ("conv3_block1", 5, 2, True)):
        left = x
        if shortcut:
            n.conv(name + "_0_conv", 4 * filters, 1, stride, "valid", x=x)
            left = n.bn(name + "_0_bn", 1.001e-5)
        n.conv(name + "_1_conv", filters, 1, stride, "valid", x=x)
        n.bn(name + "_1_bn", 1.001e-5)
        n.act(name + "_1_relu")
        n.conv(name + "_2_conv", filters, 3)
        n.bn(name + "_2_bn", 1.001e-5)
        n.act(name + "_2_relu")
        n.conv(name + "_3_conv", 4 * filters, 1, 1, "valid")
        right = n.bn(name + "_3_bn", 1.001e-5)
        n.join("Add", name + "_add", left, right)
        x = n.act(name + "_out")
    n.global_pool("avg_pool")
    n.dense("predictions", 5)
    return n


def resnet_v2(form, first):
    n = Application("resnet50v2", form, first)
    n.pad("conv1_pad", 3, 3, 3, 3)
    n.conv("conv1_conv", 6, 7, 2, "valid")
    n.pad("pool1_pad", 1, 1, 1, 1)
    x = n.pool("pool1_pool")
    for name, filters, stride, shortcut in (("conv2_block1", 4, 1, True), ("conv2_block2", 4, 2, False)):
        n.bn(name + "_preact_bn", 1.001e-5, x)
        active = n.act(name + "_preact_relu")
        if shortcut:
            left = n.conv(name + "_0_conv", 4 * filters, 1, stride, "valid", x=active)
        else:
            left = n.pool(name + "_max_pooling2d", 1, stride, x=x)
        n.conv(name + "_1_conv", filters, 1, 1, "valid", bias=False, x=active)
        n.bn(name + "_1_bn", 1.001e-5)
        n.act(name + "_1_relu")
        n.pad(name + "_2_pad", 1, 1, 1, 1)
        n.conv(name + "_2_conv", filters, 3, stride, "valid", bias=False)
        n.bn(name + "_2_bn", 1.001e-5)
        n.act(name + "_2_relu")
        right = n.conv(name + "_3_conv", 4 * filters, 1, 1, "valid")
        x = n.join("Add", name + "_out", left, right)
    n.bn("post_bn", 1.001e-5)
    n.act("post_relu")
    return n


def densenet(form, first):
    n = Application("densenet121", form, first)
    n.pad("zero_padding2d", 3, 3, 3, 3)
    n.conv("conv1/conv", 6, 7, 2, "valid", bias=False)
    n.bn("conv1/bn", 1.001e-5)
    n.act("conv1/relu")
    n.pad("zero_padding2d_1", 1, 1, 1, 1)
    x = n.pool("pool1")
    for block in ("conv2", "conv3"):
        for i in (1, 2):
            name = f"{block}_block{i}"
            n.bn(name + "_0_bn", 1.001e-5, x)
            n.act(name + "_0_relu")
            n.conv(name + "_1_conv", 8, 1, 1, "valid", bias=False)
            n.bn(name + "_1_bn", 1.001e-5)
            n.act(name + "_1_relu")
            y = n.conv(name + "_2_conv", 3, 3, bias=False)
            x = n.join("Concatenate", name + "_concat", x, y)
        if block == "conv2":
            n.bn("pool2_bn", 1.001e-5)
            n.act("pool2_relu")
            n.conv("pool2_conv", 6, 1, 1, "valid", bias=False)
            x = n.pool("pool2_pool", 2, 2, kind="AveragePooling2D")
    n.bn("bn", 1.001e-5)
    n.act("relu")
    n.global_pool("avg_pool")
    n.dense("fc5", 5)
    return n


def xception(form, first):
    n = Application("xception", form, first)
    n.conv("block1_conv1", 6, 3, 2, "valid", bias=False)
    n.bn("block1_conv1_bn")
    n.act("block1_conv1_act")
    n.conv("block1_conv2", 8, 3, 1, "valid", bias=False)
    n.bn("block1_conv2_bn")
    x = n.act("block1_conv2_act")
    n.conv(n.number("conv2d"), 10, 1, 2, bias=False)
    left = n.bn(n.number("batch_normalization"))
    n.separable("block2_sepconv1", 10, x)
    n.bn("block2_sepconv1_bn")
    n.act("block2_sepconv2_act")
    n.separable("block2_sepconv2", 10)
    n.bn("block2_sepconv2_bn")
    right = n.pool("block2_pool", 3, 2, "same")
    x = n.join("Add", "add", right, left)
    for i in (1, 2, 3):
        n.act(f"block5_sepconv{i}_act")
        n.separable(f"block5_sepconv{i}", 10)
        y = n.bn(f"block5_sepconv{i}_bn")
    n.join("Add", "add_1", y, x)
    n.global_pool("avg_pool")
    n.dense("predictions", 5)
    return n


def mobilenet(form, first):
    n = Application("mobilenet_1.00_224", form, first)
    n.conv("conv1", 6, 3, 2, bias=False)
    n.bn("conv1_bn")
    n.relu6("conv1_relu")
    for i, (filters, stride) in enumerate(((8, 1), (10, 2), (10, 1)), 1):
        if stride == 2:
            n.pad(f"conv_pad_{i}", 0, 1, 0, 1)
        n.depthwise(f"conv_dw_{i}", 3, stride, "same" if stride == 1 else "valid")
        n.bn(f"conv_dw_{i}_bn")
        n.relu6(f"conv_dw_{i}_relu")
        n.conv(f"conv_pw_{i}", filters, bias=False)
        n.bn(f"conv_pw_{i}_bn")
        n.relu6(f"conv_pw_{i}_relu")
    n.global_pool("global_average_pooling2d")
    n.pixel("reshape_1")
    n.add("Dropout", "dropout", [n.x], {"rate": 0.001, "noise_shape": None, "seed": None})
    n.conv("conv_preds", 5)
    n.reshape("reshape_2", 5)
    n.act("predictions", "softmax")
    return n


def mobilenet_v2(form, first):
    n = Application("mobilenetv2_1.00_224", form, first)
    n.conv("Conv1", 6, 3, 2, bias=False)
    n.bn("bn_Conv1")
    n.relu6("Conv1_relu")
    n.depthwise("expanded_conv_depthwise")
    n.bn("expanded_conv_depthwise_BN")
    n.relu6("expanded_conv_depthwise_relu")
    n.conv("expanded_conv_project", 4, bias=False)
    x = n.bn("expanded_conv_project_BN")
    for i, stride in ((1, 2), (2, 1)):
        name = f"block_{i}_"
        n.conv(name + "expand", 12, bias=False)
        n.bn(name + "expand_BN")
        n.relu6(name + "expand_relu")
        if stride == 2:
            n.pad(name + "pad", 0, 1, 0, 1)
        n.depthwise(name + "depthwise", 3, stride, "same" if stride == 1 else "valid")
        n.bn(name + "depthwise_BN")
        n.relu6(name + "depthwise_relu")
        n.conv(name + "project", 6, bias=False)
        y = n.bn(name + "project_BN")
        if stride == 1:
            n.join("Add", name + "add", x, y)
        x = n.x
    n.conv("Conv_1", 14, bias=False)
    n.bn("Conv_1_bn")
    n.relu6("out_relu")
    return n


def mobilenet_v3(form, first):
    """Make one with hard swish as a product, or as an activation where Keras has it."""
    n = Application("MobilenetV3small", form, first)

    def hard_sigmoid(name, x):
        n.plus(3.0, x)
        n.relu6(name)
        return n.times(1 / 6)

    def hard_swish(name):
        x = n.x
        if n.keras3:
            return n.act(name, "hard_swish")
        return n.join("Multiply", name + "/multiply", x, hard_sigmoid(name, x))

    n.add("Rescaling", "rescaling", [n.x], {"scale": 1 / 127.5, "offset": -1.0})
    n.conv("Conv", 6, 3, 2, bias=False)
    n.bn("Conv/BatchNorm")
    x = hard_swish("re_lu")
    for i, stride in ((0, 2), (1, 1)):
        name = f"expanded_conv_{i}/"
        n.conv(name + "expand", 12, bias=False)
        n.bn(name + "expand/BatchNorm")
        hard_swish(f"re_lu_{i}a")
        if stride == 2:
            n.pad(name + "depthwise/pad", 0, 1, 0, 1)
        n.depthwise(name + "depthwise", 3, stride, "same" if stride == 1 else "valid")
        n.bn(name + "depthwise/BatchNorm")
        wide = hard_swish(f"re_lu_{i}b")
        n.global_pool(name + "squeeze_excite/AvgPool", keepdims=True)
        n.conv(name + "squeeze_excite/Conv", 4)
        n.add("ReLU", name + "squeeze_excite/Relu", [n.x], {"max_value": None, "negative_slope": 0.0, "threshold": 0.0})
        n.conv(name + "squeeze_excite/Conv_1", 12)
        gate = hard_sigmoid(f"re_lu_{i}c", n.x)
        n.join("Multiply", name + "squeeze_excite/Mul", wide, gate)
        n.conv(name + "project", 6, bias=False)
        y = n.bn(name + "project/BatchNorm")
        x = n.join("Add", name + "Add", x, y) if stride == 1 else y
    n.global_pool("global_average_pooling2d", keepdims=True)
    n.conv("Conv_2", 16)
    hard_swish("re_lu_9")
    n.add("Dropout", "dropout", [n.x], {"rate": 0.2})
    n.conv("Logits", 5)
    n.add("Flatten", "flatten", [n.x], n.format)
    n.act("Predictions", "softmax")
    return n


def efficientnet(form, first):
    n = Application("efficientnetb0", form, first)
    n.add("Rescaling", "rescaling", [n.x], {"scale": 1 / 255, "offset": 0.0})
    statistics = [("mean", np.float32([0.485, 0.456, 0.406])), ("variance", np.float32([0.0524, 0.0502, 0.0506])), ("count", np.int64(7))]
    n.add("Normalization", "normalization", [n.x], {"axis": [n.axis], "invert": False, "mean": None, "variance": None}, statistics)
    n.pad("stem_conv_pad", 0, 1, 0, 1)
    n.conv("stem_conv", 6, 3, 2, "valid", bias=False)
    n.bn("stem_bn")
    x = n.act("stem_activation", "swish" if form < 3 else "silu")
    for i, (stride, size) in enumerate(((1, 3), (2, 5), (1, 3))):
        name = f"block{i + 1}a_"
        n.conv(name + "expand_conv", 12, bias=False)
        n.bn(name + "expand_bn")
        n.act(name + "expand_activation", "swish")
        if stride == 2:
            n.pad(name + "dwconv_pad", 1, 2, 1, 2)
        n.depthwise(name + "dwconv", size, stride, "same" if stride == 1 else "valid")
        n.bn(name + "bn")
        wide = n.act(name + "activation", "swish")
        n.global_pool(name + "se_squeeze")
        n.pixel(name + "se_reshape")
        n.conv(name + "se_reduce", 3, act="swish")
        gate = n.conv(name + "se_expand", 12, act="sigmoid")
        n.join("Multiply", name + "se_excite", wide, gate)
        n.conv(name + "project_conv", 6, bias=False)
        y = n.bn(name + "project_bn")
        if stride == 1 and i > 0:
            n.add("Dropout", name + "drop", [n.x], {"rate": 0.1, "noise_shape": [None, 1, 1, 1]})
            y = n.join("Add", name + "add", n.x, x)
        x = y
    n.conv("top_conv", 16, bias=False)
    n.bn("top_bn")
    n.act("top_activation", "swish")
    n.global_pool("avg_pool")
    n.add("Dropout", "top_dropout", [n.x], {"rate": 0.2})
    n.dense("predictions", 5)
    return n


def unet(form, first):
    """Make one of two levels, with bilinear up-sampling, parametric ReLUs and a gate of one channel."""
    n = Application("unet", form, first, channels=2)
    n.conv(n.number("conv2d"), 4, 3)
    shape = (4, 1, 1) if first else (1, 1, 4)
    skip = n.add("PReLU", "p_re_lu", [n.x], {"shared_axes": [2, 3] if first else [1, 2]}, [("alpha:0", n.around(0.2, 4).reshape(shape))])
    n.pool("max_pooling2d", 2, 2)
    n.conv(n.number("conv2d"), 8, 3, act="gelu" if n.keras3 else "elu")
    weights = [("kernel:0", n.normal(3, 3, 5, 8)), ("bias:0", n.around(0, 5))]
    config = {"filters": 5, "kernel_size": [3, 3], "strides": [2, 2], "padding": "same", "output_padding": None, "activation": "linear", "use_bias": True}
    n.add("Conv2DTranspose", "conv2d_transpose", [n.x], {**config, **n.format}, weights, 5)
    n.pool("max_pooling2d_1", 2, 2)
    n.add("UpSampling2D", "up_sampling2d", [n.x], {"size": [2, 2], "interpolation": "bilinear", **n.format})
    n.join("Concatenate", "concatenate", n.x, skip)
    x = n.conv(n.number("conv2d"), 4, 3, act="tanh")
    gate = n.conv(n.number("conv2d"), 1, 1, act="sigmoid")
    n.join("Multiply", "multiply", gate, x)
    n.add("Cropping2D", "cropping2d", [n.x], {"cropping": [[0, 1], [1, 0]], **n.format})
    return n


def flattened(form, first):
    """Make one that ends in a flattening, with and without its order, and has another inside, with a third."""
    inner = Application("inner", form, first, seed=8, channels=4, side=8)
    inner.conv("conv2d", 4, 3, bias=False)
    inner.bn("batch_normalization")
    inner.act("activation")
    deep = Application("deep", form, first, seed=9, channels=4, side=8)
    deep.conv("Conv", 4, 3, bias=False)
    deep.bn("Conv/BatchNorm")
    inner.network("deep", deep)
    inner.conv("conv2d_1", 3, 1)
    n = Application("flattened", form, first)
    n.conv("conv2d", 4, 3, 2, act="relu")
    n.pool("max_pooling2d", 2, 2)
    n.network("inner", inner)
    x = n.conv("conv2d_2", 2, 3)
    n.add("Flatten", "flatten", [x], n.format, channels=2 * 64)
    y = n.dense("dense", 4, "tanh")
    n.add("Flatten", "flatten_1", [x], {}, channels=2 * 64)
    n.join("Subtract", "subtract", n.dense("dense_1", 4, "tanh"), y)
    n.add("PReLU", "p_re_lu", [n.x], {"shared_axes": None}, [("alpha:0", n.around(0.2, 4))])
    n.dense("dense_2", 3)
    return n


def keras1(form, first):
    """Make one in the words of Keras 1."""
    n = Application("model_1", form, first)
    order = {"dim_ordering": "th" if first else "tf"}
    kernel_order = (3, 2, 0, 1) if first else (0, 1, 2, 3)

    def conv(name, filters, size, subsample=1, activation="linear", mode="same", kind="Convolution2D", **more):
        kernel = n.normal(size, size, n.channels[n.x], filters).transpose(kernel_order)
        weights = [(f"{name}/{name}_W:0", kernel), (f"{name}/{name}_b:0", n.around(0.1, filters))]
        config = {
            "nb_filter": filters, "nb_row": size, "nb_col": size, "init": "glorot_uniform", "border_mode": mode, "bias": True,
            "subsample": [subsample, subsample], "activation": activation, "W_regularizer": None, **order, **more,
        }
        return n.add(kind, name, [n.x], config, weights, filters)

    conv("convolution2d_1", 6, 3, 2, "relu")
    size = n.channels[n.x]
    arrays = [("gamma", n.around(1, size)), ("beta", n.around(0, size)), ("running_mean", n.around(0, size)), ("running_std", np.abs(n.around(1, size)))]
    weights = [(f"batchnormalization_1_{key}:0", array) for key, array in arrays]
    n.add("BatchNormalization", "batchnormalization_1", [n.x], {"mode": 0, "axis": 1 if first else -1, "epsilon": 1e-5, "momentum": 0.99}, weights)
    n.add("ZeroPadding2D", "zeropadding2d_1", [n.x], {"padding": [1, 2], **order})
    left = conv("convolution2d_2", 6, 3, 1, "linear", "valid")
    n.add("MaxPooling2D", "maxpooling2d_1", [n.x], {"pool_size": [2, 2], "strides": [2, 2], "border_mode": "valid", **order})
    n.add("UpSampling2D", "upsampling2d_1", [n.x], {"size": [2, 2], **order})
    x = n.x
    right = conv("atrousconvolution2d_1", 6, 3, 1, "sigmoid", kind="AtrousConvolution2D", atrous_rate=[2, 2])
    n.add("Merge", "merge_1", [x, right], {"mode": "sum", "concat_axis": -1, "mode_type": "raw", "arguments": {}})
    n.add("Merge", "merge_2", [n.x, x], {"mode": "concat", "concat_axis": 1 if first else 3}, channels=12)
    n.add("Dropout", "dropout_1", [n.x], {"p": 0.25})
    n.add("AveragePooling2D", "averagepooling2d_1", [n.x], {"pool_size": [4, 4], "strides": None, "border_mode": "same", **order})
    n.add("Flatten", "flatten_1", [n.x], {}, channels=12 * 4 * 5)
    weights = [("dense_1_W:0", n.normal(240, 5)), ("dense_1_b:0", n.around(0, 5))]
    n.add("Dense", "dense_1", [n.x], {"output_dim": 5, "init": "glorot_uniform", "activation": "softmax", "bias": True, "input_dim": 240}, weights, 5)
    return n


KINDS = {
    "resnet": resnet, "resnet_v2": resnet_v2, "densenet": densenet, "xception": xception, "mobilenet": mobilenet,
    "mobilenet_v2": mobilenet_v2, "mobilenet_v3": mobilenet_v3, "efficientnet": efficientnet, "unet": unet,
    "flattened": flattened, "keras1": keras1,
}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--form", type=int, choices=(1, 2, 3, 4), required=True)
    parser.add_argument("--order", choices=("last", "first"), required=True, help="of channels")
    parser.add_argument("--backend", default="tensorflow")
    parser.add_argument("--output", type=Path, required=True, help="a file")
    arguments = parser.parse_args()

    network = KINDS[arguments.kind](arguments.form, arguments.order == "first")
    network.write(arguments.output)
    if arguments.form < 4:
        with h5py.File(arguments.output, "a") as file:
            file.attrs["backend"] = arguments.backend
            if arguments.form == 1:
                file.attrs["keras_version"] = "1.2.2"
    print(json.dumps(str(arguments.output)))


if __name__ == "__main__":
    main()
