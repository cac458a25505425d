using Rnnctl.Models.Decoding;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>Makes text of what a search found.</summary>
/// <param name="text">The model's vocabularies.</param>
/// <param name="withAttention">Whether the attention between words is of use; the search must have kept the weights.</param>
/// <param name="replaceUnknown">Whether an unknown symbol becomes the source's word that it attends to most; the search must have kept the weights.</param>
public sealed class HypothesisReader(TranslatorText text, bool withAttention = false, bool replaceUnknown = false)
{
    /// <summary>The translation that a hypothesis is.</summary>
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

    /// <summary>The words of a line but for those behind the symbols that were translated.</summary>
    private SegmentedWord[] SourceWords(string line, Hypothesis hypothesis)
    {
        int symbols = hypothesis.Weights[0].Length - 1, seen = 0;
        return [.. text.Source.Words(line).TakeWhile(word => (seen += word.Symbols) - word.Symbols < symbols)];
    }

    /// <summary>The frame's symbols are no part of a text, even where a model makes one in the middle.</summary>
    private bool IsFrame(int symbol) => symbol == text.Target.BeginId || symbol == text.Target.EndId;

    private string Symbol(IReadOnlyList<SegmentedWord> source, Hypothesis hypothesis, int place)
    {
        int symbol = hypothesis.Symbols[place];
        return replaceUnknown && symbol == text.Target.UnknownId
            ? source[WordAttention.MostIn(WordAttention.OverWords(source, hypothesis.Weights[place]))].Text
            : text.Target.Vocabulary[symbol];
    }
}
