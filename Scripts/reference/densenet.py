"""DenseNet for small images in PyTorch, with torchvision's names: what the engine is held against."""

import math

import torch
from torch import nn
from torch.nn import functional


class DenseLayer(nn.Module):
    def __init__(self, inputs, growth_rate, bottleneck):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(inputs)
        if bottleneck:
            self.conv1 = nn.Conv2d(inputs, 4 * growth_rate, 1, bias=False)
            self.norm2 = nn.BatchNorm2d(4 * growth_rate)
            self.conv2 = nn.Conv2d(4 * growth_rate, growth_rate, 3, padding=1, bias=False)
        else:
            self.conv1 = nn.Conv2d(inputs, growth_rate, 3, padding=1, bias=False)
        self.bottleneck = bottleneck

    def forward(self, maps):
        new = self.conv1(functional.relu(self.norm1(maps)))
        if self.bottleneck:
            new = self.conv2(functional.relu(self.norm2(new)))
        return torch.cat([maps, new], 1)


class Transition(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.norm = nn.BatchNorm2d(inputs)
        self.conv = nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, maps):
        return functional.avg_pool2d(self.conv(functional.relu(self.norm(maps))), 2)


class DenseNet(nn.Module):
    def __init__(self, blocks, growth_rate, bottleneck, compression, initial_channels,
                 input_channels, classes):
        super().__init__()
        self.features = nn.Sequential()
        channels = initial_channels
        self.features.add_module(
            "conv0", nn.Conv2d(input_channels, channels, 3, padding=1, bias=False))
        for block, layers in enumerate(blocks, 1):
            dense = nn.Sequential()
            for layer in range(1, layers + 1):
                dense.add_module(
                    f"denselayer{layer}", DenseLayer(channels, growth_rate, bottleneck))
                channels += growth_rate
            self.features.add_module(f"denseblock{block}", dense)
            if block < len(blocks):
                kept = math.floor(compression * channels)
                self.features.add_module(f"transition{block}", Transition(channels, kept))
                channels = kept
        self.features.add_module("norm5", nn.BatchNorm2d(channels))
        self.classifier = nn.Linear(channels, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight)

    def forward(self, images):
        maps = functional.relu(self.features(images))
        return self.classifier(maps.mean((2, 3)))


def default_network(input_channels=1, classes=10):
    """The program's default: DenseNet-BC, depth 22, growth rate 8."""
    return DenseNet([3, 3, 3], 8, True, 0.5, 16, input_channels, classes)
