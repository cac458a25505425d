using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Layers;

/// <summary>
/// The embeddings of symbols. Where the model learns, whole embeddings are dropped: for each sequence and symbol it is drawn whether the symbol's embedding is
/// 0 at all its places in the sequence, or e / (1 - p) (Gal and Ghahramani 2016, section 4.2; Merity et al. 2017 draw once for each symbol of a batch).
/// </summary>
/// <param name="Weight">The table e, <c>[V, E]</c>.</param>
/// <param name="Dropout">p, the probability that an embedding is dropped.</param>
/// <param name="Place">The number of its masks in the model.</param>
/// <typeparam name="T">The number type.</typeparam>
internal readonly record struct EmbeddingTable<T>(Variable<T> Weight, double Dropout, int Place)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The embeddings, <c>[count, E]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="symbols">The symbols of a packed batch, or of several of one shape, <c>[count]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="training">The training step, or null if the model does not learn.</param>
    public Variable<T> Apply(Tape<T> tape, ReadOnlySpan<int> symbols, PackedSteps steps, TrainingStep? training)
    {
        Variable<T> y = tape.NewVariableFrom(Weight, symbols.Length, Weight.Columns);
        Apply(tape, symbols, steps, training, y);
        return y;
    }

    /// <summary>Writes the embeddings into a part of a larger variable.</summary>
    public void Apply(Tape<T> tape, ReadOnlySpan<int> symbols, PackedSteps steps, TrainingStep? training, Variable<T> y)
    {
        Tensor<int> ids = tape.NewIds(symbols);
        if (training is { } step && tape.Recording && Dropout > 0)
            EmbeddingDropout<T>.Apply(tape, Weight, ids, tape.NewSymbolNumbers(steps, symbols), Dropout, step.Dropout(Place), y);
        else
            Embed<T>.Apply(tape, Weight, ids, y);
    }
}
