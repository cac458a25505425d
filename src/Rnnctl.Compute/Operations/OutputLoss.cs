using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// The output layer over a large vocabulary together with its loss for smoothed labels (Szegedy et al. 2016): the mean over the counted rows of
/// <code>
/// -Σ_k q_k log p_k,   p = softmax(h Wᵀ + b),   q = (1 - ε) onehot(id) + ε / V
/// </code>
/// The rows are processed in slices, from logits to losses and gradients, so that only one slice of the <c>[N, V]</c> logits is in memory. Within a slice, the
/// products go from block to block of classes, so that what they prepare of W stays in the cache.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct OutputLoss<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int SliceElements = 1 << 23;

    // Each slice reads W twice and adds to dW, which takes as long as the products of some ten rows.
    private const int FewestSliceRows = 256;

    // The elements of a block of W: they fill a part of the last cache, and are many beside the rows that each block prepares anew.
    private const int BlockElements = 1 << 21;

    private readonly Variable<T> _h, _weight, _bias, _loss;
    private readonly Tensor<T> _dh, _dWeight, _dBias;
    private readonly int _blockClasses;

    private OutputLoss(Tape<T> tape, Variable<T> h, Variable<T> weight, Variable<T> bias, Variable<T> loss, int blockClasses)
    {
        (_h, _weight, _bias, _loss, _blockClasses) = (h, weight, bias, loss, blockClasses);
        if (!tape.Recording) return;
        if (h.HasGradient) _dh = tape.NewTensor(h.Rows, h.Columns);
        if (weight.HasGradient) _dWeight = tape.NewTensor(weight.Rows, weight.Columns);
        if (!bias.HasGradient) return;
        _dBias = tape.NewTensor(1, bias.Columns);
        tape.Backend.Clear(_dBias);
    }

    /// <summary>
    /// The mean loss <c>[1, 1]</c>, and the surprisal -log p[id] of each row <c>[N, 1]</c>, which is 0 for rows that do not count. Perplexity is computed from
    /// the surprisals.
    /// </summary>
    /// <param name="tape">The tape; where it does not record, no gradient is computed.</param>
    /// <param name="h">The rows, <c>[N, H]</c>.</param>
    /// <param name="weight">W, <c>[V, H]</c>; it may be a table of embeddings that has other gradients too.</param>
    /// <param name="bias">b, <c>[1, V]</c>, or <c>default</c> for none.</param>
    /// <param name="ids">The right classes, <c>[1, N]</c>; rows with a negative id do not count.</param>
    /// <param name="counted">The number of ids that are not negative, at least 1.</param>
    /// <param name="smoothing">ε, at least 0 and less than 1.</param>
    public static (Variable<T> Loss, Tensor<T> Surprisals) Apply(
        Tape<T> tape, Variable<T> h, Variable<T> weight, Variable<T> bias, Tensor<int> ids, int counted, double smoothing)
    {
        int slices = (int)((((long)h.Rows * weight.Rows) + SliceElements - 1) / SliceElements);
        slices = Math.Min(slices, (h.Rows + FewestSliceRows - 1) / FewestSliceRows);
        int sliceRows = (h.Rows + slices - 1) / slices;
        return Apply(tape, h, weight, bias, ids, counted, smoothing, sliceRows, Math.Max(1, BlockElements / weight.Columns));
    }

    /// <summary>The same, with slices of <paramref name="sliceRows"/> rows and blocks of <paramref name="blockClasses"/> classes.</summary>
    internal static (Variable<T> Loss, Tensor<T> Surprisals) Apply(
        Tape<T> tape,
        Variable<T> h,
        Variable<T> weight,
        Variable<T> bias,
        Tensor<int> ids,
        int counted,
        double smoothing,
        int sliceRows,
        int blockClasses)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counted, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(smoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(smoothing, 1);
        Variable<T> loss = tape.NewVariable(1, 1);
        Tensor<T> losses = tape.NewTensor(h.Rows, 1), surprisals = tape.NewTensor(h.Rows, 1);
        var operation = new OutputLoss<T>(tape, h, weight, bias, loss, blockClasses);
        T scale = T.One / T.CreateChecked(counted);
        Tensor<T> memory = tape.NewTensor(sliceRows, weight.Rows);
        for (int first = 0; first < h.Rows; first += sliceRows)
        {
            int rows = Math.Min(sliceRows, h.Rows - first);
            Tensor<T> logits = memory.SliceRows(0, rows);
            operation.WriteLogits(tape.Backend, first, logits);
            tape.Backend.SmoothedCrossEntropy(
                logits,
                ids.SliceColumns(first, rows),
                smoothing,
                scale,
                losses.SliceRows(first, rows),
                surprisals.SliceRows(first, rows),
                tape.Recording ? logits : default);
            operation.AddGradients(tape.Backend, first, logits);
        }

        tape.Backend.Sum(losses, scale, loss.Value);
        tape.Record(operation);
        return (loss, surprisals);
    }

    /// <summary>dh += dloss · d(loss)/dh, and the same for dW and db. The forward pass has computed these gradients for dloss = 1.</summary>
    public void Backward(Tape<T> tape)
    {
        if (_h.HasGradient) tape.Backend.AddScaled(_dh, _loss.Gradient, _h.Gradient);
        if (_weight.HasGradient) tape.Backend.AddScaled(_dWeight, _loss.Gradient, _weight.Gradient);
        if (_bias.HasGradient) tape.Backend.AddScaled(_dBias, _loss.Gradient, _bias.Gradient);
    }

    /// <summary>h Wᵀ + b for a slice of rows.</summary>
    private void WriteLogits(Backend<T> backend, int first, Tensor<T> logits)
    {
        bool hasBias = _bias.Rows > 0;
        Tensor<T> h = _h.Value.SliceRows(first, logits.Rows);
        for (int k = 0; k < _weight.Rows; k += _blockClasses)
        {
            int classes = Math.Min(_blockClasses, _weight.Rows - k);
            Tensor<T> z = logits.SliceColumns(k, classes);
            if (hasBias) backend.BroadcastRow(_bias.Value.SliceColumns(k, classes), default, z);
            backend.Product(h, MatrixOperand<T>.Transpose(_weight.Value.SliceRows(k, classes)), z, accumulate: hasBias);
        }
    }

    /// <summary>dh = dx W, dW += dxᵀ h, db += Σ dx for a slice, where dx is the gradient of its logits. The first slice overwrites dW.</summary>
    private void AddGradients(Backend<T> backend, int first, Tensor<T> dx)
    {
        Tensor<T> h = _h.Value.SliceRows(first, dx.Rows), dh = _dh.IsEmpty ? _dh : _dh.SliceRows(first, dx.Rows);
        for (int k = 0; k < _weight.Rows; k += _blockClasses)
        {
            int classes = Math.Min(_blockClasses, _weight.Rows - k);
            Tensor<T> dz = dx.SliceColumns(k, classes);
            if (!dh.IsEmpty) backend.Product(dz, _weight.Value.SliceRows(k, classes), dh, accumulate: k > 0);
            if (!_dWeight.IsEmpty) backend.Product(MatrixOperand<T>.Transpose(dz), h, _dWeight.SliceRows(k, classes), accumulate: first > 0);
            if (!_dBias.IsEmpty) backend.AddColumnSums(dz, _dBias.SliceColumns(k, classes));
        }
    }
}
