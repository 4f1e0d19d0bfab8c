#!/usr/bin/env python3
"""Holds networks that were changed while they trained against PyTorch's of the same shape.

    python3 Scripts/reference/compare_after_changes.py [--runs N] [--seed N]

Each run trains a small network on the digits and makes a random row of changes: growth rates of all
blocks or of one, up and down, layers added and taken away, connections cut, undone and redone, other
lines begun. Its last checkpoint is loaded into PyTorch's network of the resulting shape, every tensor
of which must be there with a momentum for each parameter; logits, loss, gradients and three updates
are computed in float64, and the program verifies them. Needs torch, numpy, safetensors and a release
build.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import torch
from safetensors import safe_open

from make_reference import compute, save
from networks import build

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / ".build/release/densenet-explorer"
KINDS = [
    ["--no-bottleneck", "--compression", "1"], ["--compression", "1"],
    ["--no-bottleneck", "--compression", "0.5"], [], ["--stem", "imagenet", "--blocks", "2,2"],
    ["--normalization", "none"],
]
STEPS = 40


def changes(chance):
    """Commands at growing steps; what a network of the moment refuses is left out by the run."""
    commands = []
    for step in sorted(chance.sample(range(2, STEPS - 4), 6)):
        command = chance.choice([
            f"growth_rate={chance.randint(1, 9)}",
            f"block{chance.randint(1, 3)}/growth_rate={chance.randint(1, 9)}",
            f"add_layer=block{chance.randint(1, 3)}", f"remove_layer=block{chance.randint(1, 3)}",
            f"cut=block{chance.randint(1, 3)}/in->*", f"fork={chance.randint(0, step)}",
            "undo", "redo", f"freeze=block{chance.randint(1, 2)}"])
        commands += ["--at", f"{step}:{command}"]
    return commands


def run(*command):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{result.stdout}{result.stderr}")
    return result.stdout


def load(checkpoint):
    """PyTorch's network with the weights of a checkpoint, and what the file says of it."""
    with safe_open(checkpoint, "pt") as file:
        architecture = json.loads(file.metadata()["architecture"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    network = build(architecture, 1, 10)
    prefix = "optimizer.momentum."
    momenta = {name[len(prefix):]: tensors.pop(name) for name in list(tensors)
               if name.startswith(prefix)}
    shapes = {name: value.shape for name, value in network.named_parameters()}
    if {name: value.shape for name, value in momenta.items()} != shapes:
        sys.exit(f"{checkpoint}: momenta that are not those of PyTorch's parameters")
    missing, surplus = network.load_state_dict(tensors, strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or surplus:
        sys.exit(f"{checkpoint}: missing {missing}, surplus {surplus}")
    return network, architecture


def verify(checkpoint, folder):
    """The worst relative error of the program, and PyTorch's own in float32."""
    best = None
    for seed in range(40):
        torch.manual_seed(seed)
        images, labels = torch.randn(5, 1, 8, 8), torch.randint(0, 10, (5,))
        network, architecture = load(checkpoint)
        tensors, margin = compute(network.double(), images.double(), labels)
        if best is None or margin > best[0]:
            best = (margin, images, labels, tensors)
    margin, images, labels, tensors = best
    single, _ = compute(load(checkpoint)[0], images, labels)
    file = folder / "changed.safetensors"
    save(file, architecture, 10, images, labels, tensors, single, margin)
    return architecture, run(PROGRAM, "verify", file).strip().splitlines()[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    for number in range(options.runs):
        chance = random.Random(f"{options.seed} {number}")
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            kind = KINDS[number % len(KINDS)]
            run(PROGRAM, "train", "--dataset", "digits", "--steps", STEPS, "--growth-rate", 4,
                "--learning-rate", 0.02, "--seed", number, *kind, *changes(chance),
                "--run-directory", folder / "run")
            plan = folder / "run/plan.txt"
            made = plan.read_text().split() if plan.exists() else []
            # Of the line that was followed last.
            checkpoint = max((folder / "run").rglob(f"checkpoints/step-{STEPS}.safetensors"),
                             key=lambda file: file.stat().st_mtime)
            architecture, line = verify(checkpoint, folder)
            print(f"{' '.join(kind) or 'BC'}; {' '.join(made)}: blocks {architecture['blocks']}, "
                  f"k {architecture['growth_rate']}: {line.split(': ', 1)[-1]}", flush=True)


if __name__ == "__main__":
    main()
