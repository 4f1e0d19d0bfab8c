#!/usr/bin/env python3
"""Writes the reference files that the tests hold the engine against.

    python3 Scripts/reference/make_reference.py Tests/NetworksTests/Reference

Needs torch, numpy and safetensors. Everything is computed in float64 and stored as float32. At a
ReLU's kink rounding alone flips a derivative, so of many seeds the one is taken whose ReLU inputs
stay farthest from 0. Tests/NetworksTests/Reference/README.md describes the files.
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional

from densenet import DenseNet

SEEDS = 200
BATCH, CHANNELS, HEIGHT, WIDTH, CLASSES = 5, 3, 9, 7, 4
OPTIMIZER = {
    "learning_rate": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 1e-4, "steps": 3,
}
NETWORKS = {
    "densenet": {"bottleneck": False, "compression": 1.0},
    "densenet-b": {"bottleneck": True, "compression": 1.0},
    "densenet-c": {"bottleneck": False, "compression": 0.5},
    "densenet-bc": {"bottleneck": True, "compression": 0.5},
}


def build(kind, seed):
    """A network and a batch, both of a seed. No parameter has its usual initial value, so that none
    can be mixed up with another."""
    torch.manual_seed(seed)
    network = DenseNet([2, 2], 3, **kind, initial_channels=5, input_channels=CHANNELS,
                       classes=CLASSES).double()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.6, 1.4)
            nn.init.normal_(module.bias, 0, 0.2)
            module.running_mean.normal_(0, 0.3)
            module.running_var.uniform_(0.5, 1.5)
    images = torch.randn(BATCH, CHANNELS, HEIGHT, WIDTH, dtype=torch.float64)
    labels = torch.randint(0, CLASSES, (BATCH,))
    # What is stored is float32: the computation starts from just that.
    for value in network.state_dict().values():
        if value.is_floating_point():
            value.copy_(value.float().double())
    return network, images.float().double(), labels


def compute(network, images, labels):
    """All tensors of a file, and the least absolute input of a ReLU."""
    tensors, margins = {}, []
    original = functional.relu

    def relu(values):
        margins.append(values.detach().abs().min().item())
        return original(values)

    functional.relu = relu
    try:
        for name, value in network.state_dict().items():
            if value.is_floating_point():
                tensors[f"initial.{name}"] = value.clone()
        optimizer = torch.optim.SGD(
            network.parameters(), lr=OPTIMIZER["learning_rate"], momentum=OPTIMIZER["momentum"],
            nesterov=OPTIMIZER["nesterov"], weight_decay=OPTIMIZER["weight_decay"])
        network.train()
        for step in range(OPTIMIZER["steps"]):
            optimizer.zero_grad()
            logits = network(images)
            loss = functional.cross_entropy(logits, labels)
            loss.backward()
            if step == 0:
                tensors["train.logits"] = logits.detach().clone()
                tensors["train.loss"] = loss.detach().clone().reshape(1)
                for name, parameter in network.named_parameters():
                    tensors[f"train.gradient.{name}"] = parameter.grad.clone()
            optimizer.step()
        for name, value in network.state_dict().items():
            if value.is_floating_point():
                tensors[f"updated.{name}"] = value.clone()
        network.eval()
        with torch.no_grad():
            tensors["eval.logits"] = network(images)
    finally:
        functional.relu = original
    return tensors, min(margins)


def relative_error(value, expected):
    difference = (value.double() - expected.double()).norm().item()
    norm = expected.double().norm().item()
    return difference if expected.abs().max() < 1e-8 else difference / norm


def write(name, kind, folder):
    margin, seed = max((compute(*build(kind, seed))[1], seed) for seed in range(SEEDS))
    network, images, labels = build(kind, seed)
    tensors, _ = compute(network, images, labels)
    network, images, labels = build(kind, seed)
    single, _ = compute(network.float(), images.float(), labels)
    error = max(relative_error(single[key], tensors[key]) for key in tensors)
    stored = {key: value.float().contiguous() for key, value in tensors.items()}
    stored["input"], stored["target"] = images.float(), labels
    architecture = {
        "family": "densenet", "blocks": [2, 2], "growth_rate": 3, **kind, "initial_channels": 5,
        "stem": "small",
    }
    save_file(stored, str(folder / f"{name}.safetensors"), metadata={
        "format": "densenet-explorer-reference/1",
        "architecture": json.dumps(architecture),
        "classes": str(CLASSES),
        "optimizer": json.dumps(OPTIMIZER),
        "relu_margin": repr(margin),
        "pytorch_float32_error": repr(error),
    })
    print(f"{name}: seed {seed}, ReLU margin {margin:.2e}, PyTorch's float32 error {error:.2e}")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_reference.py FOLDER")
    folder = pathlib.Path(sys.argv[1])
    torch.set_num_threads(1)
    for name, kind in NETWORKS.items():
        write(name, kind, folder)


main()
