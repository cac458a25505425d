using System.Globalization;

namespace Rnnctl.Text.Metrics;

/// <summary>A chrF score.</summary>
/// <param name="Name">Its name: <c>chrF2</c>, or <c>chrF2++</c> with n-grams of up to two words.</param>
/// <param name="Score">The score, from 0 to 100.</param>
/// <param name="Signature">The settings of the score, as sacreBLEU writes them: <c>nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0</c>.</param>
public sealed record ChrfScore(string Name, double Score, string Signature)
{
    /// <summary>The line with the signature, as sacreBLEU prints it, so that scores can be compared later.</summary>
    public string SignedLine => $"{Name}|{Signature}{ToString()[Name.Length..]}";

    /// <summary>The line that sacreBLEU prints: <c>chrF2 = 71.42</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} = {Score:F2}");
}
