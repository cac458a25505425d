"""Measures the rows of `rnnctl bench` in PyTorch (with cuDNN on a CUDA device); prints one JSON object per line.

usage: gpu_torch.py CELLS HIDDEN BATCH STEPS SECONDS    lists are separated by commas
"""
import json
import sys
import time

import torch

CELLS = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "elman": torch.nn.RNN}


def median_seconds(work, wait, seconds):
    for _ in range(5):
        work()
    wait()
    times = []
    began = time.perf_counter()
    while time.perf_counter() - began < seconds or len(times) < 5:
        before = time.perf_counter()
        work()
        wait()
        times.append(time.perf_counter() - before)
    return sorted(times)[len(times) // 2]


def main():
    cells, hidden_sizes, batch, steps, seconds = sys.argv[1:]
    batch, steps, seconds = int(batch), int(steps), float(seconds)
    on_gpu = torch.cuda.is_available()
    device = torch.device("cuda" if on_gpu else "cpu")
    wait = torch.cuda.synchronize if on_gpu else lambda: None
    name = f"PyTorch {torch.__version__}, " + (f"cuDNN {torch.backends.cudnn.version()}, {torch.cuda.get_device_name()}" if on_gpu else "cpu")
    for cell in cells.split(","):
        for hidden in map(int, hidden_sizes.split(",")):
            layer = CELLS[cell](hidden, hidden).to(device)
            x = torch.randn(steps, batch, hidden, device=device)

            def forward():
                with torch.no_grad():
                    layer(x)

            def train():
                layer.zero_grad(set_to_none=True)
                layer(x)[0].sum().backward()

            for mode, work in (("forward", forward), ("train", train)):
                duration = median_seconds(work, wait, seconds)
                print(json.dumps({
                    "cell": cell, "hidden": hidden, "batch": batch, "steps": steps, "mode": mode, "device": name,
                    "milliseconds": duration * 1e3, "tokens_per_second": batch * steps / duration,
                }), flush=True)


main()
