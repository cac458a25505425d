using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Layers;

/// <summary>
/// The shapes of packed batches with one step each: the decoder's sequences at a time step, or one query for each sentence. Each time step has its own shape
/// object, so that the backward pass still finds it.
/// </summary>
internal sealed class SingleSteps
{
    private readonly List<PackedSteps> _shapes = [];
    private int[] _ones = [];

    /// <summary>Returns the shape of a number of sequences of one step. It is valid until the same time step is requested again.</summary>
    /// <param name="time">The time step.</param>
    /// <param name="sequences">The number of sequences.</param>
    /// <param name="numbers">Their own numbers (see <see cref="PackedSteps.Numbers"/>); empty for 0, 1, 2 and so on.</param>
    public PackedSteps At(int time, int sequences, ReadOnlySpan<int> numbers = default)
    {
        while (_shapes.Count <= time) _shapes.Add(new PackedSteps());
        if (_ones.Length < sequences)
        {
            _ones = new int[2 * sequences];
            Array.Fill(_ones, 1);
        }

        _shapes[time].Assign(_ones.AsSpan(0, sequences), numbers);
        return _shapes[time];
    }
}
