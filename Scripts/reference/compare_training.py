#!/usr/bin/env python3
"""Trains the default network beside PyTorch: same initial weights, same batches, 100 steps.

    python3 Scripts/reference/compare_training.py [--steps N] [--seeds N] [--instruction-set SET]

PyTorch in float64 is the truth; shown is how far the program's losses and those of PyTorch in
float32 are from it as training goes on. Rounding grows in any training, so the question is whether
the program's difference grows faster than PyTorch's own. Needs torch, safetensors and a release
build.
"""

import argparse
import gzip
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy
import torch
from safetensors.torch import load_file
from torch.nn import functional

from networks import default_network

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/densenet-explorer"
MASK = (1 << 64) - 1


class SplitMix64:
    """The generator that orders the program's samples (Sources/Samples/SampleOrder.swift)."""

    def __init__(self, state):
        self.state = state

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return mixed ^ (mixed >> 31)

    def below(self, bound):
        product = self.next() * bound
        if product & MASK < bound:
            threshold = ((1 << 64) - bound) % bound
            while product & MASK < threshold:
                product = self.next() * bound
        return product >> 64


def first_epoch(count, seed):
    generator = SplitMix64(SplitMix64(seed).next() ^ 1)
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = generator.below(last + 1)
        order[last], order[other] = order[other], order[last]
    return order


def idx(name, header):
    with gzip.open(ROOT / "Datasets/fashion-mnist" / name) as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=header)


def training_set():
    """Images as the program sees them, in float32, and labels."""
    pixels = idx("train-images-idx3-ubyte.gz", 16)
    mean = numpy.float32(pixels.mean(dtype=numpy.float64) / 255)
    deviation = numpy.float32(pixels.std(dtype=numpy.float64) / 255)
    table = (numpy.arange(256, dtype=numpy.float32) / numpy.float32(255) - mean) / deviation
    images = torch.from_numpy(table[pixels].reshape(-1, 1, 28, 28))
    return images, torch.from_numpy(idx("train-labels-idx1-ubyte.gz", 8).astype(numpy.int64))


def program(options, seed, folder):
    output = subprocess.run(
        [PROGRAM, "train", "--json", "--steps", str(options.steps), "--seed", str(seed), "--at",
         "0:checkpoint", "--instruction-set", options.instruction_set, "--run-directory", folder],
        check=True, capture_output=True, text=True).stdout
    steps = [event for event in map(json.loads, output.splitlines()) if event["event"] == "step"]
    weights = load_file(f"{folder}/checkpoints/step-0.safetensors")
    return weights, [(step["loss"], step["learning_rate"]) for step in steps]


def pytorch(weights, batches, learning_rates, dtype):
    network = default_network()
    network.load_state_dict(weights, strict=False)
    network = network.to(dtype).train()
    optimizer = torch.optim.SGD(
        network.parameters(), lr=0.1, momentum=0.9, nesterov=True, weight_decay=1e-4)
    losses = []
    for (images, labels), learning_rate in zip(batches, learning_rates):
        optimizer.param_groups[0]["lr"] = learning_rate
        optimizer.zero_grad()
        loss = functional.cross_entropy(network(images.to(dtype)), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--instruction-set", default="auto")
    options = parser.parse_args()
    if not PROGRAM.exists():
        sys.exit("error: no release build here; run 'swift build -c release'")
    torch.set_num_threads(2)
    images, labels = training_set()
    ours, theirs = [], []
    for seed in range(1, options.seeds + 1):
        order = first_epoch(len(labels), seed)
        batches = [
            (images[order[64 * step:64 * (step + 1)]], labels[order[64 * step:64 * (step + 1)]])
            for step in range(options.steps)]
        with tempfile.TemporaryDirectory() as folder:
            weights, steps = program(options, seed, folder)
        rates = [rate for _, rate in steps]
        exact = pytorch(weights, batches, rates, torch.float64)
        single = pytorch(weights, batches, rates, torch.float32)
        ours.append([abs(loss - true) / true for (loss, _), true in zip(steps, exact)])
        theirs.append([abs(loss - true) / true for loss, true in zip(single, exact)])
        print(f"seed {seed}: loss {exact[0]:.4f} to {exact[-1]:.4f}", flush=True)

    def typical(errors, first, last):
        """Geometric mean over seeds and steps: errors span orders of magnitude."""
        values = [max(run[step], 1e-12) for run in errors for step in range(first, last)]
        return math.exp(statistics.mean(map(math.log, values)))

    print("\nrelative difference of the loss from float64's, geometric means over seeds")
    print("steps        program   PyTorch float32   ratio")
    edges = [edge for edge in (0, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)
             if edge < options.steps] + [options.steps]
    for first, last in zip(edges, edges[1:]):
        our, their = typical(ours, first, last), typical(theirs, first, last)
        bar = "#" * max(round(4 * (math.log10(our) + 9)), 0)
        their_bar = "-" * max(round(4 * (math.log10(their) + 9)), 0)
        print(f"{first + 1:3}…{last:<5} {our:10.1e} {their:17.1e} {our / their:7.2f}   |{bar}")
        print(f"{'':44}|{their_bar}")


main()
