#!/bin/sh
# Builds the tool, trains a translator from written dates to ISO 8601, character by character, counts the unseen dates that it translates correctly, and draws
# its attention.
set -eu
cd "$(dirname "$0")/../.."
dotnet build src/Rnnctl --configuration Release --nologo --verbosity quiet
rnnctl() { dotnet src/Rnnctl/bin/Release/net10.0/rnnctl.dll "$@"; }
work=artifacts/dates
model="$work/model"

# divide puts a blank between characters and replaces a blank with _; join does the reverse.
divide() { sed 's/ /_/g; s/./& /g; s/ $//'; }
join() { tr -d ' ' | tr _ ' '; }

dotnet run examples/dates/generate.cs "$work"
rnnctl train --task translate --train "$work/train.tsv" --valid "$work/valid.tsv" --output "$model" --overwrite --cell gru --hidden 64 --embedding 32 \
    --attention dot --dropout 0 --lr 0.003 --epochs 5
cut -f 1 "$work/test.tsv" | rnnctl translate "$model" --quiet > "$work/translated"
paste "$work/test.tsv" "$work/translated" | awk -F '\t' '$2 == $3 { right++ } END { printf "%d of %d dates without a mistake\n", right, NR }'
printf '%s\n' 'the 3rd of March, 2021' 'March 3, 2021' '3.3.21' 'the twenty-first of October 2015' |
    divide | rnnctl translate "$model" --attention-svg "$work/attention" | join
cp "$work/attention/sentence-3.svg" examples/dates/attention.svg
