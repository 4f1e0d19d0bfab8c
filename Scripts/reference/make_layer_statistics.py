#!/usr/bin/env python3
"""Writes what PyTorch says of the gradients and activations of each layer in the reference files.

    python3 Scripts/reference/make_layer_statistics.py Tests/NetworksTests/Reference

Needs torch and safetensors. For each file, on its batch: the mean of |dloss/doutput| of each layer,
taken by autograd, and the share of the maps that the layer reads which the ReLU before it made 0
everywhere (null without a ReLU). So that some maps are dead and others let gradients through, every
third shift is moved, beginning with the second: those of norms by -5, or where there are no norms the
biases of convolutions by 1.
"""

import json
import pathlib
import sys

import torch
from safetensors import safe_open
from torch import nn
from torch.nn import functional

from networks import Transition, build


def read(path):
    """A file's network, batch and architecture."""
    with safe_open(str(path), "pt") as file:
        architecture = json.loads(file.metadata()["architecture"])
        classes = int(file.metadata()["classes"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    network = build(architecture, tensors["input"].shape[1], classes).double()
    network.load_state_dict(
        {name.removeprefix("initial."): value.double()
         for name, value in tensors.items() if name.startswith("initial.")}, strict=False)
    return network, tensors["input"].double(), tensors["target"], architecture


def move_shifts(network):
    has_norm = any(isinstance(module, nn.BatchNorm2d) for module in network.modules())
    kind = nn.BatchNorm2d if has_norm else nn.Conv2d
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, kind):
                module.bias[1::3] += -5 if has_norm else 1


def statistics(path):
    network, images, labels, architecture = read(path)
    move_shifts(network)
    has_relu = architecture.get("activation", "relu") == "relu"
    # What puts out a layer's maps: a transition's are pooled.
    names = {name: module for name, module in network.named_modules()
             if isinstance(module, (nn.Conv2d, nn.Linear))}
    transitions = {id(module.conv): module for module in network.modules()
                   if isinstance(module, Transition)}
    # In the order in which they are called, which is that of the program's layers.
    layers = []

    def watch(name, module):
        entry = {}

        def reading(_, inputs):
            maps = inputs[0].detach()
            dead = (maps.transpose(0, 1).flatten(1).amax(1) <= 0).double().mean().item()
            entry.update(layer=name, dead_share=dead if has_relu and layers else None)
            layers.append(entry)

        def putting_out(_, inputs, output):
            output.register_hook(
                lambda gradient: entry.update(output_gradient=gradient.abs().mean().item()))

        module.register_forward_pre_hook(reading)
        transitions.get(id(module), module).register_forward_hook(putting_out)

    for name, module in names.items():
        watch(name, module)
    network.train()
    functional.cross_entropy(network(images), labels).backward()
    return layers


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_layer_statistics.py FOLDER")
    folder = pathlib.Path(sys.argv[1])
    torch.set_num_threads(1)
    result = {path.stem: statistics(path) for path in sorted(folder.glob("*.safetensors"))}
    (folder / "layer-statistics.json").write_text(json.dumps(result, indent=1) + "\n")


main()
