using System.Globalization;

namespace Rnnctl.Text.Metrics;

/// <summary>A chrF2 score.</summary>
/// <param name="Score">chrF2, from 0 to 100.</param>
/// <param name="Signature">The settings of the score, as sacreBLEU writes them: <c>nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0</c>.</param>
public sealed record ChrfScore(double Score, string Signature)
{
    /// <summary>The line with the signature, as sacreBLEU prints it, so that scores can be compared later.</summary>
    public string SignedLine => $"chrF2|{Signature}{ToString()["chrF2".Length..]}";

    /// <summary>The line that sacreBLEU prints: <c>chrF2 = 71.42</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"chrF2 = {Score:F2}");
}
