using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Batches;

/// <summary>
/// A packed batch of whole sentences on its way to a language model. It is filled again and again and allocates nothing once it is large enough.
/// </summary>
/// <param name="sentences">The sentences from which it is filled.</param>
/// <param name="direction">The direction in which the model reads.</param>
public sealed class SentenceBatch(EncodedWords sentences, LanguageModelDirection direction)
{
    private readonly BatchSpelling _spelling = new();

    /// <summary>The batch's symbols.</summary>
    public FramedBatch Packed { get; } = new(
        forward: direction != LanguageModelDirection.Backward, backward: direction != LanguageModelDirection.Forward, sentences.Written);

    /// <summary>Its shape, the same for both directions.</summary>
    public PackedSteps Steps { get; } = new();

    /// <summary>How large it is.</summary>
    public BatchSize Size => new(Steps.Sequences, Packed.TokenIds.Length, Packed.Tokens);

    /// <summary>The batch as the model reads it; valid until the next filling.</summary>
    /// <param name="isFirst">Whether the sentences begin streams, so that no state is carried into them.</param>
    public LanguageModelInput Input(bool isFirst) => new(Packed.TokenIds.Span, Steps, isFirst)
    {
        Words = Words,
    };

    /// <summary>The distinct words with their characters, for a model that reads these; valid until the next filling.</summary>
    public SpelledWords Words => _spelling.Words;

    /// <summary>Packs sentences in place of what is here: see <see cref="FramedBatch.Fill"/>.</summary>
    /// <param name="chosen">The sentences.</param>
    /// <param name="wholeFrame">Whether the batch holds both symbols of the frame.</param>
    /// <param name="numbers">The own number of each of all sentences (see <see cref="PackedSteps.Numbers"/>); empty where it is that in the list.</param>
    public void Fill(ReadOnlySpan<int> chosen, bool wholeFrame = false, ReadOnlySpan<int> numbers = default)
    {
        Packed.Fill(sentences.Framed, chosen, wholeFrame);
        Steps.Assign(Packed.Lengths, Packed.Order, numbers);
        _spelling.Fill(Packed.Words);
    }

    /// <summary>Packs a part of one sentence in place of what is here: see <see cref="FramedBatch.FillWindow"/>.</summary>
    public void FillWindow(int sentence, int first, int count)
    {
        Packed.FillWindow(sentences.Framed[sentence], first, count);
        Steps.Assign(Packed.Lengths);
        _spelling.Fill(Packed.Words);
    }
}
