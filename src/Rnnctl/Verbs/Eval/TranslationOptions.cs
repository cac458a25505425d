using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Text;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary>The options of how translations are scored.</summary>
internal sealed class TranslationOptions
{
    private static readonly string[] Tokenizations = [.. Bleu.TokenizationNames];

    private readonly Option<string?> _lowercase = Flag.One("--lowercase", "Compare in lower case for BLEU and chrF");
    private readonly Option<string> _tokenize = Choice.One("--tokenize", "How BLEU divides lines into tokens", Tokenizations, Tokenizations[0]);
    private readonly Option<OptionValue<int>> _wordOrder =
        WholeNumber.One("--chrf-word-order", "Most words of chrF's n-grams: 2 for chrF++", 0, 0, Chrf.MostWords);

    private readonly Option<string?> _terCaseSensitive = Flag.One("--ter-case-sensitive", "Compare as written for TER");
    private readonly Option<string?> _terNormalized = Flag.One("--ter-normalized", "Decode XML's entities and divide marks from words for TER");
    private readonly Option<string?> _terNoPunct = Flag.One("--ter-no-punct", "Leave punctuation out for TER");
    private readonly Option<string?> _terAsianSupport =
        Flag.One("--ter-asian-support", "With the two before: ideographs are words, and full-width marks are punctuation");

    private readonly Option<string?> _compare =
        PathArgument.Option("--compare", "OTHER", "Compare with this output by paired bootstrap resampling: means, confidence and p-values");

    private readonly Option<OptionValue<int>> _resamples = WholeNumber.One("--resamples", "Samples of --compare, drawn by --seed", 1, 1000);

    /// <summary>The options in the order of the help.</summary>
    public IReadOnlyList<Option> All =>
        [_lowercase, _tokenize, _wordOrder, _terCaseSensitive, _terNormalized, _terNoPunct, _terAsianSupport, _compare, _resamples];

    /// <summary>How the user wants translations scored.</summary>
    /// <exception cref="InputException">An option is of no use without another.</exception>
    public TranslationScoring Read(ParseResult parsed)
    {
        if (parsed.IsGiven(_resamples) && !parsed.IsGiven(_compare)) throw new InputException("--resamples is of no use without --compare");
        bool normalized = parsed.IsGiven(_terNormalized), noPunctuation = parsed.IsGiven(_terNoPunct), asian = parsed.IsGiven(_terAsianSupport);
        if (asian && !normalized && !noPunctuation)
            throw new InputException("--ter-asian-support is of no use without --ter-normalized or --ter-no-punct");
        return new TranslationScoring
        {
            Tokenization = (BleuTokenization)Array.IndexOf(Tokenizations, parsed.GetRequiredValue(_tokenize)),
            Lowercase = parsed.IsGiven(_lowercase),
            WordOrder = parsed.Read(_wordOrder),
            Ter = new TerOptions(parsed.IsGiven(_terCaseSensitive), normalized, noPunctuation, asian),
            Compare = parsed.GetValue(_compare),
            Resamples = parsed.Read(_resamples),
        };
    }
}

/// <summary>How translations are scored.</summary>
internal sealed record TranslationScoring
{
    /// <summary>How BLEU divides lines into tokens.</summary>
    public required BleuTokenization Tokenization { get; init; }

    /// <summary>Whether BLEU and chrF compare in lower case.</summary>
    public required bool Lowercase { get; init; }

    /// <summary>The most words of chrF's n-grams.</summary>
    public required int WordOrder { get; init; }

    public required TerOptions Ter { get; init; }

    /// <summary>A file of translations to compare with, or null.</summary>
    public required string? Compare { get; init; }

    public required int Resamples { get; init; }
}
