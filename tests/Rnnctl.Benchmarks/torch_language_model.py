#!/usr/bin/python3
"""The rival's side of `rnnctl bench --task lm`: an LSTM language model in PyTorch on the CPU.

    torch_language_model.py [--hidden 650] [--layers 2] [--vocabulary 10000] [--batch 20] [--steps 35] [--optimizer adam|sgd] [--threads 1]
        [--blas-threads 2] [--seconds 10]

By default the medium model of Zaremba et al. 2014: embedding as wide as the hidden state, forward, no dropout. The whole update is counted: forward, loss over
the whole vocabulary, backward, clipping the norm at 5, the optimiser's step; states go on from window to window. Prints a JSON object for an update and one for
an evaluation, with the median of the wall time, and the least and the median of the processor time of all threads together, in milliseconds.
"""
import argparse
import json
import os
import time

arguments = argparse.ArgumentParser()
arguments.add_argument("--hidden", type=int, default=650)
arguments.add_argument("--layers", type=int, default=2)
arguments.add_argument("--vocabulary", type=int, default=10000)
arguments.add_argument("--batch", type=int, default=20)
arguments.add_argument("--steps", type=int, default=35)
arguments.add_argument("--optimizer", choices=["adam", "sgd"], default="adam")
arguments.add_argument("--threads", type=int, default=1)
arguments.add_argument("--blas-threads", type=int, default=2)
arguments.add_argument("--seconds", type=float, default=10)
options = arguments.parse_args()
os.environ["OPENBLAS_NUM_THREADS"] = str(options.blas_threads)
import torch

torch.set_num_threads(options.threads)
torch.manual_seed(1)


class LanguageModel(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(options.vocabulary, options.hidden)
        self.recurrent = torch.nn.LSTM(options.hidden, options.hidden, options.layers)
        self.output = torch.nn.Linear(options.hidden, options.vocabulary)

    def forward(self, x, y, state):
        h, state = self.recurrent(self.embedding(x), state)
        loss = torch.nn.functional.cross_entropy(self.output(h).flatten(0, 1), y.flatten())
        return loss, tuple(part.detach() for part in state)


model = LanguageModel()
kind = torch.optim.Adam if options.optimizer == "adam" else torch.optim.SGD
optimizer = kind(model.parameters(), lr=0.001)
x = torch.randint(options.vocabulary, (options.steps, options.batch))
y = torch.randint(options.vocabulary, (options.steps, options.batch))
state = tuple(torch.zeros(options.layers, options.batch, options.hidden) for _ in range(2))


def train():
    global state
    optimizer.zero_grad(set_to_none=True)
    loss, state = model(x, y, state)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimizer.step()


def evaluate():
    global state
    with torch.no_grad():
        _, state = model(x, y, state)


for mode, work in (("train", train), ("forward", evaluate)):
    for _ in range(3):
        work()
    wall, processor = [], []
    began = time.perf_counter()
    while time.perf_counter() - began < options.seconds or len(wall) < 5:
        times = time.perf_counter(), time.process_time()
        work()
        wall.append(1e3 * (time.perf_counter() - times[0]))
        processor.append(1e3 * (time.process_time() - times[1]))
    median = sorted(wall)[len(wall) // 2]
    print(json.dumps({
        "tool": "PyTorch " + torch.__version__, "mode": mode, "optimizer": options.optimizer, "hidden": options.hidden, "layers": options.layers,
        "vocabulary": options.vocabulary, "batch": options.batch, "steps": options.steps,
        "threads": options.threads, "blas_threads": options.blas_threads, "milliseconds": round(median, 1),
        "tokens_per_second": round(1e3 * options.batch * options.steps / median), "least_processor_milliseconds": round(min(processor), 1),
        "median_processor_milliseconds": round(sorted(processor)[len(processor) // 2], 1),
    }), flush=True)
