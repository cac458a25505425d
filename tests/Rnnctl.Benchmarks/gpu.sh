#!/usr/bin/env bash
# Measures rnnctl on an NVIDIA GPU within 8 minutes; .NET is not needed. Steps: devices, gradcheck --all, training on the GPU and on the CPU, recurrent
# layers, and the same layers in PyTorch if it is installed. Each step has its own time limit; after a failed step the others still run.
#
#   dotnet publish src/Rnnctl -c Release -r linux-x64 --self-contained -o artifacts/gpu/rnnctl && tar czf artifacts/rnnctl.tar.gz -C artifacts/gpu rnnctl
#   tests/Rnnctl.Benchmarks/gpu.sh RNNCTL FOLDER     RNNCTL: the published program; FOLDER: for gpu.json, gpu.md and the output of each step
#
# RNNCTL_GPU_DEVICE=ilgpu-cpu RNNCTL_GPU_SMALL=1 tests the script on a machine without a GPU.
set -u
[ $# -eq 2 ] || { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 2; }
rnnctl=$1 folder=$2 device=${RNNCTL_GPU_DEVICE:-cuda} here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$folder" || exit 2
if [ -n "${RNNCTL_GPU_SMALL:-}" ]; then
  gradcheck=(--cell elman --hidden 3 --embedding 2) sentences=40 epochs=1 tagger=(--hidden 8 --embedding 8) hidden=4,6 batch=2 steps=3 seconds=0.01
else
  gradcheck=(--all) sentences=4478 epochs=3 tagger=() hidden=128,256,512,1024 batch=64 steps=50 seconds=1
fi
cells=lstm,gru,elman
words() { tr ',' ' ' <<<"$1"; }

# Without the CUDA toolkit, take cuBLAS from the packages of PyTorch.
cublas=$(python3 -c 'import nvidia.cublas.lib as library; print(list(library.__path__)[0])' 2>/dev/null)
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}/usr/local/cuda/lib64${cublas:+:$cublas}"

rows=()
# step NAME SECONDS COMMAND...: its output goes to FOLDER/NAME.out, its messages to FOLDER/NAME.err.
step() {
  local name=$1 limit=$2 began=$SECONDS code
  shift 2
  timeout --kill-after=5 "$limit" "$@" >"$folder/$name.out" 2>"$folder/$name.err"
  code=$?
  rows+=("$name $code $((SECONDS - began))")
  echo "$name: exit code $code after $((SECONDS - began)) s"
}

# A corpus of the size of ATIS. Each word has its own label, except for every fourth word, which has the label of the previous word.
corpus() {
  awk -v sentences="$sentences" 'BEGIN {
    x = 12345; print "tokens\tlabels"
    for (s = 0; s < sentences; s++) {
      tokens = labels = ""; before = 0
      for (t = 0; t < 6 + s % 11; t++) {
        x = (x * 1103515245 + 12345) % 2147483648; word = int(x / 65536) % 870
        label = word % 4 == 0 ? before : word % 120
        tokens = tokens (t ? " " : "") "w" word; labels = labels (t ? " " : "") "l" label; before = word % 120
      }
      print tokens "\t" labels
    }
  }' >"$folder/corpus.tsv"
}

train() {
  step "train-$1" 70 "$rnnctl" train --task tag --train "$folder/corpus.tsv" --valid "$folder/corpus.tsv" --epochs "$epochs" "${tagger[@]}" --dropout 0 \
    --device "$1" --no-device-check --output "$folder/model-$1" --overwrite
}

# field NAME: the value of a key in each JSON object on standard input, one object per line.
field() { sed -n "s/.*\"$1\":[ \"]*\([^,\"}]*\).*/\1/p"; }

# column HEADING FILE FORMAT: a column of a CSV file.
column() {
  awk -F, -v name="$1" -v format="$3\n" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next } { printf format, $at }' "$2" 2>/dev/null
}

lines_as_array() { echo "[$(paste -sd, "$1" 2>/dev/null)]"; }

