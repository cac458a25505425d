#!/bin/sh
# Builds the tool and trains a network of one recurrent unit up to a cliff of its loss, then over it: without gradient clipping and with it.
set -eu
cd "$(dirname "$0")/../.."
dotnet build src/Rnnctl --configuration Release --nologo --verbosity quiet
rnnctl() { dotnet src/Rnnctl/bin/Release/net10.0/rnnctl.dll "$@"; }
here=examples/cliff
work=artifacts/cliff
mkdir -p "$work"

# Two sentences of fifty tokens. The first token is 1 or -1 and is the label of every token; all other tokens are 0.
awk 'BEGIN {
    print "tokens\tlabels"
    for (s = 0; s < 2; s++) {
        tokens = s ? "1" : "-1"; label = s ? "plus" : "minus"; labels = label
        for (t = 2; t <= 50; t++) { tokens = tokens " 0"; labels = labels " " label }
        print tokens "\t" labels
    }
}' > "$work/data.tsv"

train() {
    model="$work/$1"; shift
    rnnctl train --task tag --train "$work/data.tsv" --output "$model" --overwrite --quiet --device cpu --threads 1 --seed 2 --cell elman --hidden 1 \
        --embedding 1 --no-bidirectional --dropout 0 --optimizer sgd --lr 1 --evaluate-every 1 "$@"
}

landscape() {
    echo
    echo "$1"
    rnnctl landscape "$work/$1" "$work/data.tsv" --device cpu --quiet --svg "$here/$1.svg" \
        --weights 'encoder.weight_hh_l0[0,0]' 'encoder.bias_hh_l0[0]' --radius 1.5 --points 61
}

train edge --clip-norm 0 --epochs 125
train unclipped --clip-norm 0 --epochs 300
train clipped --clip-norm 0.1 --epochs 300
landscape edge
landscape unclipped
landscape clipped
rnnctl plot "$work/unclipped" "$work/clipped" --quiet --output "$here/learning.svg"
echo
echo "without clipping, from step 123 on"
awk -F, 'NR > 1 && $2 >= 123 && $2 <= 129 { printf "step %d  loss %.4f  gradient norm %.4f\n", $2, $7, $6 }' "$work/unclipped/metrics.csv"
