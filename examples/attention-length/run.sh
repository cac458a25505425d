#!/bin/sh
# Builds the tool and trains five translators of the same size, three without attention and two with it, on sentences of 5 to 40 words. Prints and draws
# their BLEU by sentence length.
set -eu
export LC_ALL=C
cd "$(dirname "$0")/../.."
dotnet build src/Rnnctl --configuration Release --nologo --verbosity quiet
rnnctl() { dotnet src/Rnnctl/bin/Release/net10.0/rnnctl.dll "$@"; }
here=examples/attention-length
work=artifacts/attention-length
models="initial every-step both dot additive"
stretches="5-10 11-15 16-20 21-25 26-30 31-35 36-40"

# Trains one translator, and writes a line with its name and its BLEU for each range of sentence lengths.
train() {
    name=$1; shift
    rnnctl train --task translate --train "$work/train.tsv" --valid "$work/valid.tsv" --output "$work/$name" --overwrite --quiet --device cpu --threads 1 \
        --cell gru --hidden 192 --embedding 64 --dropout 0 --lr 0.003 --schedule cosine --epochs 12 --patience 12 "$@"
    {
        echo "$name"
        for stretch in $stretches; do
            test="$work/test-$stretch.tsv"
            bleu=$(rnnctl eval "$work/$name" "$test" --tokenize none --json --quiet --device cpu --threads 1 | sed 's/.*"bleu":\([^,]*\),.*/\1/')
            printf '%.1f\n' "$bleu"
        done
    } > "$work/$name.bleu"
}

dotnet run "$here/generate.cs" "$work"
train initial --attention none --context-use initial &
running="$!"
train every-step --attention none --context-use every-step --initial-state zero &
running="$running $!"
train both --attention none --context-use both &
running="$running $!"
train dot --attention dot &
running="$running $!"
train additive --attention additive &
running="$running $!"
for process in $running; do wait "$process"; done

columns=""
for model in $models; do columns="$columns $work/$model.bleu"; done
printf '%s\n' words $stretches | paste - $columns | awk -F '\t' '{ printf "%5s", $1; for (c = 2; c <= NF; c++) printf "  %10s", $c; print "" }'
# The file gives the middle of each range of lengths, which is its position on the x axis.
printf '%s\n' $stretches | awk -F - 'BEGIN { print "words of the source" } { print ($1 + $2) / 2 }' | paste - $columns > "$here/scores.tsv"
rnnctl plot "$here/scores.tsv" --y-label BLEU --output "$here/bleu.svg"
