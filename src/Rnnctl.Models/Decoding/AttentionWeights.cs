using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Decoding;

/// <summary>The attention weights of each hypothesis at a step, downloaded; the mean over several heads.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class AttentionWeights<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private T[] _read = [];
    private float[] _means = [];
    private int[] _starts = [];

    /// <summary>Downloads the weights of a step.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="weights">Row after row <c>[heads, source positions]</c>; empty without attention.</param>
    /// <param name="places">The position of each hypothesis' source.</param>
    /// <param name="steps">The packed batch of the sources.</param>
    /// <param name="wanted">Whether the weights are needed at all.</param>
    public void Read(Backend<T> backend, Tensor<T> weights, ReadOnlySpan<int> places, PackedSteps steps, bool wanted)
    {
        if (_starts.Length <= places.Length) _starts = new int[2 * (places.Length + 1)];
        for (int row = 0; row < places.Length; row++) _starts[row + 1] = _starts[row] + (wanted && !weights.IsEmpty ? steps.Lengths[places[row]] : 0);
        int positions = _starts[places.Length];
        if (positions == 0) return;
        if (_read.Length < weights.Count) _read = new T[2 * weights.Count];
        if (_means.Length < positions) _means = new float[2 * positions];
        backend.Download(weights, _read.AsSpan(0, weights.Count));
        int heads = weights.Count / positions;
        for (int row = 0; row < places.Length; row++) Average(heads * _starts[row], heads, MeansOf(row));
    }

    /// <summary>The weights of a hypothesis, <c>[source positions]</c>; empty if they were not downloaded.</summary>
    public ReadOnlySpan<float> Of(int row) => MeansOf(row);

    private Span<float> MeansOf(int row) => _means.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    private void Average(int first, int heads, Span<float> means)
    {
        for (int position = 0; position < means.Length; position++)
        {
            float sum = 0;
            for (int head = 0; head < heads; head++) sum += float.CreateTruncating(_read[first + (head * means.Length) + position]);
            means[position] = sum / heads;
        }
    }
}
