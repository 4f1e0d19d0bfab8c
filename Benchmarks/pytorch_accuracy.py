"""The test accuracy that PyTorch reaches with the program's default network, data and schedules.

    pytorch_accuracy.py [--dataset NAME] [--epochs N] [--schedule step|cosine] [--seed N]

Reads Datasets/NAME. As the program does: pixels standardised by the training part's mean and
deviation, batches of 64, the last of an epoch smaller, SGD with Nesterov's momentum
0.9 and weight decay 1e-4, learning rate 0.1.
"""

import argparse
import gzip
import math
import pathlib
import sys

import numpy
import torch
from torch.nn import functional

root = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(root / "Scripts" / "reference"))
from networks import default_network  # noqa: E402

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--dataset", default="digits", help="a folder of Datasets (digits)")
parser.add_argument("--epochs", type=int, default=20)
parser.add_argument("--schedule", choices=["step", "cosine"], default="step")
parser.add_argument("--learning-rate", type=float, default=0.1)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()


def idx(name):
    data = gzip.decompress((root / "Datasets" / options.dataset / f"{name}.gz").read_bytes())
    shape = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(data[3])]
    values = numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * len(shape))
    return torch.from_numpy(values.reshape(shape).copy())


parts = ("train", "t10k")
train_images, test_images = (idx(f"{part}-images-idx3-ubyte")[:, None] / 255 for part in parts)
train_labels, test_labels = (idx(f"{part}-labels-idx1-ubyte").long() for part in parts)
mean, deviation = train_images.mean(), train_images.std(correction=0)
train_images, test_images = (train_images - mean) / deviation, (test_images - mean) / deviation

torch.manual_seed(options.seed)
network = default_network().to(memory_format=torch.channels_last)
optimizer = torch.optim.SGD(
    network.parameters(), lr=options.learning_rate, momentum=0.9, nesterov=True, weight_decay=1e-4)
steps = options.epochs * math.ceil(len(train_images) / 64)
done = 0
for epoch in range(options.epochs):
    network.train()
    for batch in torch.randperm(len(train_images)).split(64):
        share = done / steps
        factor = (
            (1 + math.cos(math.pi * share)) / 2 if options.schedule == "cosine"
            else 0.1 ** ((share >= 0.5) + (share >= 0.75)))
        for group in optimizer.param_groups:
            group["lr"] = options.learning_rate * factor
        optimizer.zero_grad()
        functional.cross_entropy(network(train_images[batch]), train_labels[batch]).backward()
        optimizer.step()
        done += 1
    network.eval()
    with torch.no_grad():
        correct = sum(
            (network(images).argmax(1) == labels).sum().item()
            for images, labels in zip(test_images.split(500), test_labels.split(500)))
    print(f"epoch {epoch + 1}: {correct / len(test_labels):.4f}", flush=True)
