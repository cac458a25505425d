#!/bin/sh
# Builds the tool, counts n-grams, and trains three language models on sentences of a small grammar. Prints the perplexities of all on unseen sentences beside
# the grammar's own, and sentences that the last model draws.
set -eu
cd "$(dirname "$0")/../.."
dotnet build src/Rnnctl --configuration Release --nologo --verbosity quiet
rnnctl() { dotnet src/Rnnctl/bin/Release/net10.0/rnnctl.dll "$@"; }
here=examples/language-model
work=artifacts/language-model

grammar=$(dotnet run "$here/generate.cs" "$work")
dotnet run "$here/ngrams.cs" "$work/train.txt" "$work/test.txt"
for cell in elman gru lstm; do
    rnnctl train --task lm --direction forward --train "$work/train.txt" --valid "$work/valid.txt" --output "$work/$cell" --overwrite --quiet --device cpu \
        --cell "$cell" --hidden 96 --embedding 32 --dropout 0 --lr 0.005 --schedule cosine --epochs 15 --patience 15
    perplexity=$(rnnctl eval "$work/$cell" "$work/test.txt" --json --quiet --device cpu | sed 's/.*"perplexity":\([^,]*\),.*/\1/')
    printf '%-8s %.2f\n' "$cell" "$perplexity"
done
echo "$grammar"
echo
rnnctl sample "$work/lstm" --prompt "if the dogs near a farmer" --count 3 --quiet --device cpu
echo
printf '%s\n' 'the dogs near a farmer run .' 'the dogs near a farmer runs .' | rnnctl score "$work/lstm" --quiet --device cpu
