using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Operations;

/// <summary>
/// The output layer over a large vocabulary together with its loss for smoothed labels (Szegedy et al. 2016): the mean over the counted rows of
/// <code>
/// -Σ_k q_k log p_k,   p = softmax(h Wᵀ + b),   q = (1 - ε) onehot(id) + ε / V
/// </code>
/// The rows are processed in slices, from logits to losses and gradients, so that only one slice of the <c>[N, V]</c> logits is in memory.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct OutputLoss<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Large enough to make the repeated work of each slice (packing W twice and adding to dW) small beside its products.
    private const int SliceElements = 1 << 23;

    private readonly Variable<T> _h, _weight, _bias, _loss;
    private readonly Tensor<T> _dh, _dWeight, _dBias;

    private OutputLoss(Variable<T> h, Variable<T> weight, Variable<T> bias, Variable<T> loss, Tensor<T> dh, Tensor<T> dWeight, Tensor<T> dBias) =>
        (_h, _weight, _bias, _loss, _dh, _dWeight, _dBias) = (h, weight, bias, loss, dh, dWeight, dBias);

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
        int sliceRows = (h.Rows + slices - 1) / slices;
        return Apply(tape, h, weight, bias, ids, counted, smoothing, sliceRows);
    }

    /// <summary>The same, with slices of <paramref name="sliceRows"/> rows.</summary>
    internal static (Variable<T> Loss, Tensor<T> Surprisals) Apply(
        Tape<T> tape, Variable<T> h, Variable<T> weight, Variable<T> bias, Tensor<int> ids, int counted, double smoothing, int sliceRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counted, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(smoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(smoothing, 1);
        Variable<T> loss = tape.NewVariable(1, 1);
        Tensor<T> losses = tape.NewTensor(h.Rows, 1), surprisals = tape.NewTensor(h.Rows, 1);
        OutputLoss<T> operation = tape.Recording ? NewOperation(tape, h, weight, bias, loss) : new(h, weight, bias, loss, default, default, default);
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

    private static OutputLoss<T> NewOperation(Tape<T> tape, Variable<T> h, Variable<T> weight, Variable<T> bias, Variable<T> loss)
    {
        Tensor<T> dh = h.HasGradient ? tape.NewTensor(h.Rows, h.Columns) : default;
        Tensor<T> dWeight = weight.HasGradient ? tape.NewTensor(weight.Rows, weight.Columns) : default;
        Tensor<T> dBias = bias.HasGradient ? tape.NewTensor(1, bias.Columns) : default;
        if (bias.HasGradient) tape.Backend.Clear(dBias);
        return new OutputLoss<T>(h, weight, bias, loss, dh, dWeight, dBias);
    }

    /// <summary>h Wᵀ + b for a slice of rows.</summary>
    private void WriteLogits(Backend<T> backend, int first, Tensor<T> logits)
    {
        bool hasBias = _bias.Rows > 0;
        if (hasBias) backend.BroadcastRow(_bias.Value, default, logits);
        backend.Product(_h.Value.SliceRows(first, logits.Rows), MatrixOperand<T>.Transpose(_weight.Value), logits, accumulate: hasBias);
    }

    /// <summary>dh = dx W, dW += dxᵀ h, db += Σ dx for a slice, where dx is the gradient of its logits. The first slice overwrites dW.</summary>
    private void AddGradients(Backend<T> backend, int first, Tensor<T> dx)
    {
        if (!_dh.IsEmpty) backend.Product(dx, _weight.Value, _dh.SliceRows(first, dx.Rows), accumulate: false);
        if (!_dWeight.IsEmpty)
            backend.Product(MatrixOperand<T>.Transpose(dx), _h.Value.SliceRows(first, dx.Rows), _dWeight, accumulate: first > 0);
        if (!_dBias.IsEmpty) backend.AddColumnSums(dx, _dBias);
    }
}
