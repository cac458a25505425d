using System.Text;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Metrics;

namespace Rnnctl.Verbs.Eval;

/// <summary>The most frequent errors of a tagger, with examples in their sentences.</summary>
internal static class ErrorTable
{
    private const int Examples = 2;
    private const int TokensAround = 5;

    /// <summary>The errors.</summary>
    /// <param name="gold">The gold labels.</param>
    /// <param name="predicted">The predicted ones.</param>
    /// <param name="ofSpans">Whether spans are scored; else labels.</param>
    /// <param name="most">How many errors at most.</param>
    public static IReadOnlyList<EvalError> Of(LabelledCorpus gold, PredictedLabels predicted, bool ofSpans, int most)
    {
        IReadOnlyList<TaggingError> errors =
            ofSpans ? TaggingErrors.OfSpans(gold, predicted, Examples) : TaggingErrors.OfLabels(gold, predicted, Examples);
        return [.. errors.Take(most).Select(error => Of(gold, error))];
    }

    /// <summary>Prints the errors, each with its examples.</summary>
    public static void Write(TextWriter output, IReadOnlyList<EvalError> errors, bool ofSpans)
    {
        output.WriteInvariantLine($"errors ({(ofSpans ? "spans" : "tokens")}, gold -> predicted, [gold] and {{predicted}} in examples): {errors.Count}");
        foreach (EvalError error in errors)
        {
            output.WriteInvariantLine($"{error.Count,8}  {Named(error)}");
            foreach (EvalErrorExample example in error.Examples) output.WriteInvariantLine($"          sentence {example.Sentence}: {example.Text}");
        }
    }

    private static EvalError Of(LabelledCorpus gold, TaggingError error) => new(
        Choice.NameOf(error.Kind),
        error.Gold,
        error.Predicted,
        error.Count,
        [
            .. error.Examples.Select(one => new EvalErrorExample(
                one.Sentence + 1L, Tokens(one.Gold), Tokens(one.Predicted), Context(gold, one.Sentence, one.Gold, one.Predicted))),
        ]);

    private static string Named(EvalError error) => error.Kind switch
    {
        "boundary" => $"{error.Gold}: boundary",
        "type-and-boundary" => $"{error.Gold} -> {error.Predicted}, and boundary",
        "missed" => $"{error.Gold}: missed",
        "spurious" => $"{error.Predicted}: spurious",
        _ => $"{error.Gold} -> {error.Predicted}",
    };

    private static int[]? Tokens(LabelledSpan? span) => span is { } tokens ? [tokens.First + 1, tokens.End] : null;

    /// <summary>The tokens of the spans and around them: <c>... fly from [New {York]} to ...</c>.</summary>
    private static string Context(LabelledCorpus corpus, int sentence, LabelledSpan? gold, LabelledSpan? predicted)
    {
        ReadOnlySpan<int> tokens = corpus.TokensOf(sentence);
        LabelledSpan some = (gold ?? predicted)!.Value;
        int first = Math.Max(0, Math.Min(some.First, predicted?.First ?? some.First) - TokensAround);
        int end = Math.Min(tokens.Length, Math.Max(some.End, predicted?.End ?? some.End) + TokensAround);
        LabelledSpan? braced = gold is { } right && predicted is { } wrong && right.HasPlaceOf(wrong) ? null : predicted;
        bool goldIsInside = gold is { } inner && braced is { } outer && outer.First <= inner.First && outer.End >= inner.End;
        var text = new StringBuilder(first > 0 ? "..." : "");
        for (int token = first; token < end; token++)
        {
            if (text.Length > 0) text.Append(' ');
            text.Append(Marks(gold?.First == token ? "[" : "", braced?.First == token ? "{" : "", goldIsInside));
            text.Append(corpus.TokenSymbols[tokens[token]]);
            text.Append(Marks(braced?.End == token + 1 ? "}" : "", gold?.End == token + 1 ? "]" : "", goldIsInside));
        }

        return text.Append(end < tokens.Length ? " ..." : "").ToString();
    }

    /// <summary>Marks at one place; swapped where the gold span lies inside of the predicted one, so that they are nested.</summary>
    private static string Marks(string first, string second, bool swap) => swap ? second + first : first + second;
}
