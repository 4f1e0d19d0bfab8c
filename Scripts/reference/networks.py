"""The program's networks in PyTorch, with torchvision's names: what the engine is held against.

    build({"family": "densenet", "blocks": [3, 3, 3], "growth_rate": 8, "bottleneck": True,
           "compression": 0.5, "initial_channels": 16, "stem": "small"}, channels, classes)
    build({"family": "resnet", "depth": 20, "normalization": "none", "activation": "tanh"}, …)
"""

import math

import torch
from torch import nn
from torch.nn import functional

ACTIVATIONS = {
    # Looked up when called, so that a caller can put something else in its place.
    "relu": lambda x: functional.relu(x), "tanh": torch.tanh, "sigmoid": torch.sigmoid,
}


class Kit:
    """What an architecture says about norms and activations."""

    def __init__(self, architecture):
        self.has_norm = architecture.get("normalization", "batch") == "batch"
        self.activation = ACTIVATIONS[architecture.get("activation", "relu")]

    def norm(self, channels):
        return nn.BatchNorm2d(channels) if self.has_norm else nn.Identity()

    def conv(self, inputs, outputs, side, stride=1):
        return nn.Conv2d(
            inputs, outputs, side, stride, padding=side // 2, bias=not self.has_norm)


class DenseLayer(nn.Module):
    def __init__(self, kit, inputs, growth_rate, bottleneck):
        super().__init__()
        self.kit = kit
        self.bottleneck = bottleneck
        self.norm1 = kit.norm(inputs)
        if bottleneck:
            self.conv1 = kit.conv(inputs, 4 * growth_rate, 1)
            self.norm2 = kit.norm(4 * growth_rate)
            self.conv2 = kit.conv(4 * growth_rate, growth_rate, 3)
        else:
            self.conv1 = kit.conv(inputs, growth_rate, 3)

    def forward(self, maps):
        new = self.conv1(self.kit.activation(self.norm1(maps)))
        if self.bottleneck:
            new = self.conv2(self.kit.activation(self.norm2(new)))
        return torch.cat([maps, new], 1)


class Transition(nn.Module):
    def __init__(self, kit, inputs, outputs):
        super().__init__()
        self.kit = kit
        self.norm = kit.norm(inputs)
        self.conv = kit.conv(inputs, outputs, 1)

    def forward(self, maps):
        return functional.avg_pool2d(self.conv(self.kit.activation(self.norm(maps))), 2)


class Activation(nn.Module):
    def __init__(self, kit):
        super().__init__()
        self.kit = kit

    def forward(self, maps):
        return self.kit.activation(maps)


class DenseNet(nn.Module):
    def __init__(self, kit, architecture, input_channels, classes):
        super().__init__()
        self.kit = kit
        channels = architecture["initial_channels"]
        blocks, growth_rates = architecture["blocks"], architecture["growth_rate"]
        if not isinstance(growth_rates, list):
            growth_rates = [growth_rates] * len(blocks)
        self.features = nn.Sequential()
        if architecture["stem"] == "imagenet":
            self.features.add_module("conv0", kit.conv(input_channels, channels, 7, 2))
            self.features.add_module("norm0", kit.norm(channels))
            self.features.add_module("relu0", Activation(kit))
            self.features.add_module("pool0", nn.MaxPool2d(3, 2, 1))
        else:
            self.features.add_module("conv0", kit.conv(input_channels, channels, 3))
        for block, (layers, growth_rate) in enumerate(zip(blocks, growth_rates), 1):
            dense = nn.Sequential()
            for layer in range(1, layers + 1):
                dense.add_module(
                    f"denselayer{layer}",
                    DenseLayer(kit, channels, growth_rate, architecture["bottleneck"]))
                channels += growth_rate
            self.features.add_module(f"denseblock{block}", dense)
            if block < len(blocks):
                kept = math.floor(architecture["compression"] * channels)
                self.features.add_module(f"transition{block}", Transition(kit, channels, kept))
                channels = kept
        self.features.add_module("norm5", kit.norm(channels))
        self.classifier = nn.Linear(channels, classes)

    def forward(self, images):
        maps = self.kit.activation(self.features(images))
        return self.classifier(maps.mean((2, 3)))


class ResidualBlock(nn.Module):
    def __init__(self, kit, inputs, outputs, stride, has_shortcut):
        super().__init__()
        self.kit = kit
        self.has_shortcut = has_shortcut
        self.conv1 = kit.conv(inputs, outputs, 3, stride)
        self.bn1 = kit.norm(outputs)
        self.conv2 = kit.conv(outputs, outputs, 3)
        self.bn2 = kit.norm(outputs)
        if has_shortcut and inputs != outputs:
            self.downsample = nn.Sequential(kit.conv(inputs, outputs, 1, stride), kit.norm(outputs))

    def forward(self, maps):
        new = self.bn2(self.conv2(self.kit.activation(self.bn1(self.conv1(maps)))))
        if self.has_shortcut:
            new = new + (self.downsample(maps) if hasattr(self, "downsample") else maps)
        return self.kit.activation(new)


class ResNet(nn.Module):
    """He et al. 2015 for small images; without shortcuts the plain network."""

    def __init__(self, kit, architecture, input_channels, classes):
        super().__init__()
        self.kit = kit
        count = (architecture["depth"] - 2) // 6
        self.conv1 = kit.conv(input_channels, 16, 3)
        self.bn1 = kit.norm(16)
        inputs = 16
        for stage, width in enumerate([16, 32, 64], 1):
            blocks = nn.Sequential()
            for block in range(count):
                stride = 2 if stage > 1 and block == 0 else 1
                blocks.append(
                    ResidualBlock(kit, inputs, width, stride, architecture["family"] == "resnet"))
                inputs = width
            setattr(self, f"layer{stage}", blocks)
        self.fc = nn.Linear(64, classes)

    def forward(self, images):
        maps = self.kit.activation(self.bn1(self.conv1(images)))
        maps = self.layer3(self.layer2(self.layer1(maps)))
        return self.fc(maps.mean((2, 3)))


def build(architecture, input_channels, classes):
    """A network with PyTorch's default weights."""
    kit = Kit(architecture)
    kind = DenseNet if architecture["family"] == "densenet" else ResNet
    return kind(kit, architecture, input_channels, classes)


def randomize_norms(network):
    """Gives norms values that none of them has at first, so that none can be mixed up with another."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.6, 1.4)
            nn.init.normal_(module.bias, 0, 0.2)
            module.running_mean.normal_(0, 0.3)
            module.running_var.uniform_(0.5, 1.5)


def default_network(input_channels=1, classes=10):
    """The program's default: DenseNet-BC, depth 22, growth rate 8, He's weights."""
    network = build(
        {"family": "densenet", "blocks": [3, 3, 3], "growth_rate": 8, "bottleneck": True,
         "compression": 0.5, "initial_channels": 16, "stem": "small"}, input_channels, classes)
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
    return network
