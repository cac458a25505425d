using Rnnctl.Compute.Cells;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Ilgpu.Tests.Recurrence;

/// <summary>A fused layer with truncated BPTT over sequences of different lengths.</summary>
internal sealed class WindowedLayerCase : GradientCase
{
    private const int Features = 3;
    private static readonly int[] Lengths = [7, 5, 5, 2, 1];

    private readonly CellDefinition _cell;
    private readonly int _directions, _window;
    private readonly LayerVariant _variant;
    private readonly PackedSteps _steps = new();

    /// <summary>A case for a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="directions">The number of directions.</param>
    /// <param name="hidden">H.</param>
    /// <param name="window">The window of truncated BPTT.</param>
    /// <param name="variant">Additions to the cell's equations; with learned initial states each sequence has its own.</param>
    public WindowedLayerCase(CellDefinition cell, int directions, int hidden, int window, LayerVariant variant)
        : base($"{cell.Title}, {directions} directions, hidden {hidden}, window {window}{variant}", Draw(cell, directions, hidden, variant))
    {
        (_cell, _directions, _window, _variant) = (cell, directions, window, variant);
        _steps.Assign(Lengths);
    }

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        IReadOnlyList<CellParameter> parameters = _variant.Parameters(_cell, Features, hidden: 1);
        int place = 1;
        var forward = CellWeights<T>.Of(parameters, _ => inputs[place++]);
        CellWeights<T>? reverse = _directions == 2 ? CellWeights<T>.Of(parameters, _ => inputs[place++]) : null;
        return _cell.Run(tape, inputs[0], _steps, new LayerWeights<T>(forward, reverse), _window, _variant.NoiseOf(new DropoutKey(Seed: 7, Step: 1, Site: 0)));
    }

    private static IReadOnlyList<GradientInput> Draw(CellDefinition cell, int directions, int hidden, LayerVariant variant)
    {
        (string, int, int)[] direction =
            [.. variant.Parameters(cell, Features, hidden).Select(parameter => (parameter.Name, RowsOf(parameter), parameter.Columns))];
        return GradientInput.DrawAll(92, [("x", Lengths.Sum(), Features), .. Enumerable.Repeat(direction, directions).SelectMany(shapes => shapes)]);
    }

    /// <summary>Each sequence has its own initial state.</summary>
    private static int RowsOf(CellParameter parameter) =>
        parameter.Kind is CellParameterKind.InitialHidden or CellParameterKind.InitialMemory ? Lengths.Length : parameter.Rows;
}
