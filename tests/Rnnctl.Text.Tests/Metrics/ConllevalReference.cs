using Rnnctl.Text.Metrics;

namespace Rnnctl.Text.Tests.Metrics;

/// <summary>
/// A slow reference of conlleval.pl's published rules, written in another way: with tables of tag pairs instead of conditions, and with lists
/// of all spans that are compared afterwards. A span goes from its start to the next position where the rules see an end; it is right if the
/// other labelling has a span with the same start, end and type.
/// </summary>
internal static class ConllevalReference
{
    /// <summary>endOfChunk, version of 2004-01-26: previous tag and tag.</summary>
    private static readonly HashSet<string> Ends2004 = ["BB", "BO", "IB", "IO", "EE", "EI", "EO"];

    /// <summary>startOfChunk, version of 2004-01-26: previous tag and tag.</summary>
    private static readonly HashSet<string> Starts2004 = ["BB", "IB", "OB", "OI", "EE", "EI", "OE"];

    /// <summary>The ends that the versions for IOBES add.</summary>
    private static readonly HashSet<string> EndsIobes = [.. Ends2004, "BS", "IS", "ES", "EB", "SE", "SI", "SO", "SS", "SB"];

    /// <summary>The starts that the versions for IOBES add.</summary>
    private static readonly HashSet<string> StartsIobes = [.. Starts2004, "SB", "EB", "BS", "IS", "OS", "SS", "ES", "SI", "SE"];

    /// <summary>Counts sentences of gold and predicted labels by the rules of 2004.</summary>
    public static SpanScores Score2004(IEnumerable<(string[] Gold, string[] Predicted)> sentences) =>
        Score(sentences, Starts2004, Ends2004);

    /// <summary>Counts sentences of gold and predicted labels by the rules that know IOBES.</summary>
    public static SpanScores ScoreIobes(IEnumerable<(string[] Gold, string[] Predicted)> sentences) =>
        Score(sentences, StartsIobes, EndsIobes);

    private static SpanScores Score(
        IEnumerable<(string[] Gold, string[] Predicted)> sentences,
        HashSet<string> starts,
        HashSet<string> ends)
    {
        List<(string Type, bool IsGold, bool IsCorrect)> all = [];
        long tokens = 0;
        long correctTokens = 0;
        foreach ((string[] gold, string[] predicted) in sentences)
        {
            List<(int Start, int End, string Type)> goldSpans = Spans(gold, starts, ends);
            List<(int Start, int End, string Type)> predictedSpans = Spans(predicted, starts, ends);
            all.AddRange(goldSpans.Select(span => (span.Type, true, predictedSpans.Contains(span))));
            all.AddRange(predictedSpans.Select(span => (span.Type, false, false)));
            tokens += gold.Length;
            correctTokens += gold.Zip(predicted).Count(pair => pair.First == pair.Second);
        }

        LabelScore ScoreOf(string label, Func<string, bool> isType) => new(
            label,
            all.Count(span => span.IsCorrect && isType(span.Type)),
            all.Count(span => !span.IsGold && isType(span.Type)),
            all.Count(span => span.IsGold && isType(span.Type)));
        IEnumerable<string> types = all.Select(span => span.Type).Distinct().Order(StringComparer.Ordinal);
        return new SpanScores(ScoreOf("", _ => true), [.. types.Select(type => ScoreOf(type, type.Equals))], tokens, correctTokens);
    }

    private static List<(int Start, int End, string Type)> Spans(string[] labels, HashSet<string> starts, HashSet<string> ends)
    {
        string[] padded = ["O", .. labels, "O"];
        List<(int Start, int End, string Type)> spans = [];
        for (int place = 1; place <= labels.Length; place++)
        {
            if (Changes(padded[place - 1], padded[place], starts, padded[place]))
            {
                int end = place + 1;
                while (end < padded.Length && !Changes(padded[end - 1], padded[end], ends, padded[end - 1]))
                {
                    end++;
                }

                spans.Add((place, end, Split(padded[place]).Type));
            }
        }

        return spans;
    }

    /// <summary>Whether a span starts or ends between two labels; <paramref name="inside"/> is the label that would belong to the span.</summary>
    private static bool Changes(string last, string label, HashSet<string> pairs, string inside)
    {
        (string lastTag, string lastType) = Split(last);
        (string tag, string type) = Split(label);
        string insideTag = Split(inside).Tag;
        return pairs.Contains(lastTag + tag) || insideTag is "[" or "]" || (lastType != type && insideTag is not ("O" or "."));
    }

    private static (string Tag, string Type) Split(string label) =>
        label.Split('-', 2) is [var tag, var type] ? (tag, type) : (label, "");
}
