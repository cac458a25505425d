using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The network of Jordan, whose output is a tagger's distribution over the labels where it is the top layer. What is remembered is an output, not a memory
/// that could be kept or start from anything but 0.
/// </summary>
/// <param name="configuration">The cell that was chosen.</param>
/// <param name="labels">How many labels the tagger has, or 0 in any other layer.</param>
internal sealed class JordanDefinition(CellConfiguration configuration, int labels = 0) : CellDefinition(configuration)
{
    /// <inheritdoc />
    public override bool HasRecurrentWeight => true;

    /// <inheritdoc />
    public override bool CarriesMemory => true;

    /// <inheritdoc />
    public override CellDefinition AtTop(int labelsOfTagger) => new JordanDefinition(Configuration, labelsOfTagger);

    /// <summary>Those of the network by itself; at the top of a tagger U is <c>[H, labels]</c>, and V and c are the tagger's.</summary>
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
