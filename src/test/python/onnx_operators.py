"""Write networks of one operator each in ONNX, with what they compute in double precision.

onnx_operators.py FOLDER writes for each case NAME.onnx, and as little-endian float32 in NHWC
order NAME.x.f32, NAME.y.f32 (the output), NAME.w.f32 (weights of a sum of the outputs) and
NAME.g.f32 (the gradient of that sum); prints the names, heights, widths and channels of the
inputs as JSON. The expected values are PyTorch's, not those of an ONNX runtime. Written for
ONNX 1.12 and PyTorch 1.13.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper

CASES = []
RANDOM = np.random.default_rng(3)


def case(name, op, reference, arrays=(), shape=(3, 7, 9), opset=13, inputs=None, **attributes):
    """Add a case of one node: its input x, then constant arrays (None for those left out)."""
    names = ["x"] + ["" if a is None else f"a{i}" for i, a in enumerate(arrays)]
    node = helper.make_node(op, inputs or names, ["y"], name=f"the {op}", **attributes)
    graph_case(name, [node], reference, arrays, shape, opset)


def graph_case(name, nodes, reference, arrays=(), shape=(3, 7, 9), opset=13, positive=False):
    CASES.append((name, nodes, reference, arrays, shape, opset, positive))


def node(op, inputs, output, **attributes):
    return helper.make_node(op, inputs.split(), [output], **attributes)


def weights(*shape):
    return RANDOM.normal(size=shape).astype(np.float32) / np.sqrt(np.prod(shape[1:]) or 1)


def ints(*values):
    return np.array(values, dtype=np.int64)


def floats(*values):
    return np.array(values, dtype=np.float32)


def t(array):
    return torch.from_numpy(array).double()


def convolutions():
    w, b = weights(4, 3, 3, 3), weights(4)
    case("conv", "Conv", lambda x: F.conv2d(x, t(w), t(b)), [w, b])
    case("conv_pads", "Conv", lambda x: F.conv2d(x, t(w), padding=1), [w], pads=[1, 1, 1, 1])
    case(
        "conv_stride_uneven",
        "Conv",
        lambda x: F.conv2d(F.pad(x, (0, 2, 1, 0)), t(w), t(b), (2, 3)),
        [w, b],
        strides=[2, 3],
        pads=[1, 0, 0, 2],
    )
    case(
        "conv_dilated",
        "Conv",
        lambda x: F.conv2d(x, t(w), t(b), padding=2, dilation=2),
        [w, b],
        dilations=[2, 2],
        pads=[2, 2, 2, 2],
    )
    case(
        "conv_dilated_strided",
        "Conv",
        lambda x: F.conv2d(x, t(w), t(b), 2, 2, 2),
        [w, b],
        dilations=[2, 2],
        strides=[2, 2],
        pads=[2, 2, 2, 2],
    )
    for auto, pad in (("SAME_UPPER", (1, 1, 0, 1)), ("SAME_LOWER", (1, 1, 1, 0))):
        case(
            "conv_" + auto.lower(),
            "Conv",
            lambda x, pad=pad: F.conv2d(F.pad(x, pad), t(w), t(b), 2),
            [w, b],
            shape=(3, 8, 9),
            strides=[2, 2],
            auto_pad=auto,
        )
    d = weights(3, 1, 3, 5)
    case(
        "conv_depthwise",
        "Conv",
        lambda x: F.conv2d(x, t(d), groups=3, padding=(1, 2)),
        [d],
        group=3,
        pads=[1, 2, 1, 2],
    )
    m = weights(6, 1, 3, 3)
    case(
        "conv_depthwise_multiplier",
        "Conv",
        lambda x: F.conv2d(x, t(m), None, 2, groups=3),
        [m],
        group=3,
        strides=[2, 2],
    )
    g, gb = weights(6, 2, 3, 3), weights(6)
    for stride in (1, 2):
        case(
            f"conv_groups_stride{stride}",
            "Conv",
            lambda x, s=stride: F.conv2d(x, t(g), t(gb), s, 1, groups=2),
            [g, gb],
            shape=(4, 7, 9),
            group=2,
            strides=[stride, stride],
            pads=[1, 1, 1, 1],
        )
    half = weights(4, 3, 1, 1).astype(np.float16)
    graph_case(
        "conv_half_precision",
        [node("Cast", "a0", "w", to=1), node("Conv", "x w", "y")],
        lambda x: F.conv2d(x, torch.from_numpy(half.astype(np.float64))),
        [half],
    )


def transposed_convolutions():
    w, b = weights(3, 4, 3, 3), weights(4)

    def add(name, w=w, b=b, shape=(3, 5, 6), reference=None, **attributes):
        arguments = dict(
            stride=tuple(attributes.get("strides", (1, 1))),
            padding=tuple(attributes.get("pads", (0, 0))[:2]),
            output_padding=tuple(attributes.get("output_padding", (0, 0))),
            dilation=tuple(attributes.get("dilations", (1, 1))),
            groups=attributes.get("group", 1),
        )
        reference = reference or (lambda x: F.conv_transpose2d(x, t(w), t(b), **arguments))
        case(name, "ConvTranspose", reference, [w, b], shape=shape, **attributes)

    add("transposed")
    add("transposed_stride", strides=[2, 2], pads=[1, 1, 1, 1])
    add("transposed_output_padding", strides=[2, 3], pads=[1, 1, 1, 1], output_padding=[1, 2])
    add("transposed_behind", strides=[3, 3], output_padding=[2, 1])
    add("transposed_dilated", strides=[2, 1], dilations=[2, 2], pads=[1, 2, 1, 2])
    add("transposed_gaps", w=weights(3, 4, 2, 1), strides=[3, 2])
    add("transposed_2x2", w=weights(3, 4, 2, 2), strides=[2, 2])
    add("transposed_groups", w=weights(4, 3, 3, 3), b=weights(6), shape=(4, 5, 6), group=2)
    add(
        "transposed_uneven",
        strides=[2, 2],
        pads=[0, 1, 2, 0],
        reference=lambda x: F.conv_transpose2d(x, t(w), t(b), 2)[:, :, :-2, 1:],
    )
    add(
        "transposed_same",
        strides=[2, 2],
        auto_pad="SAME_UPPER",
        reference=lambda x: F.conv_transpose2d(x, t(w), t(b), 2)[:, :, :-1, :-1],
    )


def poolings():
    case("max_pool", "MaxPool", lambda x: F.max_pool2d(x, 3, 2), kernel_shape=[3, 3], strides=[2, 2])
    case(
        "max_pool_pads",
        "MaxPool",
        lambda x: F.max_pool2d(x, 3, 2, 1),
        kernel_shape=[3, 3],
        strides=[2, 2],
        pads=[1, 1, 1, 1],
    )
    for size in ((3, 8, 10), (3, 9, 7), (3, 6, 6)):
        case(
            f"max_pool_ceil_{size[1]}",
            "MaxPool",
            lambda x: F.max_pool2d(x, 3, 2, 1, ceil_mode=True),
            shape=size,
            kernel_shape=[3, 3],
            strides=[2, 2],
            pads=[1, 1, 1, 1],
            ceil_mode=1,
        )
        for count in (0, 1):
            case(
                f"average_pool_ceil_{size[1]}_{count}",
                "AveragePool",
                lambda x, c=count: F.avg_pool2d(x, 3, 2, 1, True, bool(c)),
                shape=size,
                opset=19,
                kernel_shape=[3, 3],
                strides=[2, 2],
                pads=[1, 1, 1, 1],
                ceil_mode=1,
                count_include_pad=count,
            )
    case(
        "max_pool_uneven",
        "MaxPool",
        lambda x: F.max_pool2d(F.pad(x, (0, 1, 1, 0), value=-1e9), 2, 2),
        kernel_shape=[2, 2],
        strides=[2, 2],
        pads=[1, 0, 0, 1],
    )
    case(
        "max_pool_same_lower",
        "MaxPool",
        lambda x: F.max_pool2d(F.pad(x, (1, 0, 1, 0), value=-1e9), 2, 1),
        kernel_shape=[2, 2],
        auto_pad="SAME_LOWER",
    )
    for count in (0, 1):
        case(
            f"average_pool_{count}",
            "AveragePool",
            lambda x, c=count: F.avg_pool2d(x, 3, 2, 1, False, bool(c)),
            kernel_shape=[3, 3],
            strides=[2, 2],
            pads=[1, 1, 1, 1],
            count_include_pad=count,
        )
    case(
        "average_pool_uneven",
        "AveragePool",
        lambda x: F.avg_pool2d(F.pad(x, (0, 1, 2, 0)), (3, 2), 1)
        / F.avg_pool2d(F.pad(torch.ones_like(x), (0, 1, 2, 0)), (3, 2), 1),
        kernel_shape=[3, 2],
        pads=[2, 0, 0, 1],
    )
    case("global_average_pool", "GlobalAveragePool", lambda x: x.mean((2, 3), True))
    case("global_max_pool", "GlobalMaxPool", lambda x: x.amax((2, 3), True))
    case("reduce_mean", "ReduceMean", lambda x: x.mean((2, 3)), axes=[2, 3], keepdims=0)
    case("reduce_mean_18", "ReduceMean", lambda x: x.mean((2, 3), True), [ints(-1, -2)], opset=18)
    case("reduce_mean_channels", "ReduceMean", lambda x: x.mean(1, True), axes=[1])
    case("reduce_max", "ReduceMax", lambda x: x.amax((2, 3), True), axes=[2, 3])
    case("reduce_sum_channels", "ReduceSum", lambda x: x.sum(1, True), [ints(1)])


def normalizations():
    s, b, m, v = weights(3), weights(3), weights(3), np.abs(weights(3)) + 0.1
    case(
        "batch_normalization",
        "BatchNormalization",
        lambda x: F.batch_norm(x, t(m), t(v), t(s), t(b), eps=1e-3),
        [s, b, m, v],
        epsilon=1e-3,
    )
    case(
        "instance_normalization",
        "InstanceNormalization",
        lambda x: F.instance_norm(x, weight=t(s), bias=t(b), eps=1e-5),
        [s, b],
    )
    gs, gb = weights(4), weights(4)
    case(
        "group_normalization",
        "GroupNormalization",
        lambda x: F.group_norm(x, 2, t(gs), t(gb)),
        [gs, gb],
        shape=(4, 7, 9),
        opset=21,
        num_groups=2,
    )
    graph_case(
        "group_normalization_by_reshape",
        [
            node("Reshape", "x a0", "r"),
            node("InstanceNormalization", "r a1 a2", "i"),
            node("Shape", "x", "s"),
            node("Reshape", "i s", "b"),
            node("Mul", "b a3", "m"),
            node("Add", "m a4", "y"),
        ],
        lambda x: F.group_norm(x, 2, t(gs), t(gb)),
        [ints(0, 2, -1), floats(1, 1), floats(0, 0), gs.reshape(4, 1, 1), gb.reshape(4, 1, 1)],
        shape=(4, 7, 9),
    )
    graph_case(
        "layer_normalization",
        [
            node("Transpose", "x", "c", perm=[0, 2, 3, 1]),
            node("LayerNormalization", "c a0 a1", "l", axis=-1, epsilon=1e-6),
            node("Transpose", "l", "y", perm=[0, 3, 1, 2]),
        ],
        lambda x: F.layer_norm(x.permute(0, 2, 3, 1), (4,), t(gs), t(gb), 1e-6).permute(0, 3, 1, 2),
        [gs, gb],
        shape=(4, 5, 6),
        opset=17,
    )
    case(
        "local_response_normalization",
        "LRN",
        lambda x: F.local_response_norm(x, 3, 0.3, 0.6, 2),
        shape=(7, 4, 5),
        size=3,
        alpha=0.3,
        beta=0.6,
        bias=2.0,
    )


def functions():
    case("relu", "Relu", F.relu)
    case("leaky_relu", "LeakyRelu", lambda x: F.leaky_relu(x, 0.01))
    case("leaky_relu_negative", "LeakyRelu", lambda x: F.leaky_relu(x, -0.3), alpha=-0.3)
    p = weights(3)
    case("prelu", "PRelu", lambda x: F.prelu(x, t(p)), [p.reshape(3, 1, 1)])
    case("prelu_one", "PRelu", lambda x: F.prelu(x, t(p[:1])), [p[:1]])
    case("elu", "Elu", lambda x: F.elu(x, 0.7), alpha=0.7)
    case("celu", "Celu", lambda x: F.celu(x, 0.7), alpha=0.7)
    case("selu", "Selu", F.selu)
    case("selu_other", "Selu", lambda x: 2 * F.elu(x, 0.5), alpha=0.5, gamma=2.0)
    case("thresholded_relu", "ThresholdedRelu", lambda x: x * (x > 0.3), alpha=0.3)
    case("sigmoid", "Sigmoid", torch.sigmoid)
    case(
        "hard_sigmoid",
        "HardSigmoid",
        lambda x: (0.3 * x + 0.6).clamp(0, 1),
        alpha=0.3,
        beta=0.6,
    )
    case("hard_swish", "HardSwish", F.hardswish, opset=14)
    case("tanh", "Tanh", torch.tanh)
    case("softplus", "Softplus", F.softplus)
    case("softsign", "Softsign", F.softsign)
    case("mish", "Mish", F.mish, opset=18)
    case("erf", "Erf", torch.erf)
    case("gelu", "Gelu", F.gelu, opset=20)
    case("gelu_tanh", "Gelu", lambda x: F.gelu(x, approximate="tanh"), opset=20, approximate="tanh")
    case("abs", "Abs", torch.abs)
    case("exp", "Exp", torch.exp)
    case("neg", "Neg", torch.neg)
    case("softmax", "Softmax", lambda x: F.softmax(x, 1), axis=1)
    case("log_softmax", "LogSoftmax", lambda x: F.log_softmax(x, 1), axis=1)
    case("clip_6", "Clip", lambda x: x.clamp(0, 6), opset=10, min=0.0, max=6.0)
    low, high = np.float32(-0.5), np.float32(0.8)
    case("clip", "Clip", lambda x: x.clamp(float(low), float(high)), [low, high])
    case("clip_low", "Clip", lambda x: x.clamp(min=float(low)), [low])
    case("clip_high", "Clip", lambda x: x.clamp(max=float(high)), [None, high])
    graph_case(
        "swish",
        [node("Sigmoid", "x", "s"), node("Mul", "x s", "y")],
        F.silu,
    )
    graph_case(
        "gelu_by_erf",
        [
            node("Div", "x a0", "d"),
            node("Erf", "d", "e"),
            node("Add", "e a1", "p"),
            node("Mul", "x p", "m"),
            node("Mul", "m a2", "y"),
        ],
        F.gelu,
        [np.float32(np.sqrt(2)), np.float32(1), np.float32(0.5)],
    )


def arithmetic():
    s = floats(0.5)
    c = weights(3, 1, 1)
    for op, f in (
        ("Add", torch.add),
        ("Sub", torch.sub),
        ("Mul", torch.mul),
        ("Div", torch.div),
    ):
        k = c + np.float32(2) if op == "Div" else c
        case(f"{op}_number".lower(), op, lambda x, f=f: f(x, 0.5), [s])
        case(f"{op}_channels".lower(), op, lambda x, f=f, k=k: f(x, t(k)), [k])
        case(
            f"{op}_channels_4d".lower(), op, lambda x, f=f, k=k: f(x, t(k)), [k.reshape(1, 3, 1, 1)]
        )
        graph_case(
            f"{op}_of_number".lower(),
            [node(op, "a0 x", "y")],
            lambda x, f=f, k=k: f(t(k), x),
            [k],
            positive=op == "Div",
        )
        graph_case(
            f"{op}_images".lower(),
            [node("Exp", "x", "e"), node(op, "x e", "y")],
            lambda x, f=f: f(x, torch.exp(x)),
        )
        graph_case(
            f"{op}_pixel".lower(),
            [
                node("GlobalAveragePool", "x", "p"),
                node("Exp", "p", "e"),
                node(op, "x e", "y"),
            ],
            lambda x, f=f: f(x, torch.exp(x.mean((2, 3), True))),
        )
        graph_case(
            f"{op}_channel".lower(),
            [
                node("ReduceMean", "x", "p", axes=[1]),
                node("Exp", "p", "e"),
                node(op, "e x", "y"),
            ],
            lambda x, f=f: f(torch.exp(x.mean(1, True)), x),
            positive=op == "Div",
        )
    case("pow", "Pow", lambda x: x**2, [floats(2)])
    case("pow_cube", "Pow", lambda x: x**3, [floats(3)])
    for name, op, f in (("sqrt", "Sqrt", torch.sqrt), ("log", "Log", torch.log)):
        graph_case(name, [node(op, "x", "y")], f, positive=True)
    graph_case("reciprocal", [node("Reciprocal", "x", "y")], torch.reciprocal, positive=True)
    graph_case(
        "sum_mean_max_min",
        [
            node("Tanh", "x", "t"),
            node("Neg", "x", "n"),
            node("Sum", "x t n", "s"),
            node("Mean", "x s t", "m"),
            node("Max", "m n", "a"),
            node("Min", "a t x", "y"),
        ],
        lambda x: torch.minimum(
            torch.minimum(torch.maximum((x + 2 * torch.tanh(x)) / 3, -x), torch.tanh(x)), x
        ),
    )


def arrangements():
    case("pad_constant", "Pad", lambda x: F.pad(x, (3, 4, 1, 2), value=0.7),
         [ints(0, 0, 1, 3, 0, 0, 2, 4), np.float32(0.7)])
    case("pad_edge", "Pad", lambda x: F.pad(x, (3, 4, 1, 2), "replicate"),
         [ints(0, 0, 1, 3, 0, 0, 2, 4)], mode="edge")
    case("pad_reflect", "Pad", lambda x: F.pad(x, (3, 4, 1, 2), "reflect"),
         [ints(0, 0, 1, 3, 0, 0, 2, 4)], mode="reflect")
    case("pad_reflect_10", "Pad", lambda x: F.pad(x, (2, 2, 2, 2), "reflect"), opset=10,
         mode="reflect", pads=[0, 0, 2, 2, 0, 0, 2, 2])
    case("pad_negative", "Pad", lambda x: F.pad(x, (-1, 2, 1, -2)),
         [ints(0, 0, 1, -1, 0, 0, -2, 2)])
    case("pad_axes", "Pad", lambda x: F.pad(x, (1, 2, 0, 0)),
         [ints(1, 2), None, ints(3)], opset=18)
    case("slice", "Slice", lambda x: x[:, 1:, 1:-1, :-2],
         [ints(1, 1, 0), ints(2**62, -1, -2), ints(1, 2, 3)])
    case("slice_steps", "Slice", lambda x: x[:, :, 1::2, ::3],
         [ints(1, 0), ints(99, 99), ints(2, 3), ints(2, 3)])
    case("slice_9", "Slice", lambda x: x[:, :2, 3:5], opset=9,
         axes=[1, 2], starts=[0, 3], ends=[2, 5])
    graph_case(
        "split",
        [
            helper.make_node("Split", ["x", "a0"], ["p", "q"], axis=1),
            node("Concat", "q x p", "y", axis=1),
        ],
        lambda x: torch.cat([x[:, 2:], x, x[:, :2]], 1),
        [ints(2, 3)],
        shape=(5, 4, 6),
    )
    graph_case(
        "split_even_11",
        [
            helper.make_node("Split", ["x"], ["p", "q"], axis=1),
            node("Sub", "p q", "y"),
        ],
        lambda x: x[:, :2] - x[:, 2:],
        shape=(4, 4, 6),
        opset=11,
    )
    for mode in ("DCR", "CRD"):
        order = (0, 3, 4, 1, 5, 2) if mode == "DCR" else (0, 1, 4, 2, 5, 3)
        sizes = (1, 2, 2, 3, 4, 5) if mode == "DCR" else (1, 3, 2, 2, 4, 5)
        case(
            f"depth_to_space_{mode.lower()}",
            "DepthToSpace",
            lambda x, o=order, s=sizes: x.reshape(s).permute(o).reshape(1, 3, 8, 10),
            shape=(12, 4, 5),
            blocksize=2,
            mode=mode,
        )
    case(
        "space_to_depth",
        "SpaceToDepth",
        lambda x: x.reshape(1, 3, 2, 2, 3, 2).permute(0, 3, 5, 1, 2, 4).reshape(1, 12, 2, 3),
        shape=(3, 4, 6),
        blocksize=2,
    )
    w, b = weights(5, 12), weights(5)
    graph_case(
        "flatten_gemm",
        [node("Flatten", "x", "f"), node("Gemm", "f a0 a1", "y", transB=1, alpha=0.5, beta=2.0)],
        lambda x: 0.5 * F.linear(x.flatten(1), t(w)) + 2 * t(b),
        [w, b],
        shape=(3, 2, 2),
    )
    graph_case(
        "reshape_gemm",
        [
            node("Shape", "x", "s"),
            node("Gather", "s a2", "n", axis=0),
            node("Unsqueeze", "n a3", "u"),
            node("Concat", "u a4", "c", axis=0),
            node("Reshape", "x c", "f"),
            node("MatMul", "f a0", "m"),
            node("Add", "m a1", "y"),
        ],
        lambda x: F.linear(x.flatten(1), t(w), t(b)),
        [np.ascontiguousarray(w.T), b, np.int64(0), ints(0), ints(-1)],
        shape=(3, 2, 2),
    )
    graph_case(
        "channels_last_dense",
        [
            node("Transpose", "x", "t", perm=[0, 2, 3, 1]),
            node("MatMul", "t a0", "m"),
            node("Add", "m a1", "s"),
            node("Transpose", "s", "y", perm=[0, 3, 1, 2]),
        ],
        lambda x: F.conv2d(x, t(w[:, :3]).reshape(5, 3, 1, 1), t(b)),
        [np.ascontiguousarray(w[:, :3].T), b],
    )
    graph_case(
        "squeeze_excitation",
        [
            node("GlobalAveragePool", "x", "g"),
            node("Squeeze", "g a2", "q"),
            node("Gemm", "q a0 a1", "d", transB=1),
            node("Sigmoid", "d", "s"),
            node("Unsqueeze", "s a2", "u"),
            node("Mul", "x u", "y"),
        ],
        lambda x: x * torch.sigmoid(F.linear(x.mean((2, 3)), t(w[:3, :3]), t(b[:3])))[:, :, None, None],
        [np.ascontiguousarray(w[:3, :3]), b[:3], ints(2, 3)],
    )
    graph_case(
        "identity_dropout_cast",
        [
            node("Identity", "x", "i"),
            node("Dropout", "i", "d"),
            node("Cast", "d", "c", to=1),
            node("Mul", "c a0", "y"),
        ],
        lambda x: 3 * x,
        [floats(3)],
    )


def resizings():
    for mode in ("nearest", "linear"):
        torch_mode = "bilinear" if mode == "linear" else "nearest"
        case(
            f"upsample_{mode}_9",
            "Upsample",
            (lambda x: F.interpolate(x, scale_factor=(2, 3)))
            if mode == "nearest"
            else (lambda x: asymmetric(x, 2, 3)),
            [floats(1, 1, 2, 3)],
            opset=9,
            mode=mode,
        )
        case(
            f"resize_{mode}_sizes",
            "Resize",
            lambda x, m=torch_mode: F.interpolate(x, (11, 6), mode=m),
            [None, None, ints(1, 3, 11, 6)],
            mode=mode,
            nearest_mode="floor",
            coordinate_transformation_mode="asymmetric" if mode == "nearest" else "half_pixel",
        )
    case("resize_10", "Resize", lambda x: F.interpolate(x, scale_factor=2), [floats(1, 1, 2, 2)],
         opset=10)
    for name, mode in (("half_pixel", "half_pixel"), ("pytorch", "pytorch_half_pixel")):
        case(
            f"resize_linear_{name}",
            "Resize",
            lambda x: F.interpolate(x, scale_factor=(2, 1.5), mode="bilinear"),
            [None, floats(1, 1, 2, 1.5)],
            shape=(3, 7, 8),
            mode="linear",
            coordinate_transformation_mode=mode,
        )
        case(
            f"resize_cubic_{name}",
            "Resize",
            lambda x: F.interpolate(x, scale_factor=(2, 1.5), mode="bicubic"),
            [None, floats(1, 1, 2, 1.5)],
            shape=(3, 7, 8),
            mode="cubic",
            coordinate_transformation_mode=mode,
        )
    case(
        "resize_linear_corners",
        "Resize",
        lambda x: F.interpolate(x, (12, 5), mode="bilinear", align_corners=True),
        [None, None, ints(1, 3, 12, 5)],
        mode="linear",
        coordinate_transformation_mode="align_corners",
    )
    case(
        "resize_linear_asymmetric",
        "Resize",
        lambda x: asymmetric(x, 2, 3),
        [None, floats(1, 1, 2, 3)],
        mode="linear",
        coordinate_transformation_mode="asymmetric",
    )
    case(
        "resize_linear_symmetric",
        "Resize",
        lambda x: F.interpolate(x, scale_factor=2, mode="bilinear"),
        [None, floats(1, 1, 2, 2)],
        opset=19,
        mode="linear",
        coordinate_transformation_mode="half_pixel_symmetric",
    )
    for rounding in ("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"):
        for where in ("half_pixel", "asymmetric", "align_corners"):
            case(
                f"resize_nearest_{rounding}_{where}",
                "Resize",
                lambda x, r=rounding, w=where: nearest(x, 16, 13, r, w),
                [None, None, ints(1, 3, 16, 13)],
                mode="nearest",
                nearest_mode=rounding,
                coordinate_transformation_mode=where,
            )
    case("resize_axes", "Resize", lambda x: F.interpolate(x, (14, 18), mode="bilinear"),
         [None, None, ints(14, 18)], opset=18, mode="linear", axes=[2, 3])
    graph_case(
        "resize_like",
        [
            node("MaxPool", "x", "p", kernel_shape=[2, 2], strides=[2, 2]),
            node("Shape", "x", "s"),
            node("Slice", "s a0 a1", "hw"),
            node("Shape", "p", "ps"),
            node("Slice", "ps a2 a0", "nc"),
            node("Concat", "nc hw", "t", axis=0),
            helper.make_node("Resize", ["p", "", "", "t"], ["u"], mode="linear"),
            node("Concat", "u x", "y", axis=1),
        ],
        lambda x: torch.cat([F.interpolate(F.max_pool2d(x, 2), x.shape[2:], mode="bilinear"), x], 1),
        [ints(2), ints(4), ints(0)],
    )
    graph_case(
        "resize_by_shape",
        [
            node("Shape", "x", "s"),
            node("Gather", "s a0", "h", axis=0),
            node("Cast", "h", "f", to=1),
            node("Mul", "f a1", "m"),
            node("Floor", "m", "fl"),
            node("Div", "fl f", "q"),
            node("Unsqueeze", "q a2", "u"),
            node("Concat", "a3 u u", "t", axis=0),
            helper.make_node("Resize", ["x", "", "t"], ["y"], mode="nearest",
                             coordinate_transformation_mode="asymmetric", nearest_mode="floor"),
        ],
        lambda x: F.interpolate(x, scale_factor=2),
        [np.int64(2), np.float32(2), ints(0), floats(1, 1)],
    )
    graph_case(
        "pad_to_size",
        [
            node("AveragePool", "x", "p", kernel_shape=[2, 2], strides=[2, 2]),
            node("ConvTranspose", "p a0", "u", strides=[2, 2]),
            node("Shape", "x", "sx"),
            node("Shape", "u", "su"),
            node("Gather", "sx a1", "hx", axis=0),
            node("Gather", "su a1", "hu", axis=0),
            node("Sub", "hx hu", "dh"),
            node("Gather", "sx a2", "wx", axis=0),
            node("Gather", "su a2", "wu", axis=0),
            node("Sub", "wx wu", "dw"),
            node("Unsqueeze", "dh a3", "vh"),
            node("Unsqueeze", "dw a3", "vw"),
            node("Concat", "a4 a4 a4 a4 a4 a4 vh vw", "pads", axis=0),
            node("Pad", "u pads", "padded"),
            node("Concat", "x padded", "y", axis=1),
        ],
        lambda x: torch.cat(
            [x, F.pad(F.conv_transpose2d(F.avg_pool2d(x, 2), t(UP), stride=2), (0, 1, 0, 1))], 1
        ),
        [UP, np.int64(2), np.int64(3), ints(0), ints(0)],
    )


UP = weights(3, 2, 2, 2)


def asymmetric(x, rows, columns):
    """Interpolate between values at k / scale, with the last repeated."""
    for axis, scale in ((2, rows), (3, columns)):
        place = torch.arange(x.shape[axis] * scale).double() / scale
        low = place.floor().long()
        high = (low + 1).clamp(max=x.shape[axis] - 1)
        shape = [1, 1, 1, 1]
        shape[axis] = -1
        weight = (place - low).view(shape)
        x = x.index_select(axis, low) * (1 - weight) + x.index_select(axis, high) * weight
    return x


def nearest(x, rows, columns, rounding, where):
    """Take the nearest value, after the formulas of the operator's documentation."""
    for axis, size in ((2, rows), (3, columns)):
        before = x.shape[axis]
        k = np.arange(size, dtype=np.float64)
        place = {
            "half_pixel": (k + 0.5) * before / size - 0.5,
            "asymmetric": k * before / size,
            "align_corners": k * (before - 1) / (size - 1),
        }[where]
        place = {
            "round_prefer_floor": np.ceil(place - 0.5),
            "round_prefer_ceil": np.floor(place + 0.5),
            "floor": np.floor(place),
            "ceil": np.ceil(place),
        }[rounding]
        x = x.index_select(axis, torch.from_numpy(place.clip(0, before - 1)).long())
    return x


