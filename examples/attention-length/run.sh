#!/bin/sh
# Builds the tool and trains five translators of one size, three without attention and two with, on sentences of 5 to 40 words. Prints how good they are at
# sentences of each length, and draws it.
set -eu
export LC_ALL=C
cd "$(dirname "$0")/../.."
dotnet build src/Rnnctl --configuration Release --nologo --verbosity quiet
rnnctl() { dotnet src/Rnnctl/bin/Release/net10.0/rnnctl.dll "$@"; }
here=examples/attention-length
work=artifacts/attention-length
models="initial every-step both dot additive"
stretches="5-10 11-15 16-20 21-25 26-30 31-35 36-40"

# Trains one translator, and writes its BLEU over the test sentences of each stretch of lengths.
train() {
    name=$1; shift
    rnnctl train --task translate --train "$work/train.tsv" --valid "$work/valid.tsv" --output "$work/$name" --overwrite --quiet --device cpu --threads 1 \
        --cell gru --hidden 192 --embedding 64 --dropout 0 --lr 0.003 --schedule cosine --epochs 12 --patience 12 "$@"
    for stretch in $stretches; do
        bleu=$(rnnctl eval "$work/$name" "$work/test-$stretch.tsv" --tokenize none --json --quiet --device cpu --threads 1 | sed 's/.*"bleu":\([^,]*\),.*/\1/')
        printf '%s\t%s\t%s\t%.1f\n' "$name" "${stretch%-*}" "${stretch#*-}" "$bleu"
    done > "$work/$name.tsv"
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

printf 'model\tshortest\tlongest\tbleu\n' > "$here/scores.tsv"
for model in $models; do cat "$work/$model.tsv"; done >> "$here/scores.tsv"
awk -v models="$models" '
    BEGIN { count = split(models, model, " "); printf "words"; for (m = 1; m <= count; m++) printf "  %10s", model[m]; print "" }
    NR == 1 { next }
    { stretch = $2 "-" $3; if (!(stretch in seen)) { seen[stretch]; order[++rows] = stretch } bleu[stretch, $1] = $4 }
    END { for (r = 1; r <= rows; r++) { printf "%5s", order[r]; for (m = 1; m <= count; m++) printf "  %10.1f", bleu[order[r], model[m]]; print "" } }
' "$here/scores.tsv"
dotnet run "$here/plot.cs" "$here/scores.tsv" "$here/bleu.svg"
