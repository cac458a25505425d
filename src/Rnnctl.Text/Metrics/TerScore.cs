using System.Globalization;

namespace Rnnctl.Text.Metrics;

/// <summary>A translation edit rate.</summary>
/// <param name="Score">TER: edits to 100 words of the references; smaller is better, and it may exceed 100.</param>
/// <param name="Edits">The edits: insertions, deletions, substitutions and shifts.</param>
/// <param name="ReferenceWords">The words of the references; of several references of a segment their mean.</param>
/// <param name="Signature">The settings of the score, as sacreBLEU writes them:
/// <c>nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0</c>.</param>
public sealed record TerScore(double Score, long Edits, double ReferenceWords, string Signature)
{
    /// <summary>The line with the signature, as sacreBLEU prints it, so that scores can be compared later.</summary>
    public string SignedLine => $"TER|{Signature}{ToString()["TER".Length..]}";

    /// <summary>The line that sacreBLEU prints: <c>TER = 48.12</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"TER = {Score:F2}");
}
