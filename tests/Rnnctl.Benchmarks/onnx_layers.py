#!/usr/bin/python3
"""The rival of inference: recurrent layers in ONNX Runtime on the CPU, forward.

    onnx_layers.py [--cell lstm gru elman] [--hidden 128] [--batch 32] [--steps 20] [--threads 1] [--seconds 1]
    onnx_layers.py --write FOLDER [--cell ...] [--hidden 128]     writes CELL-HIDDEN.onnx, which needs no package

The input is as wide as the hidden state; a GRU resets after the product, as in rnnctl. Prints a JSON object a row, with the median of the wall time.
"""
import argparse
import json
import os
import random
import struct
import time

arguments = argparse.ArgumentParser()
arguments.add_argument("--cell", nargs="+", choices=["lstm", "gru", "elman"], default=["lstm", "gru", "elman"])
arguments.add_argument("--hidden", type=int, default=128)
arguments.add_argument("--batch", type=int, default=32)
arguments.add_argument("--steps", type=int, default=20)
arguments.add_argument("--threads", type=int, default=1)
arguments.add_argument("--seconds", type=float, default=1)
arguments.add_argument("--write")
options = arguments.parse_args()

# Operators of ONNX, and the gates of each.
OPERATORS = {"lstm": ("LSTM", 4), "gru": ("GRU", 3), "elman": ("RNN", 1)}

# The protocol buffer is written by hand. Fields of onnx.proto, as far as they are needed:
MODEL_IR_VERSION, MODEL_GRAPH, MODEL_OPSET, OPSET_DOMAIN, OPSET_VERSION = 1, 7, 8, 1, 2
GRAPH_NODE, GRAPH_NAME, GRAPH_INITIALIZER, GRAPH_INPUT, GRAPH_OUTPUT = 1, 2, 5, 11, 12
NODE_INPUT, NODE_OUTPUT, NODE_OPERATOR, NODE_ATTRIBUTE = 1, 2, 4, 5
ATTRIBUTE_NAME, ATTRIBUTE_INTEGER, ATTRIBUTE_TYPE, TYPE_OF_INTEGER = 1, 3, 20, 2
TENSOR_DIMENSION, TENSOR_TYPE, TENSOR_NAME, TENSOR_BYTES, SINGLE = 1, 2, 8, 9, 1
VALUE_NAME, VALUE_TYPE, TYPE_TENSOR, TYPE_ELEMENT, TYPE_SHAPE, SHAPE_DIMENSION, DIMENSION_NUMBER, DIMENSION_NAME = 1, 2, 1, 1, 2, 1, 1, 2
IR_VERSION, OPSET = 8, 14


def variable_length(number):
    low, rest = number & 127, number >> 7
    return bytes([low | 128]) + variable_length(rest) if rest else bytes([low])


def number(field, value):
    return variable_length(field << 3) + variable_length(value)


def nested(field, content):
    content = content.encode() if isinstance(content, str) else content
    return variable_length(field << 3 | 2) + variable_length(len(content)) + content


def weights(name, shape):
    count = shape[0] * shape[1] * (shape[2] if len(shape) > 2 else 1)
    numbers = struct.pack(f"<{count}f", *(random.uniform(-0.1, 0.1) for _ in range(count)))
    dimensions = b"".join(number(TENSOR_DIMENSION, length) for length in shape)
    return dimensions + number(TENSOR_TYPE, SINGLE) + nested(TENSOR_NAME, name) + nested(TENSOR_BYTES, numbers)


def value(name, shape):
    lengths = (number(DIMENSION_NUMBER, length) if isinstance(length, int) else nested(DIMENSION_NAME, length) for length in shape)
    dimensions = b"".join(nested(SHAPE_DIMENSION, length) for length in lengths)
    tensor = number(TYPE_ELEMENT, SINGLE) + nested(TYPE_SHAPE, dimensions)
    return nested(VALUE_NAME, name) + nested(VALUE_TYPE, nested(TYPE_TENSOR, tensor))


def attribute(name, integer):
    return nested(NODE_ATTRIBUTE, nested(ATTRIBUTE_NAME, name) + number(ATTRIBUTE_INTEGER, integer) + number(ATTRIBUTE_TYPE, TYPE_OF_INTEGER))


def model(cell, hidden):
    """x [steps, batch, hidden] -> y [steps, 1, batch, hidden], with random weights."""
    random.seed(1)
    operator, gates = OPERATORS[cell]
    node = b"".join(nested(NODE_INPUT, name) for name in ("x", "w", "u", "b")) + nested(NODE_OUTPUT, "y")
    node += nested(NODE_OPERATOR, operator) + attribute("hidden_size", hidden)
    if cell == "gru":
        node += attribute("linear_before_reset", 1)
    graph = nested(GRAPH_NODE, node) + nested(GRAPH_NAME, cell)
    for name, shape in (("w", (1, gates * hidden, hidden)), ("u", (1, gates * hidden, hidden)), ("b", (1, 2 * gates * hidden))):
        graph += nested(GRAPH_INITIALIZER, weights(name, shape))
    graph += nested(GRAPH_INPUT, value("x", ("steps", "batch", hidden))) + nested(GRAPH_OUTPUT, value("y", ("steps", 1, "batch", hidden)))
    opset = nested(OPSET_DOMAIN, "") + number(OPSET_VERSION, OPSET)
    return number(MODEL_IR_VERSION, IR_VERSION) + nested(MODEL_GRAPH, graph) + nested(MODEL_OPSET, opset)


def measure(cell):
    import numpy
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads, settings.inter_op_num_threads = options.threads, 1
    session = onnxruntime.InferenceSession(model(cell, options.hidden), settings, providers=["CPUExecutionProvider"])
    x = numpy.sin(numpy.arange(options.steps * options.batch * options.hidden, dtype=numpy.float32))
    x = x.reshape(options.steps, options.batch, options.hidden)
    for _ in range(3):
        session.run(["y"], {"x": x})
    times = []
    began = time.perf_counter()
    while time.perf_counter() - began < options.seconds or len(times) < 5:
        before = time.perf_counter()
        session.run(["y"], {"x": x})
        times.append(time.perf_counter() - before)
    median = sorted(times)[len(times) // 2]
    print(json.dumps({
        "tool": "ONNX Runtime " + onnxruntime.__version__, "cell": cell, "hidden": options.hidden, "batch": options.batch, "steps": options.steps,
        "layers": 1, "mode": "forward", "threads": options.threads, "milliseconds": round(1e3 * median, 4),
        "tokens_per_second": round(options.steps * options.batch / median),
    }), flush=True)


for cell in options.cell:
    if options.write:
        with open(os.path.join(options.write, f"{cell}-{options.hidden}.onnx"), "wb") as file:
            file.write(model(cell, options.hidden))
    else:
        measure(cell)
