#!/bin/sh
# Builds the tool and trains four cells, three times each, to remember the first token over a lag of 10, 50 and 100 tokens: on sentences of all lags up to
# this one, and on sentences of this lag only. Prints the scores, and draws the learning curves and the gradients through time.
set -eu
cd "$(dirname "$0")/../.."
dotnet build src/Rnnctl --configuration Release --nologo --verbosity quiet
rnnctl() { dotnet src/Rnnctl/bin/Release/net10.0/rnnctl.dll "$@"; }
here=examples/memory
work=artifacts/memory
cells="elman lstm gru mingru"

# Trains all cells with one seed, and writes the share of test sentences that each cell answers correctly.
train() {
    lag=$1 lags=$2 seed=$3
    for cell in $cells; do
        model="$work/$lag/$lags-$seed/$cell"
        mkdir -p "$(dirname "$model")"
        rnnctl train --task tag --train "$work/$lag/train-$lags.tsv" --valid "$work/$lag/valid.tsv" --output "$model" --overwrite --quiet --device cpu \
            --threads 1 --cell "$cell" --hidden 64 --embedding 16 --no-bidirectional --dropout 0 --lr 0.003 --epochs 40 --patience 40 --seed "$seed"
        share=$(rnnctl eval "$model" "$work/$lag/test.tsv" --device cpu --quiet --json | sed 's/^[^[]*"recall":\([^,]*\),.*/\1/')
        printf '%s\t%s\t%s\t%s\t%s\n' "$lags" "$lag" "$cell" "$seed" "$share"
    done > "$work/$lag/$lags-$seed.tsv"
}

# A row for every lag: the mean of each cell over the seeds and, in brackets, its worst and its best run.
table() {
    awk -v lags="$1" -v cells="$cells" '
        BEGIN { count = split(cells, cell, " "); printf "%4s", "lag"; for (c = 1; c <= count; c++) printf "  %-20s", cell[c]; print "" }
        $1 != lags { next }
        {
            at = $2 " " $3; sum[at] += $5; runs[at]++
            if (!(at in least) || $5 < least[at]) least[at] = $5
            if ($5 > most[at]) most[at] = $5
            if (!($2 in seen)) { seen[$2]; order[++rows] = $2 }
        }
        END {
            for (r = 1; r <= rows; r++) {
                printf "%4d", order[r]
                for (c = 1; c <= count; c++) { at = order[r] " " cell[c]; printf "  %.3f [%.3f, %.3f]", sum[at] / runs[at], least[at], most[at] }
                print ""
            }
        }' "$here/scores.tsv"
}

models() { for cell in $cells; do printf '%s ' "$work/100/$1-1/$cell"; done; }

for lag in 10 50 100; do
    mkdir -p "$work/$lag"
    dotnet run examples/memory/generate.cs "$work/$lag" "$lag"
    for lags in mixed fixed; do
        running=""
        for seed in 1 2 3; do train "$lag" "$lags" "$seed" & running="$running $!"; done
        for process in $running; do wait "$process"; done
    done
done
printf 'lags\tlag\tcell\tseed\tshare\n' > "$here/scores.tsv"
for lags in mixed fixed; do
    for lag in 10 50 100; do cat "$work/$lag/$lags-1.tsv" "$work/$lag/$lags-2.tsv" "$work/$lag/$lags-3.tsv"; done
done >> "$here/scores.tsv"

echo "Right answers, having read every lag up to the one that is asked for"
table mixed
echo
echo "Right answers, having read that lag only"
table fixed
for lags in mixed fixed; do rnnctl plot $(models "$lags") --quiet --output "$here/learning-$lags.svg"; done
echo
echo "The gradient over the sentences of lag 100, before training"
rnnctl gradflow --cell $cells --hidden 64 --device cpu --quiet --svg "$here/gradient-before.svg" "$work/100/test.tsv"
echo
echo "and of the models that have read every lag up to 100"
rnnctl gradflow $(models mixed) "$work/100/test.tsv" --device cpu --quiet --svg "$here/gradient-after.svg"
