"""Labels sentences with a tagger that `rnnctl export --format torch` wrote: python3 tagger.py slots.safetensors < sentences.txt"""
import json, sys
import torch
from torch import nn

with open(sys.argv[1], "rb") as file:
    tensors, data = json.loads(file.read(int.from_bytes(file.read(8), "little"))), file.read()
about = tensors.pop("__metadata__")
state = {name: torch.frombuffer(bytearray(data[slice(*one["data_offsets"])]), dtype=torch.float32).reshape(one["shape"]) for name, one in tensors.items()}
size = json.loads(about["config.json"])["architecture"]
tokens, labels = (about[f"vocab/{name}.txt"].split("\n")[:-1] for name in ("tokens", "labels"))
ids = {token: number for number, token in enumerate(tokens)}

class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(len(tokens), size["embedding"])
        self.encoder = nn.LSTM(size["embedding"], size["hidden"], size["layers"], bidirectional=size["bidirectional"])
        self.output = nn.Linear(size["hidden"] * (2 if size["bidirectional"] else 1), len(labels))

    def forward(self, sentence):
        return self.output(self.encoder(self.embedding(sentence))[0])

tagger = Tagger()
tagger.load_state_dict(state)
for line in sys.stdin:
    sentence = torch.tensor([ids.get(token, ids["<unk>"]) for token in line.split()])
    print(" ".join(labels[label] for label in tagger(sentence).argmax(-1)))
