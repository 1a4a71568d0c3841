"""SqueezeNet v1.1 without its classifier, as Keras defines it, in PyTorch.

The weights come from the HDF5 file of the Keras model, and the layers carry the names
that they have in it. Convolution and pooling are valid, except for the padded 3x3
convolutions inside the fire modules. Written for PyTorch 1.13 and h5py 3.7.
"""

import h5py
import torch
import torch.nn.functional as F
from torch import nn

FIRE_MODULES = range(2, 10)
MEAN_BGR = (103.939, 116.779, 123.68)


def preprocess(rgb):
    """Turn an RGB image of 0..255, NCHW, into the network's input."""
    return rgb.flip(1) - rgb.new_tensor(MEAN_BGR).view(1, 3, 1, 1)


def deprocess(image):
    """Turn an input of the network back into an RGB image, without clipping."""
    return (image + image.new_tensor(MEAN_BGR).view(1, 3, 1, 1)).flip(1)


def load_convolutions(path):
    """Read the convolutions of a Keras HDF5 weight file by layer name."""
    convolutions = nn.ModuleDict()
    with h5py.File(path, "r") as file:
        for layer in file.attrs["layer_names"]:
            group = file[layer]
            weight_names = group.attrs["weight_names"]
            if len(weight_names) == 0:
                continue
            name = layer.decode()
            kernel, bias = (torch.from_numpy(group[n][()]) for n in weight_names)
            height, width, inputs, outputs = kernel.shape
            convolution = nn.Conv2d(
                inputs,
                outputs,
                (height, width),
                stride=2 if name == "conv1" else 1,
                padding="valid" if name == "conv1" else "same",
            )
            convolution.weight.data = kernel.permute(3, 2, 0, 1).contiguous()
            convolution.bias.data = bias
            convolutions[name] = convolution
    return convolutions


class SqueezeNet(nn.Module):
    """The network with constant weights, whose layers can be read by name.

    With `inplace`, as in torchvision, a ReLU overwrites the convolution before it, so
    that this convolution's own output can't be read.
    """

    def __init__(self, weights, dtype=torch.float32, inplace=False):
        super().__init__()
        self.convolutions = load_convolutions(weights)
        self.inplace = inplace
        self.to(dtype).requires_grad_(False)

    def forward(self, image, layers):
        """Run the network as far as needed for the activations of some layers."""
        layers = set(layers)
        activations = {}
        for name, activation in self.steps(image):
            if name in layers:
                activations[name] = activation
                if len(activations) == len(layers):
                    return activations
        raise KeyError(f"No such layer: {sorted(layers - set(activations))}")

    def steps(self, x):
        """Evaluate layer after layer, giving each one's name and activation."""
        x = yield from self.convolve("conv1", "relu_conv1", x)
        x = self.max_pool("relu_conv1", x)
        yield "pool1", x
        for number in FIRE_MODULES:
            fire = f"fire{number}"
            x = yield from self.fire(fire, x)
            if number in (3, 5):
                x = self.max_pool(f"{fire}/concat", x)
                yield f"pool{number}", x

    def fire(self, fire, x):
        x = yield from self.convolve(f"{fire}/squeeze1x1", f"{fire}/relu_squeeze1x1", x)
        branches = []
        for size in ("1x1", "3x3"):
            branch = yield from self.convolve(
                f"{fire}/expand{size}", f"{fire}/relu_expand{size}", x
            )
            branches.append(branch)
        x = torch.cat(branches, 1)
        yield f"{fire}/concat", x
        return x

    def convolve(self, name, relu_name, x):
        x = self.convolutions[name](x)
        yield name, x
        x = self.relu(relu_name, x)
        yield relu_name, x
        return x

    def relu(self, name, x):
        """Apply the ReLU of the given layer."""
        return F.relu(x, inplace=self.inplace)

    def max_pool(self, input_name, x):
        """Apply the 3x3 max pooling with stride 2 after the given layer."""
        return F.max_pool2d(x, kernel_size=3, stride=2)
