"""Export a network of a known shape, with generated weights, by PyTorch's own exporter.

onnx_networks.py KIND OPSET SIDE FOLDER [any] writes KIND.onnx for images of SIDE pixels, or
of any size, and as little-endian float32 in NHWC order x.f32 (an image), y.f32 (the output),
w.f32 (weights of a sum of the outputs) and g.f32 (the gradient of that sum), computed in
double precision. The networks have the shapes of those of torchvision, and of U-Nets that
people have. Prints the image's height and width as JSON. Written for PyTorch 1.13.
"""

import json
import sys
import warnings
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

IMAGES = 20
ROUNDING = 3e-6
STEADY = 1e-4


def conv(inputs, outputs, kernel, stride=1, groups=1, act=nn.ReLU, bias=False):
    """Give a convolution, a batch normalisation and an activation function."""
    layers = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=bias),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, act()) if act else nn.Sequential(*layers)


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            conv(inputs, outputs, 3, stride), conv(outputs, outputs, 3, act=None)
        )
        same = stride == 1 and inputs == outputs
        self.shortcut = nn.Identity() if same else conv(inputs, outputs, 1, stride, act=None)

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


class ResNet18(nn.Sequential):
    def __init__(self):
        blocks, inputs = [], 64
        for outputs, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
            blocks += [BasicBlock(inputs, outputs, stride), BasicBlock(outputs, outputs, 1)]
            inputs = outputs
        super().__init__(
            conv(3, 64, 7, 2),
            nn.MaxPool2d(3, 2, 1),
            *blocks,
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(512, 1000),
        )


class InvertedResidual(nn.Module):
    """A block of MobileNetV2; of EfficientNet with squeeze and excitation."""

    def __init__(self, inputs, outputs, stride, expansion, kernel=3, act=nn.ReLU6, squeeze=0):
        super().__init__()
        hidden = inputs * expansion
        layers = [conv(inputs, hidden, 1, act=act)] if expansion > 1 else []
        layers.append(conv(hidden, hidden, kernel, stride, hidden, act))
        self.body = nn.Sequential(*layers)
        self.squeeze = (
            nn.Sequential(
                nn.AdaptiveAvgPool2d(1),
                nn.Conv2d(hidden, squeeze, 1),
                nn.SiLU(),
                nn.Conv2d(squeeze, hidden, 1),
                nn.Sigmoid(),
            )
            if squeeze
            else None
        )
        self.project = conv(hidden, outputs, 1, act=None)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.body(x)
        y = y if self.squeeze is None else y * self.squeeze(y)
        y = self.project(y)
        return x + y if self.residual else y


class MobileNetV2(nn.Sequential):
    SETTINGS = (
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    )

    def __init__(self):
        blocks, inputs = [], 32
        for expansion, outputs, count, stride in self.SETTINGS:
            for i in range(count):
                blocks.append(InvertedResidual(inputs, outputs, stride if i == 0 else 1, expansion))
                inputs = outputs
        super().__init__(
            conv(3, 32, 3, 2, act=nn.ReLU6),
            *blocks,
            conv(320, 1280, 1, act=nn.ReLU6),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Dropout(0.2),
            nn.Linear(1280, 1000),
        )


