"""The tables of README.md: for each, groups of sides that run in turn."""
import dataclasses
import pathlib
import subprocess
import sys

import corpora
from sides import HERE, Side, bench_rows, cores, training_rate, whole_run, words

LAYERS = [(128, 32, 20, 1), (256, 64, 35, 1), (512, 64, 35, 2)]
INFERENCE = [(128, 1, 20, 1), (128, 32, 20, 1), (256, 64, 35, 1), (512, 64, 35, 1)]
VARIANTS = [
    ("lstm", "--cell lstm"),
    ("lstm, layer norm", "--cell lstm --layer-norm"),
    ("lstm, zoneout", "--cell lstm --zoneout 0.1"),
    ("lstm, recurrent dropout", "--cell lstm --recurrent-dropout 0.25"),
    ("lstm-peephole, full", "--cell lstm-peephole --peephole full"),
    ("jordan", "--cell jordan"),
]


@dataclasses.dataclass(frozen=True)
class Table:
    """A table: what it measures, the unit, its groups of sides, and whether rows are compared with the first row rather than with rivals."""

    about: str
    unit: str
    groups: object
    beside_first: bool = False


class Sides:
    """Makes the sides of a run from its options; `folder` is for texts and models."""

    def __init__(self, options, rivals, folder):
        self.options, self.rivals, self.folder = options, rivals, folder

    def rnnctl(self, verb, read=bench_rows, threads=None, **more):
        command = [*self.options.rnnctl, *verb.split(), "--threads", str(threads or self.options.threads), "--device", "cpu", "--json"]
        return Side("rnnctl", command, read, **more)

    def bench(self, arguments, threads=None, read=bench_rows):
        return self.rnnctl(f"bench {arguments} --seconds {self.options.seconds:g}", read, threads)

    def torch(self, script, arguments, threads=None, files=(), timed=True):
        """PyTorch in each of its settings: one thread and all, of its own and of OpenBLAS."""
        seconds = f" --seconds {self.options.seconds:g}" if timed else ""
        counts = sorted({1, threads or self.options.threads})
        return [
            Side(
                rival.name,
                [*rival.command, "-", *arguments.split(), *(f"--threads {own} --blas-threads {blas}{seconds}").split()],
                bench_rows, f"{own}, {blas}", script, files)
            for rival in self.rivals.pythons for own in counts for blas in counts
        ]

    def libtorch(self, arguments, threads=None):
        if not self.rivals.libtorch:
            return []
        rival = self.rivals.libtorch
        counts = sorted({1, threads or self.options.threads})
        return [
            Side(rival.name, [*rival.command, str(count), f"{self.options.seconds:g}", *arguments.split()], bench_rows, f"{count}") for count in counts
        ]

    def onnxruntime(self, hidden, batch, steps):
        """ONNX Runtime with one thread: of Python where it is installed, else of a C# program."""
        rows = []
        for rival in self.rivals.onnx_pythons:
            arguments = f"--hidden {hidden} --batch {batch} --steps {steps} --threads 1 --seconds {self.options.seconds:g}".split()
            rows.append(Side(rival.name, [*rival.command, "-", *arguments], bench_rows, "1", "onnx_layers.py"))
        if self.rivals.onnxruntime:
            rival = self.rivals.onnxruntime
            if not self.options.dry_run and not pathlib.Path(self.folder, f"gru-{hidden}.onnx").exists():
                subprocess.run([sys.executable, str(HERE / "onnx_layers.py"), "--write", self.folder, "--hidden", str(hidden)], check=True)
            arguments = ["1", f"{self.options.seconds:g}", self.folder, str(hidden), str(batch), str(steps)]
            rows.append(Side(rival.name, [*rival.command, *arguments], bench_rows, "1"))
        return rows

    def text(self, name, content):
        """Writes a text to the folder, unless it is only named, and returns its path."""
        path = pathlib.Path(self.folder, name)
        if not self.options.dry_run and not path.exists():
            path.write_text(content(), encoding="utf-8")
        return str(path)

    def pair(self, given, names, make):
        """Two parallel files: those that the user named, or generated ones."""
        if given:
            return tuple(given)
        paths = [pathlib.Path(self.folder, name) for name in names]
        if not self.options.dry_run and not paths[0].exists():
            for path, content in zip(paths, make()):
                path.write_text(content, encoding="utf-8")
        return tuple(map(str, paths))

    def tagger_corpus(self):
        """The tagger's tokens and labels."""
        return self.pair(
            self.options.tagger_corpus, ("tagger.tokens", "tagger.labels"), lambda: corpora.tagger(self.options.sentences or 4478))


def layers(sides):
    for hidden, batch, steps, count in LAYERS[:1] if sides.options.quick else LAYERS:
        shape = f"--cell lstm gru elman --hidden {hidden} --batch {batch} --steps {steps} --layers {count}"
        yield [sides.bench(shape), *sides.torch("torch_layers.py", shape), *sides.libtorch(f"layers {hidden} {batch} {steps} {count} both")]


def product(sides):
    for threads in sorted({1, sides.options.threads}):
        def read(objects, seconds, threads=threads):
            return {f"{row}, threads {threads}": figure for row, figure in bench_rows(objects, seconds).items()}
        group = [
            sides.bench("--task product --hidden 1024", threads),
            *sides.torch("torch_layers.py", "--product 1024", threads),
            *sides.libtorch("product 1024", threads),
        ]
        yield [dataclasses.replace(side, read=read) for side in group]


