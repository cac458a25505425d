using System.Globalization;
using Rnnctl.Terminal;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary>What <c>rnnctl eval</c> prints of translations for a person: BLEU and chrF in sacreBLEU's own lines.</summary>
internal static class TranslationReport
{
    /// <summary>Writes the report.</summary>
    public static void Write(TextWriter output, EvalResult result, BleuScore bleu, ChrfScore chrf)
    {
        output.WriteLine(bleu.SignedLine);
        output.WriteLine(chrf.SignedLine);
        if (result is { Loss: { } loss, Perplexity: { } perplexity })
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"loss: {loss:F4}; perplexity: {perplexity:F3}; {Plural.Of(result.Sentences, "sentence")}; {result.TokensPerSecond:N0} tokens/s"));
        }
    }
}
