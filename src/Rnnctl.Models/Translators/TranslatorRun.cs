using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Contextual;

namespace Rnnctl.Models.Translators;

/// <summary>One translator in a search over a packed batch of sources: its encoded sources and its state of each hypothesis.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class TranslatorRun<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Translator<T> _translator;
    private readonly Tape<T> _sourceTape;
    private readonly HypothesisStates<T> _states;
    private readonly DecoderState<T> _state;
    private DecoderSource<T> _source;
    private bool _isFirst;

    /// <summary>Creates a run without sources.</summary>
    public TranslatorRun(Backend<T> backend, Translator<T> translator)
    {
        _translator = translator;
        _sourceTape = new Tape<T>(backend, recording: false);
        _states = new HypothesisStates<T>(backend);
        _state = new DecoderState<T>(translator.Architecture.Layers);
    }

    /// <summary>Encodes sources.</summary>
    /// <param name="sources">Their symbols in packed order, <c>[N]</c>.</param>
    /// <param name="steps">The packed batch; must not change until the next call.</param>
    /// <param name="places">The positions of all sources, 0 to B - 1.</param>
    /// <param name="contextual">What the encoder reads of language models.</param>
    public void Begin(ReadOnlySpan<int> sources, PackedSteps steps, ReadOnlyMemory<int> places, in ContextualInput contextual)
    {
        _sourceTape.Reset();
        EncodedSource<T> encoded = _translator.Encode(_sourceTape, sources, steps, contextual, training: null);
        _source = _translator.Start(_sourceTape, encoded, places, _state);
        _isFirst = true;
    }

    /// <summary>One step of all hypotheses.</summary>
    /// <param name="tape">A tape that does not record; the results are valid until its reset.</param>
    /// <param name="symbols">The last symbol of each hypothesis, <c>[hypotheses]</c>.</param>
    /// <param name="origins">For each hypothesis, the row of the previous step that it extends; at the first step, its source.</param>
    /// <param name="places">The position of each hypothesis' source.</param>
    /// <param name="steps">The shape: a sequence of one step for each hypothesis.</param>
    /// <returns>The logits of the next symbols, <c>[hypotheses, V]</c>, and the attention weights; empty without attention.</returns>
    public (Tensor<T> Logits, Tensor<T> Weights) Step(
        Tape<T> tape, ReadOnlySpan<int> symbols, ReadOnlySpan<int> origins, ReadOnlyMemory<int> places, PackedSteps steps)
    {
        if (_isFirst) _states.Save(tape, _state);
        _isFirst = false;
        _states.Load(tape, tape.NewIds(origins), _state);
        DecoderSource<T> source = _source with { Places = places, Context = ContextOf(tape, places) };
        (Tensor<T> logits, Tensor<T> weights) = _translator.Step(tape, symbols, steps, source, _state);
        _states.Save(tape, _state);
        return (logits, weights);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sourceTape.Dispose();
        _states.Dispose();
    }

    private Variable<T> ContextOf(Tape<T> tape, ReadOnlyMemory<int> places) =>
        _source.Context.Rows == 0 ? default : Embed<T>.Apply(tape, _source.Context, tape.NewIds(places.Span));
}
