#!/usr/bin/env python3
"""Measures rnnctl beside its rivals, as far as they are installed, and prints a table in markdown. Needs Python 3.9 and nothing else.

    run.py TABLE [--rnnctl PATH] [--python COMMAND]... [--rounds 5]
    run.py --list

In each round the sides run in turn; a rival's settings that are a tenth slower than its best one everywhere are left out after the first round. A figure is the
median of the rounds. The ratio is that of rnnctl and of the best rival in its best setting, round by round: its median and the lowest one.
"""
import argparse
import dataclasses
import datetime
import json
import os
import pathlib
import platform
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from sides import HERE, Failure, cores, words
from tables import TABLES, Sides

WORTH = 0.9
# A setting of a rival that takes so many times as long as another one of its own is ended: two threads beside two of OpenBLAS can take minutes.
PATIENCE = 4
AVX2 = {
    "DOTNET_EnableAVX512": "0", "DOTNET_EnableAVX512F": "0", "OPENBLAS_CORETYPE": "Haswell", "ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2",
    "MKL_ENABLE_INSTRUCTIONS": "AVX2",
}


@dataclasses.dataclass(frozen=True)
class Rival:
    name: str
    command: list


@dataclasses.dataclass(frozen=True)
class Rivals:
    pythons: list
    onnx_pythons: list
    libtorch: object
    onnxruntime: object


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", nargs="?", choices=[*TABLES, "all"], metavar="TABLE", help=f"{', '.join(TABLES)}, or all")
    parser.add_argument("--list", action="store_true", help="list the tables")
    parser.add_argument("--dry-run", action="store_true", help="print the commands, and run none")
    parser.add_argument("--rnnctl", help="the program or its rnnctl.dll (default: as this repository built it)")
    parser.add_argument("--python", action="append", help="a command that starts a Python with PyTorch or ONNX Runtime; may be given several times")
    parser.add_argument("--libtorch", help="the command that starts the program of Libtorch (default: as it was built)")
    parser.add_argument("--onnxruntime", help="the command that starts the program of OnnxRuntime (default: as it was built)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds (default %(default)s)")
    parser.add_argument("--seconds", type=float, default=1, help="seconds that a row is measured for in a round (default %(default)s)")
    parser.add_argument("--threads", type=int, default=len(cores()), help="threads (default: the processors that this program may use)")
    parser.add_argument("--tagger-corpus", nargs=2, metavar=("TOKENS", "LABELS"), help="parallel files (default: generated, of the size of ATIS)")
    parser.add_argument("--translator-corpus", nargs=2, metavar=("SOURCE", "TARGET"), help="parallel files (default: generated, 20,000 pairs)")
    parser.add_argument("--avx2", action="store_true", help="hold all sides to AVX2 on a processor with AVX-512")
    parser.add_argument("--quick", action="store_true", help="one round over tiny texts, to try the programs; the figures mean nothing")
    options = parser.parse_args()
    if not options.table and not options.list:
        parser.error("name a table: " + ", ".join(TABLES))
    options.sentences, options.epochs, options.tagged, options.conversation, options.updates, options.words = 0, 4, 1_000_000, 2000, 60, (5_000, 500_000)
    if options.quick:
        options.rounds, options.seconds = 1, 0.01
        options.sentences, options.epochs, options.tagged, options.conversation, options.updates, options.words = 300, 2, 5000, 20, 4, (500, 5000)
    options.rnnctl = rnnctl_command(options.rnnctl)
    return options


def rnnctl_command(given):
    path = given or str(HERE.parent.parent / "src/Rnnctl/bin/Release/net10.0/rnnctl.dll")
    return ["dotnet", path] if path.endswith(".dll") else [path]


def find_rivals(options):
    commands = options.python or ["python3"]
    if options.dry_run:
        pythons = [Rival(f"PyTorch of {command}", words(command)) for command in commands]
        libtorch, onnxruntime = words(options.libtorch or "Libtorch"), words(options.onnxruntime or "OnnxRuntime")
        return Rivals(pythons, pythons, Rival("libtorch", libtorch), Rival("ONNX Runtime", onnxruntime))
    torches = [found for command in commands if (found := module(command, "torch", "PyTorch"))]
    onnx = [found for command in commands if (found := module(command, "onnxruntime", "ONNX Runtime"))]
    if not torches and (options.table == "all" or not TABLES[options.table].beside_first):
        note("no Python with PyTorch: --python COMMAND names one")
    built = f"bin/Release/net10.0/{platform.system().lower()}-{'arm64' if platform.machine() in ('aarch64', 'arm64') else 'x64'}/Libtorch.dll"
    return Rivals(
        torches, onnx, program("libtorch", options.libtorch, HERE / "Libtorch" / built),
        program("ONNX Runtime", options.onnxruntime, HERE / "OnnxRuntime/bin/Release/net10.0/OnnxRuntime.dll"))


def module(command, name, title):
    """A Python that has a module, by its version; else nothing."""
    found = subprocess.run([*words(command), "-c", f"import {name}; print({name}.__version__)"], capture_output=True, text=True)
    return Rival(f"{title} {found.stdout.strip()}", words(command)) if found.returncode == 0 else None


def program(name, given, built):
    if given:
        return Rival(name, words(given))
    return Rival(name, ["dotnet", str(built)]) if built.exists() else None


def note(line):
    print(line, file=sys.stderr, flush=True)


