#!/bin/sh
# Builds the tool, sends a gradient back through a linear unit, and trains three cells to remember their first input over 20 and over 100 steps.
set -eu
cd "$(dirname "$0")/../.."
dotnet build src/Rnnctl --configuration Release --nologo --verbosity quiet
rnnctl() { dotnet src/Rnnctl/bin/Release/net10.0/rnnctl.dll "$@"; }
here=examples/exploding-gradients
work=artifacts/exploding-gradients
mkdir -p "$work"

echo "A linear unit: input 1, 0, 0, ..., recurrent weight w, 1000 steps"
rnnctl gradflow --linear 0.99 1 1.01 --steps 1000 --device cpu --quiet --svg "$here/linear.svg"

# Two sentences of a given length. The first token is 1 or -1 and is the label of the last token, ?; all tokens between them are 0.
sentences() {
    awk -v steps="$1" 'BEGIN {
        print "tokens\tlabels"
        for (s = 0; s < 2; s++) {
            tokens = s ? "1" : "-1"; labels = "O"
            for (t = 2; t < steps; t++) { tokens = tokens " 0"; labels = labels " O" }
            print tokens " ?\t" labels (s ? " plus" : " minus")
        }
    }'
}

for steps in 20 100; do
    sentences "$steps" > "$work/$steps.tsv"
    mkdir -p "$work/$steps"
    for cell in elman lstm gru; do
        model="$work/$steps/$cell"
        rnnctl train --task tag --train "$work/$steps.tsv" --output "$model" --overwrite --quiet --device cpu --threads 1 \
            --cell "$cell" --hidden 16 --embedding 4 --no-bidirectional --dropout 0 --lr 0.003 --epochs 2000 --evaluate-every 50
        echo
        echo "$cell, $steps steps"
        rnnctl eval "$model" "$work/$steps.tsv" --device cpu --quiet | grep us:
    done
    echo
    echo "The gradient after training, $steps steps"
    rnnctl gradflow "$work/$steps/elman" "$work/$steps/lstm" "$work/$steps/gru" "$work/$steps.tsv" --device cpu --quiet \
        --svg "$here/after-$steps.svg"
done
rnnctl plot "$work/100/elman" "$work/100/lstm" "$work/100/gru" --quiet --output "$here/learning.svg"