def tagger(sides):
    options = sides.options
    tokens, labels = sides.tagger_corpus()
    model = pathlib.Path(sides.folder, "tagger")
    yield [
        sides.rnnctl(
            f"train --task tag --train {tokens} {labels} --epochs {options.epochs} --output {model} --overwrite", training_rate("train")),
        *sides.torch("torch_tagger.py", f"--train {tokens} {labels} --epochs {options.epochs} --mode train", files=(tokens, labels), timed=False),
    ]
    many = sides.text("tagger.many", lambda: repeated(tokens, options.tagged))
    lines = [] if options.dry_run else pathlib.Path(many).read_text(encoding="utf-8").splitlines()
    tag = [*options.rnnctl, "tag", str(model), "--threads", str(options.threads), "--device", "cpu"]
    yield [
        Side("rnnctl", [*tag, many], whole_run("tag", sum(len(line.split()) for line in lines))),
        *sides.torch("torch_tagger.py", f"--train {tokens} {labels} --epochs 2 --mode tag", files=(tokens, labels), timed=False),
    ]
    some = tuple(lines[:options.conversation])
    yield [
        Side("rnnctl", tag, whole_run("tag a line at a time, lines/s", len(some)), lines=some),
        *sides.torch("torch_tagger.py", f"--train {tokens} {labels} --epochs 2 --mode line", files=(tokens, labels), timed=False),
    ]


def repeated(path, tokens):
    """The lines of a text again and again, until there are so many tokens."""
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines(keepends=True)
    count = sum(len(line.split()) for line in lines)
    return "".join(lines) * -(-tokens // max(count, 1))


def translator(sides):
    options = sides.options
    source, target = sides.pair(
        options.translator_corpus, ("translator.source", "translator.target"), lambda: corpora.translator(options.sentences or 20000))
    model = pathlib.Path(sides.folder, "translator")
    updates = max(1, options.updates // 4)
    train = f"train --task translate --train {source} {target} --min-count 2 --hidden 256 --embedding 256 --batch-size 64 --dropout 0"
    yield [
        sides.rnnctl(f"{train} --evaluate-every {updates} --output {model} --overwrite", training_rate("train"), rows=5),
        *sides.torch("torch_translator.py", f"--train {source} {target} --updates {options.updates}", files=(source, target)),
    ]
    shape = "--hidden 256 --batch 32 --steps 15 --vocabulary 8000 --beam 1 5"
    yield [sides.bench(f"--task translate {shape} --mode forward"), *sides.torch("torch_translator.py", f"--search {shape}")]


def language_model(sides):
    hidden, words = (32, 500) if sides.options.quick else (650, 10000)
    shape = f"--hidden {hidden} --vocabulary {words} --layers 2 --batch 20 --steps 35"
    yield [
        sides.bench(f"--task lm {shape}"),
        *sides.torch("torch_language_model.py", shape),
        *sides.libtorch(f"language-model {hidden} {words} 2 20 35"),
    ]


def inference(sides):
    for hidden, batch, steps, count in INFERENCE[:2] if sides.options.quick else INFERENCE:
        shape = f"--cell lstm gru elman --hidden {hidden} --batch {batch} --steps {steps} --layers {count} --mode forward"
        yield [
            sides.bench(shape, threads=1),
            *sides.torch("torch_layers.py", shape, threads=1),
            *sides.libtorch(f"layers {hidden} {batch} {steps} {count} forward", threads=1),
            *sides.onnxruntime(hidden, batch, steps),
        ]


def variants(sides):
    def named(name):
        return lambda objects, _: {f"{name}, {one['mode']}": one["tokens_per_second"] for one in objects}
    yield [sides.bench(f"{cell} --hidden 128 --batch 32 --steps 20", read=named(name)) for name, cell in VARIANTS]


def vocabulary(sides):
    options = sides.options
    group = []
    for count in options.words:
        names = (f"vocabulary-{count}.tokens", f"vocabulary-{count}.labels")
        tokens, labels = sides.pair(None, names, lambda count=count: corpora.vocabulary(count, options.words[-1] + options.words[0]))
        model = pathlib.Path(sides.folder, f"vocabulary-{count}")
        train = f"train --task tag --train {tokens} {labels} --evaluate-every {options.updates * 5} --output {model} --overwrite"
        group.append(sides.rnnctl(train, training_rate(f"{count:,} words, train"), rows=2))
    yield group


def busy(sides):
    options = sides.options
    tokens, labels = sides.tagger_corpus()
    model = pathlib.Path(sides.folder, "busy")
    used = cores()
    kinds = [
        ("idle, train", ()),
        ("every core busy at the same priority, train", tuple((0, core) for core in used)),
        ("every core busy at nice 19, train", tuple((19, core) for core in used)),
        ("one core busy at the same priority, train", ((0, used[-1]),)),
    ]
    train = f"train --task tag --train {tokens} {labels} --epochs {options.epochs} --output {model} --overwrite"
    yield [sides.rnnctl(train, training_rate(name), burners=burners) for name, burners in kinds]


TABLES = {
    "layers": Table("recurrent layers, forward and training", "tokens/s", layers),
    "product": Table("the product of two square matrices, the fastest repetition", "GFLOP/s", product),
    "tagger": Table("a whole tagger: training, tagging with start, reading and writing, and a line at a time in a running process", "tokens/s", tagger),
    "translator": Table("a whole translator: training, greedy search and a beam of 5", "tokens/s", translator),
    "language-model": Table("a whole language model: evaluation and update", "tokens/s", language_model),
    "inference": Table("recurrent layers, forward, with one thread", "tokens/s", inference),
    "variants": Table("variants of recurrent layers beside the plain LSTM", "tokens/s", variants, beside_first=True),
    "vocabulary": Table("training a tagger over a small and a large vocabulary", "tokens/s", vocabulary, beside_first=True),
    "busy": Table("training beside a program that keeps cores busy", "tokens/s", busy, beside_first=True),
}
