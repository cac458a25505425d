using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Translators;

/// <summary>
/// The shapes of packed batches with one step each: the decoder's sequences at a time step. Each time step has its own shape object, so that the backward
/// pass still finds it.
/// </summary>
internal sealed class SingleSteps
{
    private readonly List<PackedSteps> _shapes = [];
    private int[] _ones = [];

    /// <summary>Returns the shape of a number of sequences of one step. It is valid until the same time step is requested again.</summary>
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
