using System.Globalization;

namespace Rnnctl.Text.Metrics;

/// <summary>A BLEU score with its parts.</summary>
/// <param name="Score">BLEU, from 0 to 100.</param>
/// <param name="Precisions">The precisions of n-grams, from 0 to 100: <c>[4]</c>, unigrams first, smoothed.</param>
/// <param name="BrevityPenalty">The factor that penalises short hypotheses, at most 1.</param>
/// <param name="HypothesisTokens">The number of tokens of the hypotheses.</param>
/// <param name="ReferenceTokens">The number of tokens of the references.</param>
/// <param name="Signature">The settings of the score, as sacreBLEU writes them: <c>nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0</c>.</param>
public sealed record BleuScore(
    double Score, IReadOnlyList<double> Precisions, double BrevityPenalty, long HypothesisTokens, long ReferenceTokens, string Signature)
{
    /// <summary>The hypotheses' length divided by the references'; 0 if the references are empty.</summary>
    public double Ratio => ReferenceTokens == 0 ? 0 : (double)HypothesisTokens / ReferenceTokens;

    /// <summary>The line with the signature, as sacreBLEU prints it, so that scores can be compared later.</summary>
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
