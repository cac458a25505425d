using Rnnctl.Models.Decoding;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Translation;

/// <summary>Turns what a search found into text.</summary>
/// <param name="text">The model's vocabularies.</param>
/// <param name="withAttention">Whether the caller needs the attention between words; the search must have kept the weights.</param>
/// <param name="replaceUnknown">
/// Whether an unknown symbol becomes the source's word that it attends to most, once for a run of unknown segments that attend to the same word; the search
/// must have kept the weights.
/// </param>
public sealed class HypothesisReader(TranslatorText text, bool withAttention = false, bool replaceUnknown = false)
{
    private const int None = -1;

    /// <summary>A hypothesis as text.</summary>
    /// <param name="line">The line that it translates.</param>
    /// <param name="hypothesis">The hypothesis.</param>
    public TranslatedText Read(string line, Hypothesis hypothesis)
    {
        TextEncoder target = text.Target;
        SegmentedWord[] source = withAttention || replaceUnknown ? SourceWords(line, hypothesis) : [];
        List<int> kept = [];
        List<string> symbols = [];
        int copied = None;
        for (int place = 0; place < hypothesis.Symbols.Count; place++)
        {
            if (IsFrame(hypothesis.Symbols[place])) continue;
            int word = IsReplaced(hypothesis.Symbols[place]) ? Attended(source, hypothesis, place) : None;

            // Unknown segments of one word, one after the other, stand for one copy of it.
            if (word != None && word == copied && target.Subwords is not null) continue;
            copied = word;
            kept.Add(place);
            symbols.Add(word == None ? target.Vocabulary[hypothesis.Symbols[place]] : source[word].Text);
        }

        WordAttention attention = withAttention
            ? WordAttention.Of(source, target.Words(symbols), [.. kept.Select(place => hypothesis.Weights[place])])
            : WordAttention.None;
        return new TranslatedText(target.Decode(symbols), hypothesis.LogProbability, hypothesis.Score, attention) { IsCut = hypothesis.IsCut };
    }

    /// <summary>The words of a line up to the last symbol that was translated.</summary>
    private SegmentedWord[] SourceWords(string line, Hypothesis hypothesis)
    {
        int symbols = hypothesis.Weights[0].Length - 1, seen = 0;
        return [.. text.Source.Words(line).TakeWhile(word => (seen += word.Symbols) - word.Symbols < symbols)];
    }

    /// <summary>Begin and end symbols do not become text, even where a model makes one in the middle.</summary>
    private bool IsFrame(int symbol) => symbol == text.Target.BeginId || symbol == text.Target.EndId;

    private bool IsReplaced(int symbol) => replaceUnknown && symbol == text.Target.UnknownId;

    /// <summary>The source's word that a symbol attends to most.</summary>
    private static int Attended(SegmentedWord[] source, Hypothesis hypothesis, int place) =>
        WordAttention.MostIn(WordAttention.OverWords(source, hypothesis.Weights[place]));
}
