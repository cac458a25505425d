"""Writes a labelled corpus whose words are distributed as Zipf's law says, over a vocabulary of a chosen size:

    python3 large_vocabulary.py WORDS TOKENS > corpus.tsv

Every word occurs at least once, so that the vocabulary has WORDS words; the other tokens are drawn with probabilities of 1 / rank. Sentences have 5 to 35
tokens. Corpora of one number of tokens have the same sentence lengths and the same labels, whatever their vocabulary.
"""
import bisect
import itertools
import random
import sys

LABELS = 20


def main():
    words, tokens = int(sys.argv[1]), int(sys.argv[2])
    ranks = random.Random(1)
    sums = list(itertools.accumulate(1 / rank for rank in range(1, words + 1)))
    drawn = list(range(words)) + [bisect.bisect(sums, ranks.random() * sums[-1]) for _ in range(tokens - words)]
    ranks.shuffle(drawn)
    lengths = random.Random(2)
    place = 0
    while place < tokens:
        sentence = drawn[place:place + lengths.randint(5, 35)]
        sys.stdout.write("".join(f"w{min(word, words - 1)}\tl{(place + i) * 7919 % LABELS}\n" for i, word in enumerate(sentence)) + "\n")
        place += len(sentence)


main()
