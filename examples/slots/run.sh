#!/bin/sh
# Builds the tool, trains a tagger on the sentences of this folder, scores it, and labels two sentences.
set -eu
cd "$(dirname "$0")/../.."
dotnet build src/Rnnctl --configuration Release --nologo --verbosity quiet
rnnctl() { dotnet src/Rnnctl/bin/Release/net10.0/rnnctl.dll "$@"; }
model=artifacts/slots

rnnctl train --task tag --train examples/slots/train.tsv --valid examples/slots/valid.tsv --epochs 6 --output "$model" --overwrite
rnnctl eval "$model" examples/slots/ambiguous.tsv
printf '%s\n' 'arrive Taipei on November 2nd' 'leave Taipei on November 2nd' | rnnctl tag "$model"
