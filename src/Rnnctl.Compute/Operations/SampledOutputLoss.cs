using System.Buffers;
using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// The output layer over a large vocabulary together with its loss by a sampled softmax (Jean et al. 2015): each row's label y is compared with a sample C of
/// the classes only, which all rows share. The mean over the rows of
/// <code>
/// -log (exp z_y / (exp z_y + Σ exp z_k)),   z_k = h · W_k + b_k - log Q(k),   the sum over the k in C other than y
/// </code>
/// Q(k) is the expected count of class k in the sample. Only the rows of W and b of the labels and of the sample are read and get a gradient.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct SampledOutputLoss<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int SliceElements = 1 << 23;

    private readonly Variable<T> _h, _weight, _bias, _loss;
    private readonly Part _labels, _classes;
    private readonly Tensor<T> _dh;

    private SampledOutputLoss(Variable<T> h, Variable<T> weight, Variable<T> bias, Variable<T> loss, Part labels, Part classes, Tensor<T> dh) =>
        (_h, _weight, _bias, _loss, _labels, _classes, _dh) = (h, weight, bias, loss, labels, classes, dh);

    /// <summary>The mean loss, <c>[1, 1]</c>.</summary>
    /// <param name="tape">A tape that records.</param>
    /// <param name="h">The rows, <c>[N, H]</c>.</param>
    /// <param name="weight">W, <c>[V, H]</c>; it may be a table of embeddings that has other gradients too.</param>
    /// <param name="bias">b, <c>[1, V]</c>.</param>
    /// <param name="classes">The rows' labels and the sample.</param>
    /// <param name="counted">The number of rows that the mean is over: N, or those of the whole batch if this is a shard of one.</param>
    public static Variable<T> Apply(Tape<T> tape, Variable<T> h, Variable<T> weight, Variable<T> bias, in SampledClasses<T> classes, int counted)
    {
        int sliceRows = Math.Clamp(SliceElements / (classes.Classes.Length + 1), 1, h.Rows);
        return Apply(tape, h, weight, bias, classes, counted, sliceRows);
    }

    /// <summary>The same, with slices of <paramref name="sliceRows"/> rows.</summary>
    internal static Variable<T> Apply(
        Tape<T> tape, Variable<T> h, Variable<T> weight, Variable<T> bias, in SampledClasses<T> classes, int counted, int sliceRows)
    {
        Variable<T> loss = tape.NewVariable(1, 1);
        Part labels = Part.Of(tape, weight, bias, classes.Labels, classes.LabelCorrections);
        Part sample = Part.Of(tape, weight, bias, classes.Classes, classes.ClassCorrections);
        var operation = new SampledOutputLoss<T>(h, weight, bias, loss, labels, sample, tape.NewTensor(h.Rows, h.Columns));
        tape.Backend.Clear(sample.BiasGradients);
        Tensor<T> losses = tape.NewTensor(h.Rows, 1), surprisals = tape.NewTensor(h.Rows, 1);
        Memory memory = Memory.For(tape, sliceRows, h.Columns, classes.Classes.Length);
        T scale = T.One / T.CreateChecked(counted);
        for (int first = 0; first < h.Rows; first += sliceRows)
        {
            int rows = Math.Min(sliceRows, h.Rows - first);
            Tensor<T> logits = memory.Logits.SliceRows(0, rows);
            operation.WriteLogits(tape.Backend, first, logits, memory);
            memory.MaskHits(tape.Backend, logits, classes.Hits.Slice(first, rows));
            tape.Backend.SmoothedCrossEntropy(
                logits,
                memory.FirstColumn.SliceColumns(0, rows),
                smoothing: 0,
                scale,
                losses.SliceRows(first, rows),
                surprisals.SliceRows(first, rows),
                logits);
            operation.AddGradients(tape.Backend, first, logits, memory);
        }

        tape.Backend.Sum(losses, scale, loss.Value);
        tape.Record(operation);
        return loss;
    }

    /// <summary>dh += dloss · d(loss)/dh, and the same for the rows of dW and db. The forward pass has computed these gradients for dloss = 1.</summary>
    public void Backward(Tape<T> tape)
    {
        if (_h.HasGradient) tape.Backend.AddScaled(_dh, _loss.Gradient, _h.Gradient);
        foreach (Part part in (ReadOnlySpan<Part>)[_classes, _labels])
        {
            if (_weight.HasGradient) AddScaled(tape, _weight, part.RowGradients, part.Ids);
            if (_bias.HasGradient) AddScaled(tape, _bias.AsColumn(), part.BiasGradients, part.Ids);
        }
    }

    private void AddScaled(Tape<T> tape, Variable<T> table, Tensor<T> gradients, Tensor<int> ids)
    {
        Tensor<T> scaled = tape.NewTensor(gradients.Rows, gradients.Columns);
        tape.Backend.Clear(scaled);
        tape.Backend.AddScaled(gradients, _loss.Gradient, scaled);
        tape.AddRows(table, scaled, ids);
    }

    /// <summary>z of the label in the first column, z of the sample in the others.</summary>
    private void WriteLogits(Backend<T> backend, int first, Tensor<T> logits, in Memory memory)
    {
        int rows = logits.Rows;
        Tensor<T> h = _h.Value.SliceRows(first, rows), products = memory.Rows.SliceRows(0, rows);
        Tensor<T> ofLabel = logits.SliceColumns(0, 1), ofSample = logits.SliceColumns(1, logits.Columns - 1);
        Tensor<T> bias = _labels.Biases.SliceRows(first, rows);
        backend.Map(default(Product), products, h, _labels.Rows.SliceRows(first, rows));
        backend.Map(default(Copy<T>.Forward), ofLabel, bias, bias);
        backend.Product(products, MatrixOperand<T>.Transpose(memory.Ones), ofLabel, accumulate: true);
        backend.BroadcastRow(_classes.Biases.AsRow(), default, ofSample);
        backend.Product(h, MatrixOperand<T>.Transpose(_classes.Rows), ofSample, accumulate: true);
    }

    /// <summary>
    /// With dz of the label and of the sample: dh = dz_y W_y + dz_C W_C, dW_y = dz_y h, dW_C += dz_Cᵀ h, db_y = dz_y, db_C += Σ dz_C. The first slice
    /// overwrites dW_C.
    /// </summary>
    private void AddGradients(Backend<T> backend, int first, Tensor<T> dz, in Memory memory)
    {
        int rows = dz.Rows;
        Tensor<T> h = _h.Value.SliceRows(first, rows), dh = _dh.SliceRows(first, rows), repeated = memory.Rows.SliceRows(0, rows);
        Tensor<T> ofLabel = dz.SliceColumns(0, 1), ofSample = dz.SliceColumns(1, dz.Columns - 1);
        backend.Product(ofSample, _classes.Rows, dh, accumulate: false);
        backend.Product(ofLabel, memory.Ones, repeated, accumulate: false);
        backend.Map(default(AccumulateProduct), dh, repeated, _labels.Rows.SliceRows(first, rows));
        backend.Map(default(Product), _labels.RowGradients.SliceRows(first, rows), repeated, h);
        backend.Product(MatrixOperand<T>.Transpose(ofSample), h, _classes.RowGradients, accumulate: first > 0);
        backend.Map(default(Copy<T>.Forward), _labels.BiasGradients.SliceRows(first, rows), ofLabel, ofLabel);
        backend.AddColumnSums(ofSample, _classes.BiasGradients.AsRow());
    }

    /// <summary>The output layer's part for some classes, n of them.</summary>
    /// <param name="Ids">The classes, <c>[1, n]</c>.</param>
    /// <param name="Rows">Their rows of W, <c>[n, H]</c>.</param>
    /// <param name="Biases">Their b - log Q, <c>[n, 1]</c>.</param>
    /// <param name="RowGradients">The gradients of the rows, <c>[n, H]</c>.</param>
    /// <param name="BiasGradients">The gradients of the biases, <c>[n, 1]</c>.</param>
    private readonly record struct Part(Tensor<int> Ids, Tensor<T> Rows, Tensor<T> Biases, Tensor<T> RowGradients, Tensor<T> BiasGradients)
    {
        public static Part Of(Tape<T> tape, Variable<T> weight, Variable<T> bias, ReadOnlySpan<int> ids, ReadOnlySpan<T> corrections)
        {
            Tensor<T> rows = tape.NewTensor(ids.Length, weight.Columns), biases = tape.NewTensor(ids.Length, 1), added = tape.NewTensor(ids.Length, 1);
            var part = new Part(tape.NewIds(ids), rows, biases, tape.NewTensor(ids.Length, weight.Columns), tape.NewTensor(ids.Length, 1));
            tape.Backend.Upload(corrections, added);
            tape.Backend.GatherRows(weight.Value, part.Ids, rows);
            tape.Backend.GatherRows(bias.Value.AsColumn(), part.Ids, biases);
            tape.Backend.Map(default(Accumulate), biases, added, added);
            return part;
        }
    }

    /// <summary>Working memory for a slice of n rows.</summary>
    /// <param name="Logits"><c>[n, 1 + S]</c>.</param>
    /// <param name="Rows"><c>[n, H]</c>.</param>
    /// <param name="Ones"><c>[1, H]</c>.</param>
    /// <param name="Lowest">What makes a logit impossible, <c>[n, 1]</c>.</param>
    /// <param name="FirstColumn">Zeros, <c>[1, n]</c>: the column of the label.</param>
    /// <param name="Hits">The places of the hits, <c>[1, n]</c>.</param>
    private readonly record struct Memory(
        Tensor<T> Logits, Tensor<T> Rows, Tensor<T> Ones, Tensor<T> Lowest, Tensor<int> FirstColumn, Tensor<int> Hits)
    {
        public static Memory For(Tape<T> tape, int rows, int width, int sample)
        {
            var memory = new Memory(
                tape.NewTensor(rows, sample + 1), tape.NewTensor(rows, width), tape.NewTensor(1, width), tape.NewTensor(rows, 1), tape.NewIds(rows),
                tape.NewIds(rows));
            tape.Backend.Fill(memory.Ones, T.One);
            tape.Backend.Fill(memory.Lowest, T.NegativeInfinity);
            int[] zeros = ArrayPool<int>.Shared.Rent(rows);
            zeros.AsSpan(0, rows).Clear();
            tape.Backend.Upload(zeros.AsSpan(0, rows), memory.FirstColumn);
            ArrayPool<int>.Shared.Return(zeros);
            return memory;
        }

        /// <summary>Makes the logits of classes of the sample impossible that are the label of their row.</summary>
        public void MaskHits(Backend<T> backend, Tensor<T> logits, ReadOnlySpan<int> hits)
        {
            int[] places = ArrayPool<int>.Shared.Rent(hits.Length);
            for (int row = 0; row < hits.Length; row++) places[row] = hits[row] < 0 ? -1 : (row * logits.Columns) + 1 + hits[row];
            Tensor<int> ids = Hits.SliceColumns(0, hits.Length);
            backend.Upload(places.AsSpan(0, hits.Length), ids);
            ArrayPool<int>.Shared.Return(places);
            backend.ScatterAddRows(Lowest.SliceRows(0, hits.Length), ids, logits.AsColumn());
        }
    }
}
