"""PyTorch's speed and memory in training steps of one of the cases.

    pytorch_training.py CASE MODE THREADS [SECONDS]

MODE is eager, channels_last or compile. Whole steps as the program takes them: random images are
put into the network's format, forward, backward, SGD; and apart from these, forward passes in
evaluation mode under inference_mode. Prints a JSON object with medians and fastest steps in images
per second, the number of training steps and the process's peak memory in bytes, that of training alone first.
"""

import json
import pathlib
import resource
import statistics
import sys
import time

import torch
from torch.nn import functional

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "Scripts" / "reference"))
from cases import CASES  # noqa: E402
from networks import build  # noqa: E402

case, mode, threads = CASES[sys.argv[1]], sys.argv[2], int(sys.argv[3])
seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 10
torch.set_num_threads(threads)
torch.manual_seed(1)

network = build(case.architecture, case.shape[0], case.classes)
images = torch.randn(case.batch, *case.shape)
labels = torch.randint(0, case.classes, (case.batch,))
if mode == "channels_last":
    network = network.to(memory_format=torch.channels_last)
elif mode not in ("eager", "compile"):
    sys.exit(f"mode '{mode}' is not one of eager, channels_last, compile")
model = torch.compile(network) if mode == "compile" else network
optimizer = torch.optim.SGD(
    network.parameters(), lr=0.1, momentum=0.9, nesterov=True, weight_decay=1e-4)


def batch():
    return images.to(memory_format=torch.channels_last) if mode == "channels_last" else images


def train():
    optimizer.zero_grad()
    functional.cross_entropy(model(batch()), labels).backward()
    optimizer.step()


def evaluate():
    with torch.inference_mode():
        model(batch())


def rate(step, seconds):
    for _ in range(3):
        step()
    times = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return case.batch / statistics.median(times), case.batch / min(times), len(times)


training, best_training, steps = rate(train, seconds)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
network.eval()
evaluation, best_evaluation, _ = rate(evaluate, seconds / 3)
print(json.dumps({
    "images_per_second": training, "images_per_second_best": best_training,
    "evaluation_images_per_second": evaluation,
    "evaluation_images_per_second_best": best_evaluation, "steps": steps,
    "peak_memory_bytes": memory}))
