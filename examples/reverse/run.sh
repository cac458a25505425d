#!/bin/sh
# Builds the tool, trains a translator to reverse sequences of letters, counts the unseen sequences that it reverses correctly, and shows its attention.
set -eu
cd "$(dirname "$0")/../.."
dotnet build src/Rnnctl --configuration Release --nologo --verbosity quiet
rnnctl() { dotnet src/Rnnctl/bin/Release/net10.0/rnnctl.dll "$@"; }
work=artifacts/reverse
model="$work/model"

dotnet run examples/reverse/generate.cs "$work"
rnnctl train --task translate --train "$work/train.tsv" --valid "$work/valid.tsv" --output "$model" --overwrite --cell gru --hidden 64 --embedding 32 \
    --attention additive --dropout 0 --lr 0.003 --epochs 6
cut -f 1 "$work/test.tsv" | rnnctl translate "$model" --quiet > "$work/translated"
paste "$work/test.tsv" "$work/translated" | awk -F '\t' '$2 == $3 { right++ } END { printf "%d of %d reversed without a mistake\n", right, NR }'
printf '%s\n' 'a b c d' 'r n n c t l' 'k a j a k' | rnnctl translate "$model" --alignments
