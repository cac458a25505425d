#!/usr/bin/python3
"""The rival's side of `rnnctl train --task tag` and `rnnctl tag`: a bidirectional LSTM tagger in PyTorch on the CPU.

    torch_tagger.py --train TOKENS LABELS [--embedding 100] [--hidden 128] [--batch 32] [--epochs 4] [--dropout 0.3] [--mode train|tag|line]

Two parallel files. Of training the whole loop is counted: batching, forward, loss, backward, clipping the norm at 5, Adam. Tagging takes the same sentences, in
batches or a line at a time. Prints a JSON object with the median of all epochs but the first.
"""
import argparse
import json
import os
import random
import statistics
import time

arguments = argparse.ArgumentParser()
arguments.add_argument("--train", nargs=2, required=True)
arguments.add_argument("--embedding", type=int, default=100)
arguments.add_argument("--hidden", type=int, default=128)
arguments.add_argument("--batch", type=int, default=32)
arguments.add_argument("--epochs", type=int, default=4)
arguments.add_argument("--dropout", type=float, default=0.3)
arguments.add_argument("--mode", choices=["train", "tag", "line"], default="train")
arguments.add_argument("--threads", type=int, default=1)
arguments.add_argument("--blas-threads", type=int, default=2)
options = arguments.parse_args()
os.environ["OPENBLAS_NUM_THREADS"] = str(options.blas_threads)
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

LINES = 500
torch.set_num_threads(options.threads)
torch.manual_seed(1)
random.seed(1)

# run.py sends the texts with this script on standard input, for a Python that cannot open the files.
TEXTS = globals().get("TEXTS", {})


def read(path):
    if path not in TEXTS:
        with open(path, encoding="utf-8") as text:
            TEXTS[path] = text.read()
    return [line.split() for line in TEXTS[path].splitlines()]


tokens, labels = map(read, options.train)
sentences = [pair for pair in zip(tokens, labels) if pair[0]]
words = {word: i for i, word in enumerate(["<pad>", "<unk>"] + sorted({word for sentence in tokens for word in sentence}))}
tags = {tag: i for i, tag in enumerate(sorted({tag for sentence in labels for tag in sentence}))}
names = list(tags)
count = sum(len(sentence) for sentence, _ in sentences)


class Tagger(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(len(words), options.embedding)
        self.dropout = torch.nn.Dropout(options.dropout)
        self.recurrent = torch.nn.LSTM(options.embedding, options.hidden, bidirectional=True)
        self.output = torch.nn.Linear(2 * options.hidden, len(tags))

    def forward(self, x, lengths):
        packed = pack_padded_sequence(self.dropout(self.embedding(x)), lengths)
        y, _ = pad_packed_sequence(self.recurrent(packed)[0])
        return self.output(self.dropout(y))


def batches(shuffle):
    order = sorted(sentences, key=lambda pair: len(pair[0]))
    groups = [order[i:i + options.batch] for i in range(0, len(order), options.batch)]
    if shuffle:
        random.shuffle(groups)
    for group in groups:
        group = group[::-1]
        x = pad_sequence([torch.tensor([words.get(word, 1) for word in sentence]) for sentence, _ in group])
        y = pad_sequence([torch.tensor([tags[tag] for tag in answer]) for _, answer in group], padding_value=-1)
        yield x, y, torch.tensor([len(sentence) for sentence, _ in group])


model = Tagger()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)


def train():
    model.train()
    for x, y, lengths in batches(shuffle=True):
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(model(x, lengths).flatten(0, 1), y.flatten(), ignore_index=-1)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()


def tag(groups):
    """Returns the labels of each sentence."""
    answers = []
    model.eval()
    with torch.no_grad():
        for x, lengths in groups:
            best = model(x, lengths).argmax(-1).t().tolist()
            answers += [[names[i] for i in row[:length]] for row, length in zip(best, lengths.tolist())]
    return answers


def seconds(work):
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def line_time(sentence):
    def work():
        tag([(torch.tensor([words.get(word, 1) for word in sentence]).unsqueeze(1), torch.tensor([len(sentence)]))])
    return seconds(work)


def rate():
    """Tokens per second; lines per second where they come one at a time."""
    if options.mode == "line":
        some = [sentence for sentence, _ in sentences[:LINES]]
        return 1 / statistics.median(map(line_time, some))
    work = train if options.mode == "train" else lambda: tag((x, lengths) for x, _, lengths in batches(shuffle=False))
    return count / seconds(work)


rates = [rate() for _ in range(options.epochs)]
mode, unit = ("tag a line at a time, lines/s", "lines_per_second") if options.mode == "line" else (options.mode, "tokens_per_second")
print(json.dumps({
    "tool": "PyTorch " + torch.__version__, "mode": mode, "threads": options.threads, "blas_threads": options.blas_threads,
    unit: round(statistics.median(rates[1:] or rates)),
}), flush=True)
