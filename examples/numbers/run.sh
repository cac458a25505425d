#!/bin/sh
# Builds the tool, trains one translator from number words to digits and one from digits to words, and counts the unseen numbers that each translates correctly.
set -eu
cd "$(dirname "$0")/../.."
dotnet build src/Rnnctl --configuration Release --nologo --verbosity quiet
rnnctl() { dotnet src/Rnnctl/bin/Release/net10.0/rnnctl.dll "$@"; }
work=artifacts/numbers

# Trains a translator from one form to the other, and counts its mistakes.
learn() {
    from=$1 to=$2 model="$work/$1-$2"
    rnnctl train --task translate --train "$work/train.$from" "$work/train.$to" --valid "$work/valid.$from" "$work/valid.$to" --output "$model" --overwrite \
        --cell gru --hidden 64 --embedding 32 --attention additive --dropout 0 --lr 0.003 --epochs 8
    rnnctl translate "$model" "$work/test.$from" --quiet > "$work/translated.$to"
    paste "$work/test.$to" "$work/translated.$to" |
        awk -F '\t' -v forms="$from into $to" '$1 == $2 { right++ } END { printf "%d of %d numbers from %s without a mistake\n", right, NR, forms }'
}

dotnet run examples/numbers/generate.cs "$work"
learn words digits
learn digits words
printf '%s\n' 'nine hundred and twelve thousand and three' 'seven hundred thousand' 'eleven' | rnnctl translate "$work/words-digits"
printf '%s\n' '9 1 2 0 0 3' '7 0 0 0 0 0' '1 1' | rnnctl translate "$work/digits-words"