losses_as_array() {
  echo "[$(column valid_loss "$folder/model-$1/metrics.csv" %s | paste -sd,)]"
}

write_json() {
  local steps_rows="" name code took
  for row in "${rows[@]}"; do
    read -r name code took <<<"$row"
    steps_rows+="${steps_rows:+,}{\"step\":\"$name\",\"exit_code\":$code,\"seconds\":$took}"
  done
  printf '{"date":"%s","device":"%s","steps":[%s],"gradcheck":"%s","valid_losses":{"%s":%s,"cpu":%s},"bench":%s,"torch":%s}\n' \
    "$(date -u +%F)" "$device" "$steps_rows" "$(tail -n 1 "$folder/gradcheck.out" | tr -d '"\\')" \
    "$device" "$(losses_as_array "$device")" "$(losses_as_array cpu)" \
    "$(lines_as_array "$folder/bench.out")" "$(lines_as_array "$folder/torch.out")" >"$folder/gpu.json"
}

# rate FILE CELL HIDDEN MODE: tokens/s of a row, rounded; nothing if there is no such row.
rate() {
  grep -s "\"cell\": *\"$2\"" "$1" | grep "\"hidden\": *$3," | grep "\"mode\": *\"$4\"" | field tokens_per_second | awk '{ printf "%d", $1 }'
}

write_markdown() {
  local name code took cell size mode ours theirs
  echo "$(date -u +%F), $(field device <"$folder/bench.out" | head -n 1)"
  echo
  sed 's/^/    /' "$folder/devices.out"
  echo
  echo "| step | exit code | seconds |"
  echo "| --- | --- | --- |"
  for row in "${rows[@]}"; do read -r name code took <<<"$row"; echo "| $name | $code | $took |"; done
  echo
  echo "gradcheck: $(tail -n 1 "$folder/gradcheck.out")"
  echo
  echo "| epoch | loss, $device | loss, cpu | tokens/s, $device | tokens/s, cpu |"
  echo "| --- | --- | --- | --- | --- |"
  local there=$folder/model-$device/metrics.csv cpu=$folder/model-cpu/metrics.csv
  paste -d'|' <(column epoch "$cpu" %d) <(column valid_loss "$there" %.6f) <(column valid_loss "$cpu" %.6f) \
    <(column tokens_per_second "$there" %d) <(column tokens_per_second "$cpu" %d) | sed 's/|/ | /g; s/^/| /; s/$/ |/'
  echo
  echo "| cell | hidden | mode | rnnctl, tokens/s | PyTorch, tokens/s | ratio |"
  echo "| --- | --- | --- | --- | --- | --- |"
  for cell in $(words "$cells"); do
    for size in $(words "$hidden"); do
      for mode in forward train; do
        ours=$(rate "$folder/bench.out" "$cell" "$size" "$mode") theirs=$(rate "$folder/torch.out" "$cell" "$size" "$mode")
        echo "| $cell | $size | $mode | $ours | $theirs | $(awk -v a="$ours" -v b="$theirs" 'BEGIN { if (a > 0 && b > 0) printf "%.2f", a / b }') |"
      done
    done
  done
}

step devices 20 "$rnnctl" devices
step gradcheck 150 "$rnnctl" gradcheck "${gradcheck[@]}" --device "$device"
corpus
train "$device"
train cpu
step bench 100 "$rnnctl" bench --cell $(words "$cells") --hidden $(words "$hidden") --batch "$batch" --steps "$steps" --mode both --seconds "$seconds" \
  --device "$device" --no-device-check --json
if python3 -c 'import torch' 2>/dev/null; then
  step torch 60 python3 "$here/gpu_torch.py" "$cells" "$hidden" "$batch" "$steps" "$seconds"
fi
write_json
write_markdown >"$folder/gpu.md"
cat "$folder/gpu.md"
for row in "${rows[@]}"; do read -r _ code _ <<<"$row"; [ "$code" -eq 0 ] || exit 1; done
