#!/bin/sh
# Installs rnnctl and compares all gradients with central differences, on the CPU and on ILGPU's CPU accelerator, which runs the GPU kernels on machines
# without a GPU. The exit code is 0 if all gradients are correct and 1 if one is wrong. It needs only the .NET SDK 10.
#
#   gradcheck.sh                                   all operations, cells and models
#   gradcheck.sh --cell lstm gru                   some cells
#   gradcheck.sh --config train.yaml               the model that a config file describes
#
# RNNCTL_SOURCE is a folder that contains the package, if it does not come from a feed.
set -eu
[ $# -gt 0 ] || set -- --all
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
dotnet tool install rnnctl --tool-path "$tools" ${RNNCTL_SOURCE:+--add-source "$RNNCTL_SOURCE"}
"$tools/rnnctl" devices
"$tools/rnnctl" gradcheck "$@" --device cpu
"$tools/rnnctl" gradcheck "$@" --device ilgpu-cpu
