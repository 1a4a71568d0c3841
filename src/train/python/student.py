"""The built-in network as it is trained: with batch normalisation, and adaptors."""

import torch
import torch.nn.functional as F
from torch import nn

from distillation import BLOCKS, CONVOLUTIONS, normalize


class Student(nn.Module):
    """The built-in network with batch normalisation, and its adaptors to the teachers."""

    def __init__(self, widths, channels):
        super().__init__()
        self.convolutions = nn.ModuleDict()
        self.norms = nn.ModuleDict()
        inputs = 3
        for block, (width, count) in enumerate(zip(widths, CONVOLUTIONS), 1):
            for i in range(1, count + 1):
                name = f"block{block}_conv{i}"
                self.convolutions[name] = nn.Conv2d(inputs, width, 3, padding=1, bias=False)
                nn.init.kaiming_normal_(self.convolutions[name].weight, nonlinearity="relu")
                self.norms[name] = nn.BatchNorm2d(width)
                inputs = width
        self.adaptors = nn.ModuleDict(
            {name: nn.Conv2d(widths[BLOCKS[name] - 1], channels[name], 1) for name in channels}
        )

    def blocks(self, rgb):
        """Give the maps of each block's last convolution by the block's number."""
        x = normalize(rgb).contiguous(memory_format=torch.channels_last)
        maps = {}
        for block, count in enumerate(CONVOLUTIONS, 1):
            for i in range(1, count + 1):
                name = f"block{block}_conv{i}"
                x = F.relu(self.norms[name](self.convolutions[name](x)))
            maps[block] = x
            x = F.max_pool2d(x, 2)
        return maps

    def forward(self, rgb):
        """Predict the teachers' maps, by their names."""
        maps = self.blocks(rgb)
        return {name: adaptor(maps[BLOCKS[name]]) for name, adaptor in self.adaptors.items()}

    @torch.no_grad()
    def start(self, weights, crops):
        """Take over narrower weights (w, b by layer); what is new adds nothing yet."""
        for name, norm in self.norms.items():
            kernel, bias = weights[name]
            out, inputs = kernel.shape[:2]
            weight = self.convolutions[name].weight
            weight[:out, inputs:] = 0
            weight[:out, :inputs] = kernel
            norm.bias.zero_()
            norm.bias[:out] = bias
            norm.eps = 0
            norm.eval()
        self.measure(crops)
        for norm in self.norms.values():
            norm.bias += norm.running_mean
            norm.weight.copy_((norm.running_var + 1e-5).sqrt())
            norm.eps = 1e-5
            norm.train()

    def measure(self, crops):
        """Set the statistics of the norms, which leave their input alone meanwhile."""
        sums = {name: 0 for name in self.norms}

        def add(name, x):
            values = x.double()
            moments = torch.stack([values.mean((0, 2, 3)), values.pow(2).mean((0, 2, 3))])
            sums[name] = sums[name] + moments / len(crops)

        hooks = [
            self.convolutions[name].register_forward_hook(lambda m, i, o, n=name: add(n, o))
            for name in self.norms
        ]
        for rgb in crops:
            self.blocks(rgb)
        for hook in hooks:
            hook.remove()
        for name, norm in self.norms.items():
            mean, square = sums[name]
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(square - mean.pow(2))

    def folded(self):
        """Give kernel and bias by layer, with the norms folded in."""
        arrays = {}
        for name, norm in self.norms.items():
            scale = norm.weight / (norm.running_var + norm.eps).sqrt()
            kernel = self.convolutions[name].weight * scale.view(-1, 1, 1, 1)
            arrays[f"{name}.w"] = kernel.detach().contiguous().numpy()
            arrays[f"{name}.b"] = (norm.bias - norm.running_mean * scale).detach().numpy()
        return arrays
