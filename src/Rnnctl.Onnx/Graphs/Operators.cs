using Rnnctl.Compute.Activations;

namespace Rnnctl.Onnx.Graphs;

/// <summary>ONNX's operators under the names that this project's equations use.</summary>
internal static class Operators
{
    // As in every layer normalisation of this project, and in PyTorch.
    private const float LayerNormEpsilon = 1e-5f;

    /// <summary>a + b.</summary>
    public static GraphValue Add(this OnnxGraph graph, GraphValue a, GraphValue b) => graph.Apply("Add", [a, b]);

    /// <summary>a - b.</summary>
    public static GraphValue Subtract(this OnnxGraph graph, GraphValue a, GraphValue b) => graph.Apply("Sub", [a, b]);

    /// <summary>a ⊙ b.</summary>
    public static GraphValue Multiply(this OnnxGraph graph, GraphValue a, GraphValue b) => graph.Apply("Mul", [a, b]);

    /// <summary>a / b, element by element.</summary>
    public static GraphValue Divide(this OnnxGraph graph, GraphValue a, GraphValue b) => graph.Apply("Div", [a, b]);

    /// <summary>The matrix product of the last two axes.</summary>
    public static GraphValue Product(this OnnxGraph graph, GraphValue a, GraphValue b) => graph.Apply("MatMul", [a, b]);

    /// <summary>σ(x).</summary>
    public static GraphValue Logistic(this OnnxGraph graph, GraphValue x) => graph.Apply("Sigmoid", [x]);

    /// <summary>tanh(x).</summary>
    public static GraphValue Tanh(this OnnxGraph graph, GraphValue x) => graph.Apply("Tanh", [x]);

    /// <summary>An activation of x.</summary>
    public static GraphValue Activate(this OnnxGraph graph, ActivationKind kind, GraphValue x) => kind switch
    {
        ActivationKind.Tanh => graph.Tanh(x),
        ActivationKind.Logistic => graph.Logistic(x),
        ActivationKind.Relu => graph.Apply("Relu", [x]),
        _ => x,
    };

    /// <summary>x between -limit and limit.</summary>
    public static GraphValue Clip(this OnnxGraph graph, GraphValue x, double limit) => graph.Apply("Clip", [x, graph.Number(-limit), graph.Number(limit)]);

    /// <summary>softmax(x) over the last axis.</summary>
    public static GraphValue Softmax(this OnnxGraph graph, GraphValue x) => graph.Apply("Softmax", [x], NodeAttribute.Of("axis", -1));

    /// <summary>log softmax(x) over the last axis.</summary>
    public static GraphValue LogSoftmax(this OnnxGraph graph, GraphValue x) => graph.Apply("LogSoftmax", [x], NodeAttribute.Of("axis", -1));

    /// <summary>W x of the last axis.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">x, <c>[..., columns]</c>.</param>
    /// <param name="weight">W, <c>[rows, columns]</c>.</param>
    public static GraphValue Linear(this OnnxGraph graph, GraphValue x, WeightMatrix weight) => graph.Product(x, graph.Matrix(weight.Transposed()));

    /// <summary>W x + b of the last axis.</summary>
    public static GraphValue Linear(this OnnxGraph graph, GraphValue x, WeightMatrix weight, WeightMatrix bias) =>
        graph.Add(graph.Linear(x, weight), graph.Vector(bias));

    /// <summary>The last axis normalised to mean 0 and variance 1, times a gain, plus a bias.</summary>
    public static GraphValue LayerNorm(this OnnxGraph graph, GraphValue x, WeightMatrix gain, WeightMatrix bias) => graph.Apply(
        "LayerNormalization",
        [x, graph.Vector(gain), graph.Vector(bias)],
        NodeAttribute.Of("axis", -1),
        NodeAttribute.Of("epsilon", LayerNormEpsilon));

    /// <summary>The rows of a table with some ids, <c>[..., columns]</c>.</summary>
    public static GraphValue Embed(this OnnxGraph graph, GraphValue table, GraphValue ids) => graph.Apply("Gather", [table, ids], NodeAttribute.Of("axis", 0));

    /// <summary>Values side by side.</summary>
    public static GraphValue Join(this OnnxGraph graph, int axis, params ReadOnlySpan<GraphValue> values) =>
        values.Length == 1 ? values[0] : graph.Apply("Concat", values, NodeAttribute.Of("axis", axis));

    /// <summary>The last axis cut into parts of one size.</summary>
    public static GraphValue[] Split(this OnnxGraph graph, GraphValue x, int parts, int size)
    {
        long[] sizes = [.. Enumerable.Repeat((long)size, parts)];
        return parts == 1 ? [x] : graph.ApplyMany("Split", parts, [x, graph.Integers(sizes)], NodeAttribute.Of("axis", -1));
    }