def last(tensor):
    """Give an array of 2 or 4 dimensions its channels last."""
    return tensor.permute(0, 2, 3, 1) if tensor.dim() == 4 else tensor


def save(folder, name, nodes, reference, arrays, shape, opset, positive):
    constants = [
        numpy_helper.from_array(np.asarray(a), f"a{i}")
        for i, a in enumerate(arrays)
        if a is not None
    ]
    image = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, *shape])
    output = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, name, [image], [output], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    onnx.save(model, folder / f"{name}.onnx")
    x = RANDOM.normal(size=(1, *shape)).astype(np.float32)
    x = np.abs(x) + np.float32(0.5) if positive else x
    image = t(x).requires_grad_()
    y = reference(image)
    w = torch.from_numpy(RANDOM.normal(size=y.shape).astype(np.float32)).double()
    (gradient,) = torch.autograd.grad((y * w).sum(), image)
    for key, value in (("x", image), ("y", y), ("w", w), ("g", gradient)):
        last(value.detach()).numpy().astype("<f4").tofile(folder / f"{name}.{key}.f32")
    return {"name": name, "channels": shape[0], "height": shape[1], "width": shape[2]}


def main():
    folder = Path(sys.argv[1])
    for add in (
        convolutions,
        transposed_convolutions,
        poolings,
        normalizations,
        functions,
        arithmetic,
        arrangements,
        resizings,
    ):
        add()
    print(json.dumps([save(folder, *case) for case in CASES]))


if __name__ == "__main__":
    main()
