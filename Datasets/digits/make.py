#!/usr/bin/env python3
# /// script
# dependencies = ["scikit-learn"]
# ///
"""Writes the digits that scikit-learn carries as IDX files, beside this script.

    pip install scikit-learn && python3 Datasets/digits/make.py

The first 1,500 images are for training, the last 297 for testing, in scikit-learn's order. The
same input gives the same bytes: the gzip headers hold neither a time nor a name. Prints the
checksums that README.md lists.
"""

import gzip
import hashlib
import io
import struct
from pathlib import Path

from sklearn.datasets import load_digits

TRAINING_IMAGES = 1500
UNSIGNED_BYTE = 0x08


def idx(array):
    """The array as an IDX file: magic number, dimensions (big-endian), elements."""
    header = struct.pack(">HBB", 0, UNSIGNED_BYTE, array.ndim)
    header += struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype("uint8").tobytes()


def compressed(content):
    file = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=file, mtime=0) as stream:
        stream.write(content)
    return file.getvalue()


def main():
    digits = load_digits()
    images, labels = digits.images, digits.target
    if images.shape != (1797, 8, 8) or (images != images.round()).any() or images.max() != 16:
        raise SystemExit("scikit-learn's digits are not the 1,797 images this script was made for")
    parts = {"train": slice(None, TRAINING_IMAGES), "t10k": slice(TRAINING_IMAGES, None)}
    files = {}
    for part, samples in parts.items():
        files[f"{part}-images-idx3-ubyte.gz"] = images[samples]
        files[f"{part}-labels-idx1-ubyte.gz"] = labels[samples]
    for name, array in sorted(files.items()):
        content = compressed(idx(array))
        (Path(__file__).parent / name).write_bytes(content)
        print(f"{hashlib.sha256(content).hexdigest()}  {name}")


main()
