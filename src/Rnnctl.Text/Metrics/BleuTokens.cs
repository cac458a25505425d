using Rnnctl.Text.Metrics.Tokenization;

namespace Rnnctl.Text.Metrics;

/// <summary>Splits a line into tokens for BLEU and numbers them.</summary>
internal sealed class BleuTokens(BleuTokenization tokenization, bool lowercase)
{
    /// <summary>sacreBLEU's names of the members of <see cref="BleuTokenization"/>, in the same order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["13a", "intl", "char", "zh", "none"];

    /// <summary>Replaces the contents of a list with the tokens of a line.</summary>
    /// <param name="line">The line, without line ends.</param>
    /// <param name="numbers">The table that numbers tokens.</param>
    /// <param name="tokens">The tokens' numbers.</param>
    public void Write(string line, SymbolTable numbers, List<int> tokens)
    {
        tokens.Clear();
        PythonString.AddWords(Divide(PythonString.TrimEnd(lowercase ? PythonString.Lower(line) : line)), numbers, tokens);
    }

    private string Divide(string line) => tokenization switch
    {
        BleuTokenization.Mteval13a => Mteval13a(line),
        BleuTokenization.International => InternationalMarks.Divide(line),
        BleuTokenization.Characters => string.Join(' ', line.EnumerateRunes()),
        BleuTokenization.Chinese => ChineseText.Divide(line),
        _ => line,
    };

    /// <summary>The tokenisation of <c>mteval-v13a.pl</c>: entities of XML are decoded, and blanks stand before and after the line.</summary>
    private static string Mteval13a(string line) =>
        WesternMarks.Divide($" {WesternMarks.DecodeEntities(line.Replace("<skipped>", "", StringComparison.Ordinal))} ");
}