class EfficientNetB0(nn.Sequential):
    SETTINGS = (
        (1, 3, 1, 16, 1),
        (6, 3, 2, 24, 2),
        (6, 5, 2, 40, 2),
        (6, 3, 2, 80, 3),
        (6, 5, 1, 112, 3),
        (6, 5, 2, 192, 4),
        (6, 3, 1, 320, 1),
    )

    def __init__(self):
        blocks, inputs = [], 32
        for expansion, kernel, stride, outputs, count in self.SETTINGS:
            for i in range(count):
                step = stride if i == 0 else 1
                squeeze = max(1, inputs // 4)
                blocks.append(
                    InvertedResidual(inputs, outputs, step, expansion, kernel, nn.SiLU, squeeze)
                )
                inputs = outputs
        super().__init__(
            conv(3, 32, 3, 2, act=nn.SiLU),
            *blocks,
            conv(320, 1280, 1, act=nn.SiLU),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(1280, 1000),
        )


class DenseLayer(nn.Module):
    def __init__(self, inputs, growth=32):
        super().__init__()
        self.norm1, self.conv1 = nn.BatchNorm2d(inputs), nn.Conv2d(inputs, 4 * growth, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(4 * growth)
        self.conv2 = nn.Conv2d(4 * growth, growth, 3, padding=1, bias=False)

    def forward(self, x):
        y = self.conv1(F.relu(self.norm1(x)))
        return torch.cat([x, self.conv2(F.relu(self.norm2(y)))], 1)


class DenseNet121(nn.Sequential):
    def __init__(self):
        layers, channels = [conv(3, 64, 7, 2), nn.MaxPool2d(3, 2, 1)], 64
        for block, count in enumerate((6, 12, 24, 16)):
            for _ in range(count):
                layers.append(DenseLayer(channels))
                channels += 32
            if block < 3:
                layers += [nn.BatchNorm2d(channels), nn.ReLU()]
                layers += [nn.Conv2d(channels, channels // 2, 1, bias=False), nn.AvgPool2d(2, 2)]
                channels //= 2
        super().__init__(
            *layers,
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(channels, 1000),
        )


class Vgg11(nn.Sequential):
    """Of its dense layers, narrow ones: those of the original have 120 million weights."""

    def __init__(self):
        layers, inputs = [], 3
        for outputs in (64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"):
            if outputs == "M":
                layers.append(nn.MaxPool2d(2, 2))
            else:
                layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU()]
                inputs = outputs
        super().__init__(
            *layers,
            nn.Flatten(),
            nn.Linear(512 * 3 * 3, 256),
            nn.ReLU(),
            nn.Dropout(),
            nn.Linear(256, 1000),
        )


class SqueezeNet(nn.Module):
    """With poolings whose sizes are rounded up."""

    class Fire(nn.Module):
        def __init__(self, inputs, squeeze, expand):
            super().__init__()
            self.squeeze = nn.Conv2d(inputs, squeeze, 1)
            self.one, self.three = nn.Conv2d(squeeze, expand, 1), nn.Conv2d(squeeze, expand, 3, 1, 1)

        def forward(self, x):
            x = F.relu(self.squeeze(x))
            return torch.cat([F.relu(self.one(x)), F.relu(self.three(x))], 1)

    def __init__(self):
        super().__init__()
        fire, pool = self.Fire, nn.MaxPool2d(3, 2, ceil_mode=True)
        self.body = nn.Sequential(
            nn.Conv2d(3, 64, 3, 2), nn.ReLU(), pool, fire(64, 16, 64), fire(128, 16, 64), pool,
            fire(128, 32, 128), fire(256, 32, 128), pool, fire(256, 48, 192), nn.Conv2d(384, 10, 1),
        )

    def forward(self, x):
        return self.body(x).mean((2, 3))


class UNet(nn.Module):
    """Of any number of channels: up by a method, skips joined, odd sizes padded."""

    def __init__(self, channels=1, up="transposed", norm="batch", widths=(8, 16, 32)):
        super().__init__()
        self.norm = norm
        self.down = nn.ModuleList()
        inputs = channels
        for width in widths:
            self.down.append(self.pair(inputs, width))
            inputs = width
        self.up, self.after = nn.ModuleList(), nn.ModuleList()
        for width in reversed(widths[:-1]):
            if up == "transposed":
                self.up.append(nn.ConvTranspose2d(inputs, width, 2, 2))
            else:
                self.up.append(nn.Sequential(nn.Upsample(scale_factor=2, mode="bilinear"), nn.Conv2d(inputs, width, 1)))
            self.after.append(self.pair(2 * width, width))
            inputs = width
        self.last = nn.Conv2d(inputs, 2, 1)

    def pair(self, inputs, outputs):
        layers = []
        for _ in range(2):
            norm = {
                "batch": nn.BatchNorm2d(outputs),
                "instance": nn.InstanceNorm2d(outputs, affine=True),
                "group": nn.GroupNorm(4, outputs),
            }[self.norm]
            layers += [nn.Conv2d(inputs, outputs, 3, padding=1), norm, nn.LeakyReLU(0.1)]
            inputs = outputs
        return nn.Sequential(*layers)

    def forward(self, x):
        skips = []
        for i, block in enumerate(self.down):
            x = block(F.max_pool2d(x, 2) if i else x)
            skips.append(x)
        for up, after, skip in zip(self.up, self.after, reversed(skips[:-1])):
            x = up(x)
            rows, columns = skip.shape[2] - x.shape[2], skip.shape[3] - x.shape[3]
            x = F.pad(x, [columns // 2, columns - columns // 2, rows // 2, rows - rows // 2])
            x = after(torch.cat([skip, x], 1))
        return torch.sigmoid(self.last(x))


class StyleNetwork(nn.Sequential):
    """A small one of those that stylise at once: reflected edges, instance normalisation."""

    def __init__(self):
        def block(inputs, outputs, kernel, stride=1):
            return [
                nn.ReflectionPad2d(kernel // 2),
                nn.Conv2d(inputs, outputs, kernel, stride),
                nn.InstanceNorm2d(outputs, affine=True),
                nn.ReLU(),
            ]

        super().__init__(
            *block(3, 8, 9),
            *block(8, 16, 3, 2),
            *block(16, 16, 3),
            nn.Upsample(scale_factor=2, mode="nearest"),
            *block(16, 8, 3),
            nn.ReflectionPad2d(4),
            nn.Conv2d(8, 3, 9),
        )


class ConvNext(nn.Sequential):
    """A small one: depthwise convolutions, layer normalisation, GELU."""

    class Block(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.depthwise = nn.Conv2d(width, width, 7, padding=3, groups=width)
            self.norm = nn.LayerNorm(width, 1e-6)
            self.one, self.two = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
            self.scale = nn.Parameter(torch.full((width,), 0.1))

        def forward(self, x):
            y = self.norm(self.depthwise(x).permute(0, 2, 3, 1))
            y = self.scale * self.two(F.gelu(self.one(y)))
            return x + y.permute(0, 3, 1, 2)

    def __init__(self):
        super().__init__(
            nn.Conv2d(3, 16, 4, 4), self.Block(16), self.Block(16), nn.Conv2d(16, 32, 2, 2),
            self.Block(32), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10),
        )


KINDS = {
    "resnet18": ResNet18,
    "mobilenet_v2": MobileNetV2,
    "efficientnet_b0": EfficientNetB0,
    "densenet121": DenseNet121,
    "vgg11": Vgg11,
    "squeezenet": SqueezeNet,
    "unet": UNet,
    "unet_bilinear": lambda: UNet(2, "bilinear"),
    "unet_instance": lambda: UNet(5, "bilinear", "instance"),
    "unet_group": lambda: UNet(3, "transposed", "group"),
    "style": StyleNetwork,
    "convnext": ConvNext,
}


def randomize(network):
    """Give the normalisations statistics, as training would."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0, 0.1)
        elif isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")


def last(tensor):
    return tensor.permute(0, 2, 3, 1) if tensor.dim() == 4 else tensor


def steady(network, shape):
    """Find an image at which rounding hardly puts a value on another side of a ReLU's kink.

    The steadiest of some, where none is quite steady.
    """
    found, least = None, float("inf")
    for _ in range(IMAGES):
        image = torch.randn(shape).double()  # of numbers that have single precision
        weights = torch.randn(network(image).shape).double()
        output, gradient = differentiate(network, image, weights)
        change = 0
        for _ in range(3):
            noisy = image + ROUNDING * torch.randn(shape).double()
            other = differentiate(network, noisy, weights)[1]
            change = max(change, ((other - gradient).norm() / gradient.norm()).item())
        if change < least:
            found, least = (image, output, weights, gradient), change
        if least < STEADY:
            break
    return found


def differentiate(network, image, weights):
    image = image.clone().requires_grad_()
    output = network(image)
    return output, torch.autograd.grad((output * weights).sum(), image)[0]


def main():
    kind, opset, side, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    anysize = "any" in sys.argv[5:]
    torch.manual_seed(1)
    network = KINDS[kind]().eval()
    randomize(network)
    channels = next(network.parameters()).shape[1]
    height, width = (side, side) if not anysize else (side + 5, side + 2)
    axes = {"image": {2: "height", 3: "width"}} if anysize else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            torch.randn(1, channels, side, side),
            str(folder / f"{kind}.onnx"),
            opset_version=opset,
            input_names=["image"],
            dynamic_axes=axes,
        )
    network.double()
    image, output, weights, gradient = steady(network, (1, channels, height, width))
    for key, value in (("x", image), ("y", output), ("w", weights), ("g", gradient)):
        last(value.detach()).float().numpy().astype("<f4").tofile(folder / f"{kind}.{key}.f32")
    print(json.dumps({"height": height, "width": width}))


if __name__ == "__main__":
    main()
