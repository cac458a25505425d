using Rnnctl.Compute.Tensors;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Batches;

/// <summary>
/// A window of parallel streams of text on its way to a language model. It is filled again and again and allocates nothing once it is large enough.
/// </summary>
/// <param name="direction">The direction in which the model reads.</param>
public sealed class LanguageModelBatch(LanguageModelDirection direction)
{
    private readonly BatchSpelling _spelling = new();
    private bool _isFirst;
    private int[] _numbers = [];

    /// <summary>The window's tokens and labels.</summary>
    public StreamWindow Packed { get; } = new();

    /// <summary>The packed batch's shape, the same for both directions.</summary>
    public PackedSteps Steps { get; } = new();

    /// <summary>The window as the model reads it; valid until the next filling.</summary>
    public LanguageModelInput Input => new(Packed.TokenIds, Steps, _isFirst)
    {
        Words = _spelling.Words,
    };

    /// <summary>The window's size. Both directions read the same tokens, so these count once as predictions: speed is told in tokens of the text.</summary>
    public BatchSize Size => new(Steps.Sequences, Packed.TokenIds.Length, Packed.Tokens);

    /// <summary>Reads a window in place of the one that is here.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="window">The number of the window, from 0; the streams begin with the first.</param>
    public void Fill(TextStreams streams, int window) => Fill(streams, window, Range.All);

    /// <summary>Reads the window in some of the streams only.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="window">The number of the window, from 0; the streams begin with the first.</param>
    /// <param name="chosen">Which streams; none of them needs to reach the window.</param>
    public void Fill(TextStreams streams, int window, Range chosen)
    {
        Packed.Fill(
            streams, window, chosen, forward: direction != LanguageModelDirection.Backward, backward: direction != LanguageModelDirection.Forward);
        Steps.Assign(Packed.Lengths, Numbers(chosen.GetOffsetAndLength(streams.Count).Offset, Packed.Lengths.Length));
        _spelling.Fill(Packed.Words);
        _isFirst = window == 0;
    }

    private ReadOnlySpan<int> Numbers(int first, int count)
    {
        if (_numbers.Length < count) _numbers = new int[count];
        for (int stream = 0; stream < count; stream++) _numbers[stream] = first + stream;
        return _numbers.AsSpan(0, count);
    }
}
