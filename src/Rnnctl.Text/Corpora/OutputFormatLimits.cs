using System.Buffers;

namespace Rnnctl.Text.Corpora;

/// <summary>Which tokens and labels the output formats of <c>tag</c> can hold, so that they are read back as they were.</summary>
internal static class OutputFormatLimits
{
    private static readonly SearchValues<char> AsciiBlanks = SearchValues.Create(" \t\n\v\f\r");

    /// <summary>Why a format can't hold a token: what the token contains; null if it can.</summary>
    public static string? FlawOfToken(TagOutputFormat format, ReadOnlySpan<char> token) => format switch
    {
        TagOutputFormat.Conll when ConllReader.IsDocumentStart(token) => "the start of a document",
        TagOutputFormat.Slash when token.Contains(SlashReader.IdeographicSpace) => "an ideographic space (U+3000)",
        TagOutputFormat.Tsv or TagOutputFormat.Slash when token.ContainsAny(AsciiBlanks) => "a blank",
        _ => null,
    };

    /// <summary>Why a format can't hold a label: what the label contains; null if it can.</summary>
    public static string? FlawOfLabel(TagOutputFormat format, ReadOnlySpan<char> label) => format switch
    {
        TagOutputFormat.Slash when label.Contains('/') => "a slash",
        TagOutputFormat.Slash when label.Contains(SlashReader.IdeographicSpace) => "an ideographic space (U+3000)",
        TagOutputFormat.Tsv or TagOutputFormat.Slash or TagOutputFormat.Labels when label.ContainsAny(AsciiBlanks) => "a blank",
        _ => null,
    };

    /// <summary>The error about a label that a format can't hold; null if there is none.</summary>
    /// <param name="format">The format.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="several">Whether several labellings of a sentence are written.</param>
    public static InputException? MistakeIn(TagOutputFormat format, IEnumerable<string> labels, bool several)
    {
        string? label = labels.FirstOrDefault(label => FlawOfLabel(format, label) is not null);
        return label is null ? null : new InputException(
            $"the output format {Name(format)} cannot hold the label '{label}', which contains {FlawOfLabel(format, label)}",
            Hint(other => FlawOfLabel(other, label) is null, several));
    }

    /// <summary>The error about the first token of a sentence that a format can't hold; null if there is none.</summary>
    /// <param name="format">The format.</param>
    /// <param name="tokens">The sentence.</param>
    /// <param name="input">The file that it comes from.</param>
    /// <param name="several">Whether several labellings of a sentence are written.</param>
    public static InputException? MistakeIn(TagOutputFormat format, SentenceTokens tokens, string input, bool several)
    {
        for (int index = 0; index < tokens.Count; index++)
        {
            if (FlawOfToken(format, tokens[index]) is { } flaw)
                return Mistake(format, tokens[index].ToString(), flaw, $"{input}:{tokens.LineOf(index)}: ", several);
        }

        return null;
    }

    /// <summary>A format as the user types it.</summary>
    public static string Name(TagOutputFormat format) => format.ToString().ToLowerInvariant();

    private static InputException Mistake(TagOutputFormat format, string token, string flaw, string place, bool several) => new(
        $"{place}the output format {Name(format)} cannot hold the token '{token}', which contains {flaw}",
        Hint(other => FlawOfToken(other, token) is null, several));

    private static string Hint(Func<TagOutputFormat, bool> holds, bool several)
    {
        TagOutputFormat[] candidates = [TagOutputFormat.Tsv, .. several ? [] : (TagOutputFormat[])[TagOutputFormat.Conll], TagOutputFormat.Json];
        return $"use --output-format {string.Join(" or ", candidates.Where(holds).Select(Name))}";
    }
}
