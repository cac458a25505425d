using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The network of Jordan. In the top layer of a tagger its output is the distribution over the labels. It carries an output, not a memory, so it supports
/// neither zoneout nor a learned initial state.
/// </summary>
/// <param name="configuration">The cell's name and options.</param>
/// <param name="labels">The number of labels of the tagger, or 0 below the top layer.</param>
internal sealed class JordanDefinition(CellConfiguration configuration, int labels = 0) : CellDefinition(configuration)
{
    /// <inheritdoc />
    public override bool HasRecurrentWeight => true;

    /// <inheritdoc />
    public override bool CarriesMemory => true;

    /// <inheritdoc />
    public override CellDefinition AtTop(int labelsOfTagger) => new JordanDefinition(Configuration, labelsOfTagger);

    /// <summary>The cell's own parameters; in the top layer of a tagger U is <c>[H, labels]</c>, and V and c belong to the tagger.</summary>
    public override IReadOnlyList<CellParameter> Parameters(int inputs, int hidden)
    {
        if (labels == 0) return Jordan<LogisticOutput>.Parameters(inputs, hidden);
        IEnumerable<CellParameter> shared = CellParameter.Recurrent(Gates, inputs, hidden);
        return [.. shared.Select(one => one.Kind == CellParameterKind.RecurrentWeight ? one with { Columns = labels } : one)];
    }

    /// <inheritdoc />
    public override Variable<T> RunPlain<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise, MemoryTrace<T>? trace) => labels == 0
        ? PlainLayer.Apply<T, Jordan<LogisticOutput>>(tape, x, steps, weights, window, noise, trace)
        : PlainLayer.Apply<T, Jordan<SoftmaxOutput>>(tape, x, steps, weights, window, noise, trace);
}
