#!/usr/bin/python3
"""The rival's side of `rnnctl train --task translate` and `rnnctl bench --task translate`: an LSTM encoder-decoder in PyTorch on the CPU.

    torch_translator.py --train SOURCE TARGET [--min-count 2] [--updates 60] [--embedding 256] [--hidden 256] [--batch 64]
    torch_translator.py --search [--vocabulary 8000] [--batch 32] [--steps 15] [--beam 1 5] [--seconds 3]

One layer on each side, the encoder's of half the width in each direction, dot attention from the decoder's current state. Training decodes whole targets; the
whole loop is counted, and the tokens are the targets', their ends among them. A search translates random sentences with random weights, each step of which
keeps the best hypotheses and never ends one. Prints a JSON object a row.
"""
import argparse
import collections
import json
import os
import random
import time

arguments = argparse.ArgumentParser()
arguments.add_argument("--train", nargs=2)
arguments.add_argument("--min-count", type=int, default=2)
arguments.add_argument("--updates", type=int, default=60)
arguments.add_argument("--search", action="store_true")
arguments.add_argument("--vocabulary", type=int, default=8000)
arguments.add_argument("--steps", type=int, default=15)
arguments.add_argument("--beam", type=int, nargs="+", default=[1, 5])
arguments.add_argument("--embedding", type=int, default=256)
arguments.add_argument("--hidden", type=int, default=256)
arguments.add_argument("--batch", type=int, default=64)
arguments.add_argument("--threads", type=int, default=1)
arguments.add_argument("--blas-threads", type=int, default=2)
arguments.add_argument("--seconds", type=float, default=3)
options = arguments.parse_args()
os.environ["OPENBLAS_NUM_THREADS"] = str(options.blas_threads)
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

torch.set_num_threads(options.threads)
torch.manual_seed(1)
random.seed(1)
PAD, UNKNOWN, BEGIN, END = range(4)
WARM_UPS = 3

# run.py sends the texts with this script on standard input, for a Python that cannot open the files.
TEXTS = globals().get("TEXTS", {})


class Translator(torch.nn.Module):
    def __init__(self, sources, targets):
        super().__init__()
        self.source = torch.nn.Embedding(sources, options.embedding)
        self.target = torch.nn.Embedding(targets, options.embedding)
        self.encoder = torch.nn.LSTM(options.embedding, options.hidden // 2, bidirectional=True)
        self.decoder = torch.nn.LSTM(options.embedding, options.hidden)
        self.join = torch.nn.Linear(2 * options.hidden, options.hidden)
        self.output = torch.nn.Linear(options.hidden, targets)

    def encode(self, x, lengths):
        y, state = self.encoder(pack_padded_sequence(self.source(x), lengths))
        y, _ = pad_packed_sequence(y)
        return y, tuple(torch.cat([part[0], part[1]], -1).unsqueeze(0) for part in state)

    def decode(self, memory, mask, state, y):
        h, state = self.decoder(self.target(y), state)
        scores = torch.einsum("tbh,sbh->bts", h, memory).masked_fill(mask.unsqueeze(1), -1e9)
        context = torch.einsum("bts,sbh->tbh", scores.softmax(-1), memory)
        return self.output(torch.tanh(self.join(torch.cat([h, context], -1)))), state


def report(mode, tokens_per_second):
    print(json.dumps({
        "tool": "PyTorch " + torch.__version__, "mode": mode, "threads": options.threads, "blas_threads": options.blas_threads,
        "tokens_per_second": round(tokens_per_second),
    }), flush=True)


def read(path):
    if path not in TEXTS:
        with open(path, encoding="utf-8") as text:
            TEXTS[path] = text.read()
    return [line.split() for line in TEXTS[path].splitlines()]


def vocabulary(sentences):
    counts = collections.Counter(word for sentence in sentences for word in sentence)
    kept = sorted(word for word, count in counts.items() if count >= options.min_count)
    return {word: i for i, word in enumerate(["<pad>", "<unk>", "<s>", "</s>"] + kept)}


def batches(sources, targets):
    source_words, target_words = vocabulary(sources), vocabulary(targets)
    pairs = sorted((pair for pair in zip(sources, targets) if all(pair)), key=lambda pair: (len(pair[1]), len(pair[0])))
    groups = [pairs[i:i + options.batch] for i in range(0, len(pairs), options.batch)]
    random.shuffle(groups)

    def tensors(group):
        group = sorted(group, key=lambda pair: -len(pair[0]))
        x = pad_sequence([torch.tensor([source_words.get(word, UNKNOWN) for word in source]) for source, _ in group])
        y = pad_sequence([torch.tensor([BEGIN, *(target_words.get(word, UNKNOWN) for word in target), END]) for _, target in group])
        return x, torch.tensor([len(source) for source, _ in group]), y

    return Translator(len(source_words), len(target_words)), groups, tensors


def train():
    model, groups, tensors = batches(*map(read, options.train))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    tokens = 0
    for update in range(options.updates + WARM_UPS):
        if update == WARM_UPS:
            began, tokens = time.perf_counter(), 0
        x, lengths, y = tensors(groups[update % len(groups)])
        optimizer.zero_grad(set_to_none=True)
        memory, state = model.encode(x, lengths)
        logits, _ = model.decode(memory, (x == PAD).t(), state, y[:-1])
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), y[1:].flatten(), ignore_index=PAD)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        tokens += int((y[1:] != PAD).sum())
    report("train", tokens / (time.perf_counter() - began))


def translate(model, x, beam):
    size = x.shape[1]
    memory, state = model.encode(x, torch.full((size,), x.shape[0]))
    memory = memory.repeat_interleave(beam, 1)
    mask = torch.zeros(size * beam, x.shape[0], dtype=torch.bool)
    state = tuple(part.repeat_interleave(beam, 1) for part in state)
    last = torch.full((1, size * beam), BEGIN)
    scores = torch.full((size, beam), -1e9)
    scores[:, 0] = 0
    for _ in range(options.steps):
        logits, state = model.decode(memory, mask, state, last)
        sums = scores.unsqueeze(-1) + logits[0].log_softmax(-1).view(size, beam, -1)
        scores, index = sums.view(size, -1).topk(beam)
        origin = (index // options.vocabulary + torch.arange(size).unsqueeze(1) * beam).flatten()
        last = (index % options.vocabulary).view(1, -1)
        state = tuple(part[:, origin] for part in state)


def search():
    model = Translator(options.vocabulary, options.vocabulary)
    x = torch.randint(END + 1, options.vocabulary, (options.steps, options.batch))
    for beam in options.beam:
        times = []
        began = time.perf_counter()
        with torch.no_grad():
            while time.perf_counter() - began < options.seconds or len(times) < 3:
                before = time.perf_counter()
                translate(model, x, beam)
                times.append(time.perf_counter() - before)
        report("greedy" if beam == 1 else f"beam {beam}", options.batch * options.steps / sorted(times)[len(times) // 2])


if options.train:
    train()
if options.search:
    search()
