using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Batches;

/// <summary>
/// A packed batch of whole sentences on its way to a language model. It is filled again and again and allocates nothing once it is large enough.
/// </summary>
/// <param name="direction">The direction in which the model reads.</param>
/// <param name="written">The words as written, of which the sentences hold the numbers, for a model that reads characters; null for others.</param>
public sealed class SentenceBatch(LanguageModelDirection direction, WrittenWords? written = null)
{
    private readonly PackedSteps _steps = new(), _wordSteps = new();

    /// <summary>The batch's symbols.</summary>
    public FramedBatch Packed { get; } = new(
        forward: direction != LanguageModelDirection.Backward, backward: direction != LanguageModelDirection.Forward, written);

    /// <summary>How large it is.</summary>
    public BatchSize Size => new(_steps.Sequences, Packed.TokenIds.Length, Packed.Tokens);

    /// <summary>The batch as the model reads it; valid until the next filling.</summary>
    /// <param name="isFirst">Whether the sentences begin streams, so that no state is carried into them.</param>
    public LanguageModelInput Input(bool isFirst) => new(Packed.TokenIds, _steps, isFirst)
    {
        Words = new SpelledWords(Packed.Words.CharacterIds, _wordSteps, Packed.Words.WordOfToken),
    };

    /// <summary>Packs sentences in place of what is here: see <see cref="FramedBatch.Fill"/>.</summary>
    public void Fill(EncodedSentences framed, ReadOnlySpan<int> chosen, bool wholeFrame = false)
    {
        Packed.Fill(framed, chosen, wholeFrame);
        Measure();
    }

    /// <summary>Packs a part of one sentence in place of what is here: see <see cref="FramedBatch.FillWindow"/>.</summary>
    public void FillWindow(ReadOnlySpan<int> framed, int first, int count)
    {
        Packed.FillWindow(framed, first, count);
        Measure();
    }

    private void Measure()
    {
        _steps.Assign(Packed.Lengths);
        _wordSteps.Assign(Packed.Words.Lengths);
    }
}
