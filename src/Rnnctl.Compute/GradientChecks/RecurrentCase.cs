using System.Numerics;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>Recurrent layers of one cell, plain or fused.</summary>
internal sealed class RecurrentCase : GradientCase
{
    private static readonly int[] UnevenLengths = [5, 3, 3, 1];
    private static readonly bool[] PlainAndFused = [false, true];

    // No hidden size fills whole registers; 19 is more than two registers of any width.
    private static readonly RecurrentShape[] Shapes =
    [
        new(Layers: 1, Directions: 1, Features: 3, Hidden: 19, UnevenLengths),
        new(Layers: 1, Directions: 2, Features: 3, Hidden: 11, UnevenLengths),
        new(Layers: 2, Directions: 2, Features: 3, Hidden: 5, UnevenLengths),
    ];

    private static readonly RecurrentShape Small = new(Layers: 2, Directions: 2, Features: 3, Hidden: 3, UnevenLengths);

    private static readonly RecurrentShape[] Variants =
    [
        Small with { Variant = LayerVariant.Plain with { LearnInitialState = true } },
        Small with { Variant = LayerVariant.Plain with { LearnInitialState = true }, OwnStates = true },
        Small with { Variant = LayerVariant.Plain with { Residual = true } },
        Small with { Variant = LayerVariant.Plain with { LayerNorm = true } },
        Small with { Variant = LayerVariant.Plain with { RecurrentDropout = 0.4 } },
        Small with { Variant = LayerVariant.Plain with { Zoneout = 0.4 } },
        Small with { Variant = LayerVariant.Plain with { Zoneout = 0.4 }, IsLearning = false },
    ];

    private readonly CellDefinition _cell;
    private readonly bool _fused;
    private readonly RecurrentShape _shape;
    private readonly PackedSteps _steps = new();

    /// <summary>A case of that cell and shape.</summary>
    public RecurrentCase(CellDefinition cell, bool fused, RecurrentShape shape)
        : base($"{cell.Title} {(fused ? "fused" : "plain")}, {shape}", DrawInputs(cell, shape))
    {
        (_cell, _fused, _shape) = (cell, fused, shape);
        _steps.Assign(shape.Lengths);
    }

    /// <summary>The additions to the cell's equations.</summary>
    public LayerVariant Variant => _shape.Variant;

    /// <inheritdoc />
    public override GradientCase Specification => _fused ? new RecurrentCase(_cell, fused: false, _shape) : this;

    /// <summary>The cases of a cell, plain and fused: each shape, and a small shape with each addition of <see cref="LayerVariant"/>.</summary>
    public static IEnumerable<GradientCase> Of(CellDefinition cell)
    {
        foreach (bool fused in cell.IsFused ? PlainAndFused : [false])
        {
            foreach (RecurrentShape shape in Shapes) yield return new RecurrentCase(cell, fused, shape);
        }

        if (cell.CarriesMemory)
        {
            foreach (bool fused in cell.IsFused ? PlainAndFused : [false]) yield return new RecurrentCase(cell, fused, Small with { ToMemoryAtEnd = true });
        }

        foreach (RecurrentShape shape in Variants.Where(shape => shape.Variant.RefusalBy(cell) is null))
            yield return new RecurrentCase(cell, fused: cell.IsFused, shape);
    }

    /// <inheritdoc />
    public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
    {
        Variable<T> x = inputs[0];
        var trace = new MemoryTrace<T>();
        for (int layer = 0; layer < _shape.Layers; layer++)
        {
            CellWeights<T>? reverse = _shape.Directions == 2 ? Weights(inputs, layer, direction: 1) : null;
            var weights = new LayerWeights<T>(Weights(inputs, layer, direction: 0), reverse);
            StateNoise noise = _shape.Variant.NoiseOf(_shape.IsLearning ? new DropoutKey(Seed: 8, Step: 3, Site: (uint)layer) : null);
            Variable<T> y = _fused
                ? _cell.Run(tape, x, _steps, weights, _shape.Window, noise, trace)
                : _cell.RunPlain(tape, x, _steps, weights, _shape.Window, noise, trace);
            x = _shape.Variant.OutputOf(tape, layer, x, y);
        }

        return _shape.ToMemoryAtEnd ? MemoryAtEnd(tape, trace) : x;
    }

    /// <summary>The last layer's memory at the end of each direction, side by side.</summary>
    private static Variable<T> MemoryAtEnd<T>(Tape<T> tape, MemoryTrace<T> trace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = trace.ForwardEnd.Columns;
        Variable<T> ends = tape.NewVariable(trace.ForwardEnd.Rows, hidden + trace.ReverseEnd.Columns);
        Copy<T>.Apply(tape, trace.ForwardEnd, ends.SliceColumns(0, hidden));
        Copy<T>.Apply(tape, trace.ReverseEnd, ends.SliceColumns(hidden, hidden));
        return ends;
    }

    private CellWeights<T> Weights<T>(IReadOnlyList<Variable<T>> inputs, int layer, int direction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        IReadOnlyList<CellParameter> parameters = _shape.Variant.Parameters(_cell, _shape.Features, _shape.Hidden);
        int place = 1 + (((layer * _shape.Directions) + direction) * parameters.Count);
        return CellWeights<T>.Of(parameters, _ => inputs[place++]);
    }

    private static List<GradientInput> DrawInputs(CellDefinition cell, RecurrentShape shape)
    {
        var random = new PhiloxRandom(seed: 12, stream: 0);
        var inputs = new List<GradientInput> { GradientInput.Draw(random, "x", shape.Lengths.Sum(), shape.Features) };
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            int width = layer == 0 ? shape.Features : shape.Directions * cell.OutputWidth(shape.Hidden);
            for (int direction = 0; direction < shape.Directions; direction++)
            {
                string suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                inputs.AddRange(shape.Variant.Parameters(cell, width, shape.Hidden).Select(parameter => GradientInput.Draw(
                    random, parameter.Name + suffix, RowsOf(parameter, shape), parameter.Columns, parameter.IsVector ? 0.3 : 0.5)));
            }
        }

        return inputs;
    }

    private static int RowsOf(CellParameter parameter, RecurrentShape shape) =>
        shape.OwnStates && parameter.Kind is CellParameterKind.InitialHidden or CellParameterKind.InitialMemory ? shape.Lengths.Length : parameter.Rows;
}
