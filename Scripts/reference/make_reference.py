#!/usr/bin/env python3
"""Writes the reference files that the tests hold the engine against.

    python3 Scripts/reference/make_reference.py Tests/NetworksTests/Reference [NAME ...]

Needs torch, numpy and safetensors. Everything is computed in float64 and stored as float32. At a
ReLU's kink rounding alone flips a derivative, so of many seeds the one is taken whose ReLU inputs
stay farthest from 0. Tests/NetworksTests/Reference/README.md describes the files.
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import save_file
from torch.nn import functional

from networks import build as build_network, randomize_norms

SEEDS = 200
OPTIMIZER = {
    "learning_rate": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 1e-4, "steps": 3,
}


def densenet(**changes):
    return {
        "family": "densenet", "blocks": [2, 2], "growth_rate": 3, "bottleneck": True,
        "compression": 0.5, "initial_channels": 5, "stem": "small", **changes,
    }


SMALL = (5, 3, 9, 7)
# Name: architecture, [images, colours, rows, columns]. Sizes are odd and not square, compression
# leaves a fraction, batches are 1, and more than a vector's images.
NETWORKS = {
    "densenet": (densenet(bottleneck=False, compression=1.0), SMALL),
    "densenet-b": (densenet(compression=1.0), SMALL),
    "densenet-c": (densenet(bottleneck=False), SMALL),
    "densenet-bc": (densenet(), SMALL),
    "densenet-imagenet": (densenet(stem="imagenet", compression=0.4), (3, 3, 45, 33)),
    "densenet-no-norm": (densenet(normalization="none", blocks=[3, 2, 1]), (1, 2, 11, 8)),
    "densenet-sigmoid": (densenet(activation="sigmoid", blocks=[3]), (19, 1, 6, 5)),
    # Maps so large that sums over their pixels show whether they lose digits.
    "densenet-large": (
        densenet(bottleneck=False, activation="tanh", growth_rate=16), (2, 3, 91, 85)),
    "resnet": ({"family": "resnet", "depth": 8}, (3, 3, 11, 9)),
    "resnet-tanh-no-norm": (
        {"family": "resnet", "depth": 8, "normalization": "none", "activation": "tanh"},
        (9, 1, 10, 13)),
    "plain": ({"family": "plain", "depth": 8}, (17, 1, 9, 10)),
    "plain-no-norm": ({"family": "plain", "depth": 8, "normalization": "none"}, (2, 2, 8, 9)),
}
CLASSES = 4


def build(architecture, size, seed):
    """A network and a batch, both of a seed. No parameter has its usual initial value, so that none
    can be mixed up with another."""
    torch.manual_seed(seed)
    network = build_network(architecture, size[1], CLASSES).double()
    randomize_norms(network)
    images = torch.randn(*size, dtype=torch.float64)
    labels = torch.randint(0, CLASSES, (size[0],))
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
    return tensors, min(margins, default=1.0)


def relative_error(value, expected):
    difference = (value.double() - expected.double()).norm().item()
    norm = expected.double().norm().item()
    return difference if expected.abs().max() < 1e-8 else difference / norm


def save(file, architecture, classes, images, labels, tensors, single, margin):
    """Writes a file of tensors in float64; returns how far those in float32 are off."""
    error = max(relative_error(single[key], tensors[key]) for key in tensors)
    stored = {key: value.float().contiguous() for key, value in tensors.items()}
    stored["input"], stored["target"] = images.float(), labels
    save_file(stored, str(file), metadata={
        "format": "densenet-explorer-reference/1",
        "architecture": json.dumps(architecture),
        "classes": str(classes),
        "optimizer": json.dumps(OPTIMIZER),
        "relu_margin": repr(margin),
        "pytorch_float32_error": repr(error),
    })
    return error


def write(name, architecture, size, folder):
    # Only a ReLU has a kink to stay away from.
    seeds = SEEDS if architecture.get("activation", "relu") == "relu" else 1
    margin, seed = max(
        (compute(*build(architecture, size, seed))[1], seed) for seed in range(seeds))
    network, images, labels = build(architecture, size, seed)
    tensors, _ = compute(network, images, labels)
    network, images, labels = build(architecture, size, seed)
    single, _ = compute(network.float(), images.float(), labels)
    error = save(
        folder / f"{name}.safetensors", architecture, CLASSES, images, labels, tensors, single, margin)
    print(f"{name}: seed {seed}, ReLU margin {margin:.2e}, PyTorch's float32 error {error:.2e}")


def main():
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(NETWORKS):
        sys.exit(f"usage: make_reference.py FOLDER [NAME ...]; names: {', '.join(NETWORKS)}")
    folder = pathlib.Path(sys.argv[1])
    torch.set_num_threads(1)
    for name in sys.argv[2:] or NETWORKS:
        write(name, *NETWORKS[name], folder)


if __name__ == "__main__":
    main()
