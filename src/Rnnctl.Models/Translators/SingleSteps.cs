using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Translators;

/// <summary>
/// The shapes of packed batches of one step each: a decoder's sequences at some time. Each time has a shape of its own, which stays as it is until that time
/// is asked for again, so that a backward pass finds it.
/// </summary>
internal sealed class SingleSteps
{
    private readonly List<PackedSteps> _shapes = [];
    private int[] _ones = [];

    /// <summary>So many sequences of one step, at some time.</summary>
    public PackedSteps At(int time, int sequences)
    {
        while (_shapes.Count <= time) _shapes.Add(new PackedSteps());
        if (_ones.Length < sequences)
        {
            _ones = new int[2 * sequences];
            Array.Fill(_ones, 1);
        }

        _shapes[time].Assign(_ones.AsSpan(0, sequences));
        return _shapes[time];
    }
}
