using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>Recurrent layers of one cell, by its plain step or fused, over sequences of uneven lengths.</summary>
internal sealed class RecurrentCase : GradientCase
{
    private const int Features = 3;
    private const int TensorsOfCell = 4;
    private static readonly int[] Lengths = [5, 3, 3, 1];
    private static readonly bool[] PlainAndFused = [false, true];
    private static readonly (int Layers, int Directions, int Hidden)[] Arrangements = [(1, 1, 19), (1, 2, 11), (2, 2, 5)];

    private readonly CellDefinition _cell;
    private readonly bool _fused;
    private readonly int _layers, _directions;
    private readonly PackedSteps _steps = new();

    private RecurrentCase(CellDefinition cell, bool fused, int layers, int directions, int hidden)
        : base(SubjectOf(cell, fused, layers, directions, hidden), DrawInputs(cell, layers, directions, hidden))
    {
        (_cell, _fused, _layers, _directions) = (cell, fused, layers, directions);
        _steps.Assign(Lengths);
    }

    /// <summary>A cell, plain and fused, in each arrangement; hidden sizes that fill no whole registers.</summary>
    public static IEnumerable<GradientCase> Of(CellDefinition cell) =>
        from fused in PlainAndFused
        from arrangement in Arrangements
        select new RecurrentCase(cell, fused, arrangement.Layers, arrangement.Directions, arrangement.Hidden);

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        Variable<T> y = inputs[0];
        for (int layer = 0; layer < _layers; layer++)
        {
            int first = 1 + (layer * _directions * TensorsOfCell);
            var weights = new LayerWeights<T>(WeightsAt(inputs, first), _directions == 2 ? WeightsAt(inputs, first + TensorsOfCell) : null);
            y = _fused ? _cell.Run(tape, y, _steps, weights, window: 0) : _cell.RunPlain(tape, y, _steps, weights, window: 0);
        }

        return y;
    }

    private static CellWeights<T> WeightsAt<T>(IReadOnlyList<Variable<T>> inputs, int first)
        where T : unmanaged => new(inputs[first], inputs[first + 1], inputs[first + 2], inputs[first + 3]);

    private static string SubjectOf(CellDefinition cell, bool fused, int layers, int directions, int hidden)
    {
        string kind = fused ? "fused" : "plain";
        return $"{cell.Name} {kind}, {(layers == 1 ? "1 layer" : $"{layers} layers")}, {(directions == 1 ? "forward" : "both directions")}, hidden {hidden}";
    }

    private static List<GradientInput> DrawInputs(CellDefinition cell, int layers, int directions, int hidden)
    {
        var random = new PhiloxRandom(seed: 12, stream: 0);
        var inputs = new List<GradientInput> { GradientInput.Draw(random, "x", Lengths.Sum(), Features) };
        for (int layer = 0; layer < layers; layer++)
        {
            for (int direction = 0; direction < directions; direction++)
            {
                string suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                int rows = cell.Gates * hidden;
                int columns = layer == 0 ? Features : directions * hidden;
                inputs.Add(GradientInput.Draw(random, "weight_ih" + suffix, rows, columns, 0.5));
                inputs.Add(GradientInput.Draw(random, "weight_hh" + suffix, rows, hidden, 0.5));
                inputs.Add(GradientInput.Draw(random, "bias_ih" + suffix, 1, rows, 0.3));
                inputs.Add(GradientInput.Draw(random, "bias_hh" + suffix, 1, rows, 0.3));
            }
        }

        return inputs;
    }
}
