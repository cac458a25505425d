using Rnnctl.Compute.Cells;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Ilgpu.Tests.Recurrence;

/// <summary>A fused layer with a window of truncated BPTT, over sequences of uneven lengths.</summary>
internal sealed class WindowedLayerCase : GradientCase
{
    private const int Features = 3;
    private static readonly int[] Lengths = [7, 5, 5, 2, 1];

    private readonly CellDefinition _cell;
    private readonly int _directions, _window;
    private readonly PackedSteps _steps = new();

    /// <summary>A layer of that cell.</summary>
    public WindowedLayerCase(CellDefinition cell, int directions, int hidden, int window)
        : base($"{cell.Name}, {directions} directions, hidden {hidden}, window {window}", Draw(cell, directions, hidden))
    {
        (_cell, _directions, _window) = (cell, directions, window);
        _steps.Assign(Lengths);
    }

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        CellWeights<T>? reverse = _directions == 2 ? new(inputs[5], inputs[6], inputs[7], inputs[8]) : null;
        var weights = new LayerWeights<T>(new(inputs[1], inputs[2], inputs[3], inputs[4]), reverse);
        return _cell.Run(tape, inputs[0], _steps, weights, _window);
    }

    private static IReadOnlyList<GradientInput> Draw(CellDefinition cell, int directions, int hidden)
    {
        int rows = cell.Gates * hidden;
        (string, int, int)[] direction = [("w", rows, Features), ("u", rows, hidden), ("b", 1, rows), ("c", 1, rows)];
        return GradientInput.DrawAll(92, [("x", Lengths.Sum(), Features), .. Enumerable.Repeat(direction, directions).SelectMany(shapes => shapes)]);
    }
}
