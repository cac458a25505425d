#!/bin/sh
# Builds the tool, trains a language model in both directions on plain text, and then taggers on 50 to 2,000 labelled sentences, each with and without the
# language model's vectors. Prints and draws their F1 on unseen sentences.
set -eu
cd "$(dirname "$0")/../.."
dotnet build src/Rnnctl --configuration Release --nologo --verbosity quiet
rnnctl() { dotnet src/Rnnctl/bin/Release/net10.0/rnnctl.dll "$@"; }
here=examples/elmo
work=artifacts/elmo

# Trains a tagger on some labelled sentences, with as many updates for few as for many, and prints its F1.
train() {
    name=$1 count=$2; shift 2
    epochs=$((40000 / count)); [ "$epochs" -le 100 ] || epochs=100
    rnnctl train --task tag --train "$work/train-$count.tsv" --valid "$work/valid.tsv" --output "$work/$name-$count" --overwrite --quiet --device cpu \
        --hidden 32 --embedding 32 --lr 0.003 --epochs "$epochs" --patience "$epochs" "$@"
    rnnctl eval "$work/$name-$count" "$work/test.tsv" --json --quiet --device cpu | sed 's/.*"f1":\([^,]*\),.*/\1/'
}

dotnet run "$here/generate.cs" "$work"
rnnctl train --task lm --train "$work/plain.txt" --valid "$work/plain-valid.txt" --output "$work/lm" --overwrite --device cpu \
    --hidden 64 --embedding 64 --dropout 0.1 --lr 0.005 --epochs 6
echo
printf 'labelled sentences\twithout\twith\n' > "$here/scores.tsv"
for count in 50 100 200 500 1000 2000; do
    printf '%s\t%.3f\t%.3f\n' "$count" "$(train without "$count")" "$(train with "$count" --contextual "$work/lm")"
done >> "$here/scores.tsv"
cat "$here/scores.tsv"
rnnctl plot "$here/scores.tsv" --y-label F1 --quiet --output "$here/scores.svg"
echo
echo 'the bank of a current' | rnnctl embed "$work/lm" --layer 1 --quiet --device cpu | cut -c 1-120
