"""Made-up corpora for the benchmarks: words drawn by Zipf's law from a seed, so that every machine measures the same work."""
import itertools
import random


def tagger(sentences=4478, words=870, labels=60):
    """A corpus of the size of ATIS as (tokens, labels): two texts with a sentence a line."""
    draw = random.Random(1)
    drawn = _sentences(draw, sentences, words, 5, 17)
    return _text(drawn, lambda word: f"w{word}"), _text(drawn, lambda word: "O" if word % 3 == 0 else f"B-{word % labels}")


def translator(pairs=20000, words=10000):
    """A corpus of two thirds of Multi30k as (source, target); the target has the source's words in reverse order."""
    draw = random.Random(2)
    drawn = _sentences(draw, pairs, words, 6, 18)
    return _text(drawn, lambda word: f"s{word}"), _text((sentence[::-1] for sentence in drawn), lambda word: f"t{word}")


def vocabulary(words, tokens, labels=10):
    """A labelled corpus as (tokens, labels), in which each word occurs at least once; the other tokens are drawn."""
    draw = random.Random(3)
    order = list(range(words))
    rest = _zipf(draw, words, max(tokens - words, 0))
    drawn = order + rest
    draw.shuffle(drawn)
    cut = [drawn[i:i + 15] for i in range(0, len(drawn), 15)]
    return _text(cut, lambda word: f"w{word}"), _text(cut, lambda word: f"l{word % labels}")


def _zipf(draw, words, count):
    cumulative = list(itertools.accumulate(1 / (rank + 1) for rank in range(words)))
    return draw.choices(range(words), cum_weights=cumulative, k=count)


def _sentences(draw, count, words, shortest, longest):
    lengths = [draw.randint(shortest, longest) for _ in range(count)]
    drawn = iter(_zipf(draw, words, sum(lengths)))
    return [list(itertools.islice(drawn, length)) for length in lengths]


def _text(sentences, name):
    return "".join(" ".join(map(name, sentence)) + "\n" for sentence in sentences)
