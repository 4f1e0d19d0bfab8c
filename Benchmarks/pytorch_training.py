"""PyTorch's images per second for training steps of the program's default network.

    pytorch_training.py MODE THREADS [STEPS]

MODE is eager, channels_last or compile. The network, the batch (64 images of 28×28) and the
optimiser are the program's defaults; the images are random, which costs the same. Prints the
median over the steps, the first ten left out, as the program's own log is read.
"""

import pathlib
import statistics
import sys
import time

import torch
from torch.nn import functional

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Scripts" / "reference"))
from networks import default_network  # noqa: E402

mode, threads = sys.argv[1], int(sys.argv[2])
steps = int(sys.argv[3]) if len(sys.argv) > 3 else 60
torch.set_num_threads(threads)
torch.manual_seed(1)

network = default_network()
images = torch.randn(64, 1, 28, 28)
labels = torch.randint(0, 10, (64,))
if mode == "channels_last":
    network = network.to(memory_format=torch.channels_last)
    images = images.to(memory_format=torch.channels_last)
elif mode not in ("eager", "compile"):
    sys.exit(f"mode '{mode}' is not one of eager, channels_last, compile")
forward = torch.compile(network) if mode == "compile" else network
optimizer = torch.optim.SGD(
    network.parameters(), lr=0.1, momentum=0.9, nesterov=True, weight_decay=1e-4)

rates = []
for _ in range(steps):
    start = time.perf_counter()
    optimizer.zero_grad()
    functional.cross_entropy(forward(images), labels).backward()
    optimizer.step()
    rates.append(64 / (time.perf_counter() - start))
print(f"{statistics.median(rates[10:]):.1f}")