    /// <summary>The elements of <paramref name="yes"/> where a condition holds, else those of <paramref name="no"/>.</summary>
    public static GraphValue Where(this OnnxGraph graph, GraphValue condition, GraphValue yes, GraphValue no) => graph.Apply("Where", [condition, yes, no]);

    /// <summary>The axes in another order.</summary>
    public static GraphValue Transpose(this OnnxGraph graph, GraphValue x, params long[] order) =>
        graph.Apply("Transpose", [x], NodeAttribute.Of("perm", order));

    /// <summary>The elements in another shape; a size of 0 is that of the same axis of x, and -1 one that follows from the others.</summary>
    public static GraphValue Reshape(this OnnxGraph graph, GraphValue x, params ReadOnlySpan<long> shape) =>
        graph.Apply("Reshape", [x, graph.Integers(shape)]);

    /// <summary>x with an axis of size 1 more.</summary>
    public static GraphValue AddAxis(this OnnxGraph graph, GraphValue x, long axis) => graph.Apply("Unsqueeze", [x, graph.Integers(axis)]);

    /// <summary>x without an axis of size 1.</summary>
    public static GraphValue DropAxis(this OnnxGraph graph, GraphValue x, long axis) => graph.Apply("Squeeze", [x, graph.Integers(axis)]);

    /// <summary>The elements of an axis from one position up to another, which may count from the end.</summary>
    public static GraphValue Slice(this OnnxGraph graph, GraphValue x, long axis, long start, long end) =>
        graph.Apply("Slice", [x, graph.Integers(start), graph.Integers(end), graph.Integers(axis)]);

    /// <summary>For each step the x of some steps before, or after in the reverse direction; zeros outside the batch.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">x, <c>[T, B, columns]</c>.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="isReverse">Whether it is the x of later steps.</param>
    public static GraphValue Moved(this OnnxGraph graph, GraphValue x, int steps, bool isReverse)
    {
        if (steps == 0) return x;
        long before = isReverse ? 0 : steps, after = isReverse ? steps : 0;
        GraphValue padded = graph.Apply("Pad", [x, graph.Integers(before, 0, 0, after, 0, 0)]);
        return isReverse ? graph.Slice(padded, axis: 0, steps, int.MaxValue) : graph.Slice(padded, axis: 0, 0, -steps);
    }

    /// <summary>x repeated along axes of size 1.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">x.</param>
    /// <param name="shape">The sizes of the result, a list of whole numbers.</param>
    public static GraphValue Expand(this OnnxGraph graph, GraphValue x, GraphValue shape) => graph.Apply("Expand", [x, shape]);

    /// <summary>The sizes of some consecutive axes, a list of whole numbers.</summary>
    public static GraphValue SizesOf(this OnnxGraph graph, GraphValue x, int first, int axes) =>
        graph.Apply("Shape", [x], NodeAttribute.Of("start", first), NodeAttribute.Of("end", first + axes));

    /// <summary>The position of the largest element of an axis, which is dropped; the first where several are equal.</summary>
    public static GraphValue ArgMax(this OnnxGraph graph, GraphValue x, int axis) =>
        graph.Apply("ArgMax", [x], NodeAttribute.Of("axis", axis), NodeAttribute.Of("keepdims", 0));

    /// <summary>The largest element of an axis, which is dropped.</summary>
    public static GraphValue Largest(this OnnxGraph graph, GraphValue x, int axis) =>
        graph.Apply("ReduceMax", [x], NodeAttribute.Of("axes", new long[] { axis }), NodeAttribute.Of("keepdims", 0));

    /// <summary>The sum of an axis, which is dropped.</summary>
    public static GraphValue Sum(this OnnxGraph graph, GraphValue x, int axis) =>
        graph.Apply("ReduceSum", [x, graph.Integers(axis)], NodeAttribute.Of("keepdims", 0));

    /// <summary>Zeros, <c>[rows, columns]</c>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The number of rows, a list of one whole number.</param>
    /// <param name="columns">The number of columns.</param>
    public static GraphValue Zeros(this OnnxGraph graph, GraphValue rows, int columns) =>
        graph.Expand(graph.Number(0), graph.Join(0, rows, graph.Integers(columns)));

    /// <summary>For each position of an axis and each sequence whether the position lies before the sequence's end, <c>[steps, B]</c>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="steps">The number of positions, without axes.</param>
    /// <param name="lengths">The sequences' lengths, <c>[B]</c>.</param>
    public static GraphValue IsBefore(this OnnxGraph graph, GraphValue steps, GraphValue lengths)
    {
        GraphValue positions = graph.Apply("Range", [graph.Integer(0), steps, graph.Integer(1)]);
        return graph.Apply("Less", [graph.AddAxis(positions, 1), lengths]);
    }

    /// <summary>The size of an axis, without axes.</summary>
    public static GraphValue SizeOf(this OnnxGraph graph, GraphValue x, int axis) => graph.DropAxis(graph.SizesOf(x, axis, 1), 0);
}
