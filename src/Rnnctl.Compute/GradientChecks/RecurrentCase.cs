using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>Recurrent layers of one cell, by its plain step or fused.</summary>
internal sealed class RecurrentCase : GradientCase
{
    private static readonly int[] UnevenLengths = [5, 3, 3, 1];
    private static readonly bool[] PlainAndFused = [false, true];

    // No hidden size here fills whole registers; 19 is more than two of them at any width.
    private static readonly RecurrentShape[] Shapes =
    [
        new(Layers: 1, Directions: 1, Features: 3, Hidden: 19, UnevenLengths),
        new(Layers: 1, Directions: 2, Features: 3, Hidden: 11, UnevenLengths),
        new(Layers: 2, Directions: 2, Features: 3, Hidden: 5, UnevenLengths),
    ];

    private readonly CellDefinition _cell;
    private readonly bool _fused;
    private readonly RecurrentShape _shape;
    private readonly PackedSteps _steps = new();

    /// <summary>A case of that cell and shape.</summary>
    public RecurrentCase(CellDefinition cell, bool fused, RecurrentShape shape)
        : base($"{cell.Name} {(fused ? "fused" : "plain")}, {shape}", DrawInputs(cell, shape))
    {
        (_cell, _fused, _shape) = (cell, fused, shape);
        _steps.Assign(shape.Lengths);
    }

    /// <summary>A cell, plain and fused, in each shape.</summary>
    public static IEnumerable<GradientCase> Of(CellDefinition cell) =>
        from fused in cell.IsFused ? PlainAndFused : [false]
        from shape in Shapes
        select new RecurrentCase(cell, fused, shape);

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        Variable<T> y = inputs[0];
        for (int layer = 0; layer < _shape.Layers; layer++)
        {
            CellWeights<T>? reverse = _shape.Directions == 2 ? Weights(inputs, layer, direction: 1) : null;
            var weights = new LayerWeights<T>(Weights(inputs, layer, direction: 0), reverse);
            y = _fused ? _cell.Run(tape, y, _steps, weights, _shape.Window) : _cell.RunPlain(tape, y, _steps, weights, _shape.Window);
        }

        return y;
    }

    private CellWeights<T> Weights<T>(IReadOnlyList<Variable<T>> inputs, int layer, int direction)
        where T : unmanaged
    {
        IReadOnlyList<CellParameter> parameters = _cell.Parameters(_shape.Features, _shape.Hidden);
        int place = 1 + (((layer * _shape.Directions) + direction) * parameters.Count);
        return CellWeights<T>.Of(parameters, _ => inputs[place++]);
    }

    private static List<GradientInput> DrawInputs(CellDefinition cell, RecurrentShape shape)
    {
        var random = new PhiloxRandom(seed: 12, stream: 0);
        var inputs = new List<GradientInput> { GradientInput.Draw(random, "x", shape.Lengths.Sum(), shape.Features) };
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            int width = layer == 0 ? shape.Features : shape.Directions * shape.Hidden;
            for (int direction = 0; direction < shape.Directions; direction++)
            {
                string suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                inputs.AddRange(cell.Parameters(width, shape.Hidden).Select(parameter => GradientInput.Draw(
                    random, parameter.Name + suffix, parameter.Rows, parameter.Columns, parameter.IsBias ? 0.3 : 0.5)));
            }
        }

        return inputs;
    }
}
