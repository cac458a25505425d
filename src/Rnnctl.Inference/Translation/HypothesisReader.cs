using Rnnctl.Models.Decoding;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>Turns what a search found into text.</summary>
/// <param name="text">The model's vocabularies.</param>
/// <param name="withAttention">Whether the caller needs the attention between words; the search must have kept the weights.</param>
/// <param name="replaceUnknown">Whether an unknown symbol becomes the source's word that it attends to most; the search must have kept the weights.</param>
public sealed class HypothesisReader(TranslatorText text, bool withAttention = false, bool replaceUnknown = false)
{
    /// <summary>A hypothesis as text.</summary>
    /// <param name="line">The line that it translates.</param>
    /// <param name="hypothesis">The hypothesis.</param>
    public TranslatedText Read(string line, Hypothesis hypothesis)
    {
        TextEncoder target = text.Target;
        int[] kept = [.. Enumerable.Range(0, hypothesis.Symbols.Count).Where(place => !IsFrame(hypothesis.Symbols[place]))];
        IReadOnlyList<SegmentedWord> source = withAttention || replaceUnknown ? SourceWords(line, hypothesis) : [];
        string[] symbols = [.. kept.Select(place => Symbol(source, hypothesis, place))];
        WordAttention attention = withAttention
            ? WordAttention.Of(source, target.Words(symbols), [.. kept.Select(place => hypothesis.Weights[place])])
            : WordAttention.None;
        return new TranslatedText(target.Decode(symbols), hypothesis.LogProbability, hypothesis.Score, attention);
    }

    /// <summary>The words of a line up to the last symbol that was translated.</summary>
    private SegmentedWord[] SourceWords(string line, Hypothesis hypothesis)
    {
        int symbols = hypothesis.Weights[0].Length - 1, seen = 0;
        return [.. text.Source.Words(line).TakeWhile(word => (seen += word.Symbols) - word.Symbols < symbols)];
    }

    /// <summary>Begin and end symbols do not become text, even where a model makes one in the middle.</summary>
    private bool IsFrame(int symbol) => symbol == text.Target.BeginId || symbol == text.Target.EndId;

    private string Symbol(IReadOnlyList<SegmentedWord> source, Hypothesis hypothesis, int place)
    {
        int symbol = hypothesis.Symbols[place];
        return replaceUnknown && symbol == text.Target.UnknownId
            ? source[WordAttention.MostIn(WordAttention.OverWords(source, hypothesis.Weights[place]))].Text
            : text.Target.Vocabulary[symbol];
    }
}