def measure(groups, rounds):
    """Runs all sides in turn; returns {row: {(tool, setting): {round: figure}}}, and the tools' names with versions."""
    figures, names = {}, {}
    left_out, fastest = set(), {}
    for turn in range(rounds):
        for number, group in enumerate(groups):
            rows = set()
            for side in group:
                key = (number, side.tool, side.setting)
                if key in left_out:
                    continue
                note(f"round {turn + 1} of {rounds}: {side}")
                limit = PATIENCE * fastest[number, side.tool] if (number, side.tool) in fastest and side.tool != "rnnctl" else None
                began = time.monotonic()
                try:
                    measured, names[side.tool] = side.measure(limit)
                except Failure as failure:
                    if side.tool == "rnnctl":
                        raise
                    note(f"{side.tool} is left out: {failure}")
                    left_out.add(key)
                    continue
                seconds = time.monotonic() - began
                fastest[number, side.tool] = min(seconds, fastest.get((number, side.tool), seconds))
                rows |= measured.keys()
                for row, figure in measured.items():
                    figures.setdefault(row, {}).setdefault((side.tool, side.setting), {})[turn] = figure
            if turn == 0:
                left_out |= {(number, *key) for key in slow_settings([figures[row] for row in rows], group)}
    return figures, names


def slow_settings(rows, group):
    """The settings of a group's rivals that are in no row near their tool's best figure."""
    keys = {(side.tool, side.setting) for side in group if side.tool != "rnnctl"}
    worth = set()
    for measured in rows:
        for tool, setting in keys & measured.keys():
            best = max(measured[key][0] for key in keys & measured.keys() if key[0] == tool)
            if measured[tool, setting][0] >= WORTH * best:
                worth.add((tool, setting))
    return keys - worth


def best_setting(measured, tool):
    """The setting of a tool with the best median, among those with the most rounds."""
    settings = {key: rounds for key, rounds in measured.items() if key[0] == tool}
    most = max(map(len, settings.values()))
    return max((key for key, rounds in settings.items() if len(rounds) == most), key=lambda key: median(measured[key]))


def median(rounds):
    return statistics.median(rounds.values())


def ratios(ours, theirs):
    pairs = [ours[turn] / theirs[turn] for turn in ours if turn in theirs]
    return [f"{statistics.median(pairs):.2f}", f"{min(pairs):.2f}"] if pairs else ["", ""]


def write_table(table, figures, names):
    tools = sorted({tool for measured in figures.values() for tool, _ in measured} - {"rnnctl"})
    beside = ["of the first row"] if table.beside_first else ["to the best"]
    print_row(["row", f"rnnctl, {table.unit}", *(names[tool] for tool in tools), *beside, "lowest"])
    print_row(["---"] * (4 + len(tools)))
    first = {}
    for row, measured in figures.items():
        ours = measured.get(("rnnctl", ""))
        if not ours:
            continue
        cells, best = [], None
        for tool in tools:
            key = best_setting(measured, tool) if any(name == tool for name, _ in measured) else None
            cells.append(f"{figure(median(measured[key]))} ({key[1]})" if key else "")
            if key and (best is None or median(measured[key]) > median(best)):
                best = measured[key]
        if table.beside_first:
            best = first.setdefault(row.rsplit(", ", 1)[-1], ours)
        print_row([row, figure(median(ours)), *cells, *(ratios(ours, best) if best else ["", ""])])


def figure(number):
    return f"{number:,.0f}" if number >= 1000 else f"{number:.1f}"


def print_row(cells):
    print("| " + " | ".join(cells) + " |")


def write_head(options, name, table, groups):
    print(f"{name}: {table.about}.")
    print(f"{datetime.date.today()}; {processor(options)}; rnnctl {version(options)}; threads: {options.threads}; rounds: {options.rounds}.")
    if not table.beside_first:
        print("Settings in brackets: threads of PyTorch, threads of OpenBLAS; of other rivals, threads.")
    print()
    print(f"    {shlex.join(['run.py', *sys.argv[1:]])}")
    seen = set()
    for group in groups:
        for side in group:
            if side.tool == "rnnctl" or (id(group), side.tool) not in seen:
                seen.add((id(group), side.tool))
                print(f"    {side}")
    print(flush=True)


def processor(options):
    model = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        lines = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    devices = json.loads(subprocess.run([*options.rnnctl, "devices", "--json"], capture_output=True, text=True, check=True).stdout)
    return f"{model}, {devices[0]['description'].split(';')[0]}" + (", held to AVX2" if options.avx2 else "")


def version(options):
    return subprocess.run([*options.rnnctl, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def main():
    options = parse()
    if options.list:
        for name, table in TABLES.items():
            print(f"{name:16}{table.about}, {table.unit}")
        return
    if options.avx2:
        os.environ.update(AVX2)
    rivals = find_rivals(options)
    for name in TABLES if options.table == "all" else [options.table]:
        table = TABLES[name]
        with tempfile.TemporaryDirectory(prefix="rnnctl-") as folder:
            groups = list(table.groups(Sides(options, rivals, folder)))
            if options.dry_run:
                for side in (side for group in groups for side in group):
                    print(side)
                continue
            write_head(options, name, table, groups)
            figures, names = measure(groups, options.rounds)
            write_table(table, figures, names)
            print(flush=True)


# A run that is ended ends the programs that it has started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
try:
    main()
except Failure as failure:
    sys.exit(f"error: rnnctl: {failure}")
except KeyboardInterrupt:
    sys.exit(130)
