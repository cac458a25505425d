#!/usr/bin/python3
"""The rival's side of `rnnctl bench`: recurrent layers over whole sequences in PyTorch on the CPU, or the product of square matrices.

    torch_layers.py [--cell lstm gru elman] [--hidden 128] [--batch 32] [--steps 20] [--layers 1] [--mode both|forward|train] [--seconds 1]
    torch_layers.py --product 1024 [--seconds 1]

The input is as wide as the hidden state. Prints a JSON object a row, with the median of the wall time; of a product with the least time too.
"""
import argparse
import json
import os
import time

arguments = argparse.ArgumentParser()
arguments.add_argument("--cell", nargs="+", choices=["lstm", "gru", "elman"], default=["lstm", "gru", "elman"])
arguments.add_argument("--hidden", type=int, default=128)
arguments.add_argument("--batch", type=int, default=32)
arguments.add_argument("--steps", type=int, default=20)
arguments.add_argument("--layers", type=int, default=1)
arguments.add_argument("--mode", choices=["both", "forward", "train"], default="both")
arguments.add_argument("--product", type=int)
arguments.add_argument("--threads", type=int, default=1)
arguments.add_argument("--blas-threads", type=int, default=2)
arguments.add_argument("--seconds", type=float, default=1)
options = arguments.parse_args()
os.environ["OPENBLAS_NUM_THREADS"] = str(options.blas_threads)
import torch

torch.set_num_threads(options.threads)
torch.manual_seed(1)
TOOL = "PyTorch " + torch.__version__
CELLS = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "elman": torch.nn.RNN}


def times(work):
    for _ in range(3):
        work()
    taken = []
    began = time.perf_counter()
    while time.perf_counter() - began < options.seconds or len(taken) < 5:
        before = time.perf_counter()
        work()
        taken.append(time.perf_counter() - before)
    return sorted(taken)


def product(size):
    a, b = torch.randn(size, size), torch.randn(size, size)
    c = torch.empty(size, size)
    taken = times(lambda: torch.matmul(a, b, out=c))
    operations = 2e-9 * size**3
    print(json.dumps({
        "tool": TOOL, "size": size, "threads": options.threads, "blas_threads": options.blas_threads,
        "gflops": round(operations / taken[len(taken) // 2], 1), "best_gflops": round(operations / taken[0], 1),
    }), flush=True)


def layers(cell):
    network = CELLS[cell](options.hidden, options.hidden, options.layers)
    x = torch.randn(options.steps, options.batch, options.hidden)
    upstream = torch.randn(options.steps, options.batch, options.hidden)

    def forward():
        with torch.no_grad():
            network(x)

    def train():
        network.zero_grad(set_to_none=True)
        network(x)[0].backward(upstream)

    for mode, work in (("forward", forward), ("train", train)):
        if options.mode not in ("both", mode):
            continue
        taken = times(work)
        median = taken[len(taken) // 2]
        print(json.dumps({
            "tool": TOOL, "cell": cell, "hidden": options.hidden, "batch": options.batch, "steps": options.steps, "layers": options.layers, "mode": mode,
            "threads": options.threads, "blas_threads": options.blas_threads, "milliseconds": round(1e3 * median, 4),
            "tokens_per_second": round(options.steps * options.batch / median),
        }), flush=True)


if options.product:
    with torch.no_grad():
        product(options.product)
else:
    for cell in options.cell:
        layers(cell)
