#!/usr/bin/env python3
"""Holds the program against torchvision's own DenseNets, on one image of 224×224 and one of 65×97.

    python3 Scripts/reference/compare_with_torchvision.py [--instruction-set SET] [NAME ...]

For each of densenet121, 169, 201 and 161 (or those named) it gives the network random weights and
running statistics, computes in float64, writes a reference file, and lets the program verify it.
Shown are the relative errors of the logits, in evaluation and in training mode, and those that
PyTorch itself makes in float32. Needs torch, torchvision, safetensors and a release build; the
largest network takes some minutes and 3 GB.
"""

import argparse
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import torch
import torchvision
from safetensors.torch import save_file
from torch.nn import functional

from networks import randomize_norms

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / ".build/release/densenet-explorer"
NETWORKS = {
    "densenet121": ([6, 12, 24, 16], 32, 64), "densenet169": ([6, 12, 32, 32], 32, 64),
    "densenet201": ([6, 12, 48, 32], 32, 64), "densenet161": ([6, 12, 36, 24], 48, 96),
}
SIZES = [(224, 224), (65, 97)]
BOUND = 1e-5


def build(name):
    network = getattr(torchvision.models, name)()
    randomize_norms(network)
    return network


def compute(network, image, label):
    """Logits of both modes, loss and gradients of the training mode."""
    network = copy.deepcopy(network)
    network.eval()
    with torch.no_grad():
        tensors = {"eval.logits": network(image)}
    network.train()
    logits = network(image)
    loss = functional.cross_entropy(logits, label)
    loss.backward()
    tensors["train.logits"] = logits.detach()
    tensors["train.loss"] = loss.detach().reshape(1)
    for name, parameter in network.named_parameters():
        tensors[f"train.gradient.{name}"] = parameter.grad
    return tensors


def relative_error(value, expected):
    return ((value.double() - expected).norm() / expected.norm()).item()


def write(path, name, network, image, label):
    blocks, growth_rate, initial_channels = NETWORKS[name]
    exact = compute(copy.deepcopy(network).double(), image.double(), label)
    single = compute(network, image, label)
    tensors = {key: value.float().contiguous() for key, value in exact.items()}
    for key, value in network.state_dict().items():
        if value.is_floating_point():
            # No step is taken: what is updated is what was there.
            tensors[f"initial.{key}"] = value.clone()
            tensors[f"updated.{key}"] = value.clone()
    tensors["input"], tensors["target"] = image, label
    errors = {key: relative_error(single[key], exact[key]) for key in exact}
    save_file(tensors, str(path), metadata={
        "format": "densenet-explorer-reference/1",
        "architecture": json.dumps({
            "family": "densenet", "blocks": blocks, "growth_rate": growth_rate, "bottleneck": True,
            "compression": 0.5, "initial_channels": initial_channels, "stem": "imagenet"}),
        "classes": "1000",
        "optimizer": json.dumps({
            "learning_rate": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 1e-4,
            "steps": 0}),
        "relu_margin": "0", "pytorch_float32_error": repr(max(errors.values())),
    })
    return errors


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--instruction-set", default="auto")
    parser.add_argument("name", nargs="*", default=list(NETWORKS))
    options = parser.parse_args()
    if not PROGRAM.exists():
        sys.exit("error: no release build here; run 'swift build -c release'")
    failed = False
    print("network      size     logits: evaluation  PyTorch's   training  PyTorch's  float32")
    for name in options.name:
        if name not in NETWORKS:
            sys.exit(f"error: {name}: expected one of {', '.join(NETWORKS)}")
        for height, width in SIZES:
            torch.manual_seed(height)
            network = build(name)
            image, label = torch.randn(1, 3, height, width), torch.tensor([7])
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / f"{name}.safetensors"
                theirs = write(path, name, network, image, label)
                output = subprocess.run(
                    [PROGRAM, "verify", "--all-tensors", "--instruction-set",
                     options.instruction_set, path],
                    capture_output=True, text=True)
            ours = {
                fields[-1]: float(fields[0]) for fields in map(str.split, output.stdout.splitlines())
                if fields[-1] in ("eval.logits", "train.logits")}
            if len(ours) != 2:
                sys.exit(output.stderr)
            is_good = all(error <= BOUND for error in ours.values())
            failed |= not is_good
            print(
                f"{name}  {height}x{width:<5} {ours['eval.logits']:18.1e}"
                f"{theirs['eval.logits']:11.1e}{ours['train.logits']:11.1e}"
                f"{theirs['train.logits']:11.1e}  {'pass' if is_good else 'FAIL'}", flush=True)
    sys.exit(1 if failed else 0)


main()
