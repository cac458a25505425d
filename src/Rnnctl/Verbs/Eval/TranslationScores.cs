using Rnnctl.Compute.Randomness;
using Rnnctl.Terminal;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary>The scores of translations, and how they compare with another system's.</summary>
/// <param name="Bleu">BLEU.</param>
/// <param name="Chrf">chrF.</param>
/// <param name="Ter">The translation edit rate.</param>
/// <param name="Comparison">The same three compared with <c>--compare</c>; null without it.</param>
internal sealed record TranslationScores(BleuScore Bleu, ChrfScore Chrf, TerScore Ter, IReadOnlyList<BootstrapComparison>? Comparison)
{
    /// <summary>Scores translations.</summary>
    /// <param name="request">How; its option <c>--compare</c> names a file to read.</param>
    /// <param name="ignoresCase">Whether BLEU and chrF compare in lower case, whatever the request says.</param>
    /// <param name="references">The references of each: <c>[segments][references]</c>, one segment at least.</param>
    /// <param name="translations">The translations: <c>[segments]</c>.</param>
    /// <param name="console">Says what the file was taken for.</param>
    /// <param name="referenceName">The file of references, for errors.</param>
    public static TranslationScores Of(
        EvalRequest request, bool ignoresCase, IReadOnlyList<string[]> references, IReadOnlyList<string> translations, ToolConsole console,
        string referenceName)
    {
        TranslationScoring scoring = request.Translation;
        IReadOnlyList<string>? others =
            scoring.Compare is { } file ? TranslationLines.Read(file, references.Count, console.Note, referenceName) : null;
        int perSegment = references[0].Length;
        bool lowercase = scoring.Lowercase || ignoresCase;
        var bleu = new Bleu(scoring.Tokenization, lowercase, perSegment);
        var chrf = new Chrf(lowercase, scoring.WordOrder, perSegment);
        var ter = new Ter(scoring.Ter, perSegment);
        for (int segment = 0; segment < references.Count; segment++)
        {
            bleu.Add(translations[segment], references[segment]);
            chrf.Add(translations[segment], references[segment]);
            ter.Add(translations[segment], references[segment]);
        }

        ulong seed = request.Compute.Seed;
        IReadOnlyList<BootstrapComparison>? comparison = others is null
            ? null
            : new PairedBootstrap(scoring.Resamples, seed, new PhiloxRandom(seed, stream: 0)).Compare([bleu, chrf, ter], references, translations, others);
        return new TranslationScores(bleu.Score(), chrf.Score(), ter.Score(), comparison);
    }

    /// <summary>A result with these scores.</summary>
    public EvalResult In(EvalResult result, EvalRequest request) => result with
    {
        Bleu = Bleu.Score,
        BleuSignature = Bleu.Signature,
        Chrf = Chrf.Score,
        ChrfSignature = Chrf.Signature,
        Ter = Ter.Score,
        TerSignature = Ter.Signature,
        Comparison = Comparison is null
            ? null
            : new EvalComparison(request.Translation.Compare!, request.Translation.Resamples, request.Compute.Seed, [.. Comparison.Select(EvalDifference.Of)]),
    };

    /// <summary>Prints a line for each score, as sacreBLEU prints it, and one for each comparison.</summary>
    public void Write(TextWriter output, string? other)
    {
        output.WriteLine(Bleu.SignedLine);
        output.WriteLine(Chrf.SignedLine);
        output.WriteLine(Ter.SignedLine);
        foreach (BootstrapComparison one in Comparison ?? [])
        {
            output.WriteInvariantLine(
                $"{one.Metric}|{one.Signature} = {Estimate(one.System)}; {other} = {Estimate(one.Other)}; p = {one.PValue:F4}");
        }
    }

    private static string Estimate(BootstrapEstimate estimate) =>
        FormattableString.Invariant($"{estimate.Score:F2} (μ = {estimate.Mean:F2} ± {estimate.Confidence:F2})");
}
