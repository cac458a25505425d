#!/bin/sh
# Installs rnnctl and compares every gradient with central differences, on the processor and on ILGPU's CPU accelerator, which runs the kernels of a GPU
# where there is none. The exit code is 0 where all of them are right, 1 where one is wrong. Needs the .NET SDK 10 and nothing else.
#
#   gradcheck.sh                                   everything that rnnctl can do
#   gradcheck.sh --cell lstm gru                   some cells
#   gradcheck.sh --config train.yaml               the model that a file of options describes
#
# RNNCTL_SOURCE names a folder with the package, where it does not come from a feed.
set -eu
[ $# -gt 0 ] || set -- --all
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
dotnet tool install rnnctl --tool-path "$tools" ${RNNCTL_SOURCE:+--add-source "$RNNCTL_SOURCE"}
"$tools/rnnctl" devices
"$tools/rnnctl" gradcheck "$@" --device cpu
"$tools/rnnctl" gradcheck "$@" --device ilgpu-cpu
