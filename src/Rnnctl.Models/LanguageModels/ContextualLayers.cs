using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.LanguageModels;

/// <summary>
/// The vectors that each layer of a language model gives to the words of whole sentences (Peters et al. 2018, section 3.2). Layer 0 is the input embedding,
/// layers 1 and up are the recurrent layers, with the sum of a residual connection where the model has it. A word's vector is the forward direction's after
/// the word's last symbol, then the backward direction's after the word's first symbol; of a model with one direction it is that direction's alone. If the
/// tape records, gradients flow into the language model.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class ContextualLayers<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LanguageModel<T> _model;
    private readonly Variable<T>[] _layers;

    /// <summary>Creates the layers of a language model.</summary>
    public ContextualLayers(LanguageModel<T> model)
    {
        _model = model;
        _layers = new Variable<T>[model.Architecture.Layers + 1];
    }

    /// <summary>The vectors of all W words by layer, each <c>[W, directions · width]</c>; valid until the next call or the tape's reset.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="symbols">
    /// The sentences' symbols. Forward, a sentence is its begin symbol and then its own symbols; backward, its end symbol and then its own symbols from the
    /// last to the first.
    /// </param>
    /// <param name="rows">
    /// The words' rows among the N rows of each direction, <c>[directions · W]</c>: forward, the row of the word's last symbol; backward, of its first. The
    /// words may have any order, for example that of a packed batch of words.
    /// </param>
    /// <param name="states">
    /// The states before the sentences, which are read where these continue streams, and afterwards those after them; null to start from zeros or learnt
    /// initial states and keep none.
    /// </param>
    /// <param name="training">The training step, or null if the model does not learn; ignored if the tape does not record.</param>
    public ReadOnlySpan<Variable<T>> Run(
        Tape<T> tape, LanguageModelInput symbols, ReadOnlySpan<int> rows, StreamStates<T>? states = null, TrainingStep? training = null)
    {
        LanguageModelArchitecture architecture = _model.Architecture;
        int directions = architecture.Directions, tokens = symbols.Steps.Tokens, words = rows.Length / directions;
        Variable<T> embedded = _model.Embedded(tape, symbols, training);
        for (int direction = 0; direction < directions; direction++)
        {
            Tensor<int> ids = tape.NewIds(rows.Slice(direction * words, words));
            Variable<T> vectors = embedded.SliceRows(direction * tokens, tokens);
            _model.Run(tape, direction, vectors, symbols, states, training);
            for (int layer = 0; layer < _layers.Length; layer++)
            {
                Variable<T> outputs = layer == 0 ? vectors : _model.LastStates.Readouts[layer - 1];
                if (direction == 0) _layers[layer] = tape.NewVariable(words, directions * outputs.Columns);
                Embed<T>.Apply(tape, outputs, ids, _layers[layer].SliceColumns(direction * outputs.Columns, outputs.Columns));
            }
        }

        return _layers;
    }
}
