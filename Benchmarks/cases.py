"""The networks that are timed: options for the program, the same for Scripts/reference/networks.py."""

from typing import NamedTuple


class Case(NamedTuple):
    title: str
    options: list
    architecture: dict
    shape: tuple
    batch: int = 64
    classes: int = 10

    def program_options(self):
        return self.options + [
            "--input-shape", ",".join(map(str, self.shape)), "--batch-size", str(self.batch)]


def dense(blocks, growth_rate, bottleneck, stem="small"):
    return {
        "family": "densenet", "blocks": blocks, "growth_rate": growth_rate,
        "bottleneck": bottleneck, "compression": 0.5 if bottleneck else 1.0, "stem": stem,
        "initial_channels": 2 * growth_rate if bottleneck else 16}


def bc(depth, growth_rate, shape):
    return Case(
        f"DenseNet-BC ({depth}, k={growth_rate})",
        ["--depth", str(depth), "--growth-rate", str(growth_rate)],
        dense([(depth - 4) // 6] * 3, growth_rate, True), shape)


CASES = {
    "bc22": bc(22, 8, (1, 28, 28)),
    "densenet40": Case(
        "DenseNet (40, k=12)",
        ["--depth", "40", "--growth-rate", "12", "--no-bottleneck", "--compression", "1"],
        dense([12] * 3, 12, False), (3, 32, 32)),
    "bc100": bc(100, 12, (3, 32, 32)),
    "densenet121": Case(
        "DenseNet-121", ["--architecture", "densenet121"],
        dense([6, 12, 24, 16], 32, True, "imagenet"), (3, 224, 224), 8, 1000),
    "resnet20": Case(
        "ResNet-20", ["--architecture", "resnet", "--depth", "20"],
        {"family": "resnet", "depth": 20}, (3, 32, 32)),
    "plain20": Case(
        "plain-20", ["--architecture", "plain", "--depth", "20"],
        {"family": "plain", "depth": 20}, (3, 32, 32)),
    # For memory against depth.
    "bc40": bc(40, 12, (3, 32, 32)),
    "bc190": bc(190, 12, (3, 32, 32)),
    "bc250": bc(250, 12, (3, 32, 32)),
}
