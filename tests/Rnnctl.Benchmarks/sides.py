"""What a table compares: commands that print JSON objects, a row each, and the figures of those rows."""
import contextlib
import dataclasses
import json
import os
import pathlib
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import typing

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass(frozen=True)
class Side:
    """One tool in one setting."""

    tool: str
    command: list
    # From the printed objects to {row: figure}.
    read: typing.Callable
    setting: str = ""
    # A script that Python reads from its standard input, and the files that it opens.
    script: str = ""
    files: tuple = ()
    # The command ends after so many rows; 0: by itself.
    rows: int = 0
    # Lines that are sent to the command one at a time, each after the answer to the one before.
    lines: tuple = ()
    # Programs that burn a core each meanwhile: their niceness, and the core that each is bound to.
    burners: tuple = ()

    def __str__(self):
        beside = [f"nice {niceness} on core {core}" for niceness, core in self.burners]
        return shlex.join(self.command) + (f" < {self.script}" if self.script else "") + (f" # beside {', '.join(beside)}" if beside else "")

    def measure(self, limit=None):
        """Runs the command, for so many seconds at most, and returns {row: figure}, and the tool's name as it says it."""
        with contextlib.ExitStack() as stack:
            for niceness, core in self.burners:
                stack.enter_context(burner(niceness, core))
            if self.lines:
                return self.read([], conversation(self.command, self.lines)), self.tool
            began = time.perf_counter()
            objects = json_objects(self.command, self.text(), self.rows, limit)
            seconds = time.perf_counter() - began
            return self.read(objects, seconds), objects[0].get("tool", self.tool) if objects else self.tool

    def text(self):
        """The standard input: the script, before it the texts that it reads, since a Python in a container may not see the files."""
        if not self.script:
            return None
        texts = {path: pathlib.Path(path).read_text(encoding="utf-8") for path in self.files}
        return f"TEXTS = {texts!r}\n" + (HERE / self.script).read_text(encoding="utf-8")


class Failure(Exception):
    """A command that did not end well."""


def cores():
    """The cores that this program may use."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count()))


def words(command):
    """The words of a command line, which may begin with VARIABLE=VALUE."""
    split = shlex.split(command)
    return ["env", *split] if "=" in split[0] else split


def json_objects(command, text, rows, limit):
    """Runs a command and returns the JSON objects that it prints, a line each; ends it after so many, unless that is 0, and after so many seconds."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as given, tempfile.TemporaryFile("w+", encoding="utf-8") as messages:
        given.write(text or "")
        given.seek(0)
        try:
            process = subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=messages, text=True, preexec_fn=os.setpgrp)
        except OSError as failure:
            raise Failure(str(failure)) from failure
        objects = []
        alarm = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL)) if limit else None
        try:
            if alarm:
                alarm.start()
            for line in process.stdout:
                if line.startswith("{"):
                    objects.append(json.loads(line))
                if rows and len(objects) == rows:
                    return objects
            if process.wait() != 0:
                messages.seek(0)
                # The lines of a trace are indented, those that say what happened are not.
                lines = [line for line in messages.read().splitlines() if line and not line[0].isspace()]
                raise Failure(f"exit code {process.returncode}" + (f": {lines[-1]}" if lines else ""))
            return objects
        finally:
            if alarm:
                alarm.cancel()
            end(process)


def conversation(command, lines):
    """The seconds that a running filter takes for lines that are sent one at a time: the median line's, for each of them."""
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1, preexec_fn=os.setpgrp)
    try:
        times = []
        for line in lines:
            before = time.perf_counter()
            process.stdin.write(line + "\n")
            if not process.stdout.readline():
                raise Failure("no answer to a line")
            times.append(time.perf_counter() - before)
        return len(lines) * statistics.median(times)
    finally:
        process.stdin.close()
        end(process)


def end(process):
    """Ends a process and what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


@contextlib.contextmanager
def burner(niceness, core):
    """A program that keeps a core busy until the end of the block, in the session of all sides: Linux compares the niceness within a session only."""
    program = f"import os; os.nice({niceness}); os.sched_setaffinity(0, [{core}])\nwhile True: pass"
    process = subprocess.Popen([sys.executable, "-c", program], preexec_fn=os.setpgrp)
    try:
        yield
    finally:
        end(process)


def bench_rows(objects, _):
    """Rows of `rnnctl bench` and of the rivals, in tokens/s; of products in GFLOP/s, of single lines in lines/s."""
    return {row_name(one): next(one[key] for key in ("best_gflops", "lines_per_second", "tokens_per_second") if key in one) for one in objects}


def row_name(one):
    if "size" in one:
        return f"{one['size']} x {one['size']}"
    if "cell" not in one or "vocabulary" in one:
        return one["mode"]
    return f"{one['cell']} {one['hidden']} x {one['layers']}, {one['batch']} x {one['steps']}, {one['mode']}"


def training_rate(name):
    """Reads the evaluations of `rnnctl train --json`: the median rate of all but the first."""
    def read(objects, _):
        rates = [one["tokens_per_second"] for one in objects]
        return {name: statistics.median(rates[1:] or rates)}
    return read


def whole_run(name, count):
    """So many things in the whole time of a command, its start included."""
    return lambda _, seconds: {name: count / seconds}
