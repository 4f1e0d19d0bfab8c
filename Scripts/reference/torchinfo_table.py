#!/usr/bin/env python3
"""Writes what torchinfo says of torchvision's DenseNet-121: a line for each layer with weights or a
pooling, its class, output size, parameters and multiply-adds.

    python3 Scripts/reference/torchinfo_table.py > Tests/NetworksTests/Reference/densenet121-torchinfo.tsv

Needs torch, torchvision and torchinfo.
"""

import torchinfo
import torchvision

statistics = torchinfo.summary(
    torchvision.models.densenet121(), (1, 3, 224, 224), depth=5, verbose=0)
for layer in statistics.summary_list:
    if not layer.is_leaf_layer or layer.class_name == "ReLU":
        continue
    # Without the batch's dimension; a linear layer's outputs are maps of one pixel.
    size = (layer.output_size[1:] + [1, 1])[:3]
    print(layer.class_name, *size, layer.num_params, layer.macs, sep="\t")
