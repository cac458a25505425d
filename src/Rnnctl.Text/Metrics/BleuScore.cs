using System.Globalization;

namespace Rnnctl.Text.Metrics;

/// <summary>What <see cref="Bleu"/> found.</summary>
/// <param name="Score">BLEU, from 0 to 100.</param>
/// <param name="Precisions">The precisions of n-grams, from 0 to 100: <c>[4]</c>, unigrams first, smoothed.</param>
/// <param name="BrevityPenalty">The factor for hypotheses that are shorter than their references, at most 1.</param>
/// <param name="HypothesisTokens">How many tokens the hypotheses have.</param>
/// <param name="ReferenceTokens">How many tokens the references have.</param>
/// <param name="Signature">What the score depends on, as sacreBLEU writes it: <c>nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0</c>.</param>
public sealed record BleuScore(
    double Score, IReadOnlyList<double> Precisions, double BrevityPenalty, long HypothesisTokens, long ReferenceTokens, string Signature)
{
    /// <summary>The hypotheses' length in relation to the references'; 0 where these are empty.</summary>
    public double Ratio => ReferenceTokens == 0 ? 0 : (double)HypothesisTokens / ReferenceTokens;

    /// <summary>The same line with the signature in it, as sacreBLEU prints it where a score is to be compared later.</summary>
    public string SignedLine => $"BLEU|{Signature}{ToString()["BLEU".Length..]}";

    /// <summary>The line that sacreBLEU prints:
    /// <c>BLEU = 48.89 85.7/66.7/40.0/25.0 (BP = 1.000 ratio = 1.000 hyp_len = 7 ref_len = 7)</c>.</summary>
    public override string ToString()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string precisions = string.Join("/", Precisions.Select(precision => precision.ToString("F1", invariant)));
        return string.Create(
            invariant,
            $"BLEU = {Score:F2} {precisions} (BP = {BrevityPenalty:F3} ratio = {Ratio:F3} hyp_len = {HypothesisTokens} ref_len = {ReferenceTokens})");
    }
}
