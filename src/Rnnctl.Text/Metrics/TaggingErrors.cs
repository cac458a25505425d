using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// The errors of a tagger, the most frequent first. Of spans, each wrong gold span has one predicted span at most, and each wrong predicted span one gold span:
/// one with the same tokens, else one with the same type that shares tokens, else one that shares tokens. So the gold spans are the correct ones and those of
/// all errors but the spurious ones, the predicted spans the correct ones and those of all errors but the missed ones.
/// </summary>
public sealed class TaggingErrors
{
    private readonly int _examples;
    private readonly Dictionary<(TaggingErrorKind Kind, string? Gold, string? Predicted), Tally> _tallies = [];

    private TaggingErrors(int examples) => _examples = examples;

    /// <summary>The errors over spans.</summary>
    /// <param name="gold">The gold labels.</param>
    /// <param name="predicted">The predicted ones, for the same sentences.</param>
    /// <param name="examples">How many examples to keep of each error.</param>
    public static IReadOnlyList<TaggingError> OfSpans(LabelledCorpus gold, PredictedLabels predicted, int examples)
    {
        var errors = new TaggingErrors(examples);
        var reader = new SpanReader(gold.LabelSymbols);
        List<LabelledSpan> missed = [], wrong = [];
        for (int sentence = 0; sentence < gold.Sentences; sentence++)
        {
            reader.Read(gold.LabelsOf(sentence), missed);
            reader.Read(predicted.LabelsOf(sentence), wrong);
            HashSet<LabelledSpan> correct = [.. missed.Intersect(wrong)];
            missed.RemoveAll(correct.Contains);
            wrong.RemoveAll(correct.Contains);
            errors.AddSpans(sentence, missed, wrong);
        }

        return errors.InOrder();
    }

    /// <summary>The errors over tokens, for labels that mark no spans.</summary>
    /// <param name="gold">The gold labels.</param>
    /// <param name="predicted">The predicted ones, for the same sentences.</param>
    /// <param name="examples">How many examples to keep of each error.</param>
    public static IReadOnlyList<TaggingError> OfLabels(LabelledCorpus gold, PredictedLabels predicted, int examples)
    {
        var errors = new TaggingErrors(examples);
        for (int sentence = 0; sentence < gold.Sentences; sentence++)
        {
            ReadOnlySpan<int> expected = gold.LabelsOf(sentence), found = predicted.LabelsOf(sentence);
            for (int token = 0; token < expected.Length; token++)
            {
                if (expected[token] == found[token]) continue;
                LabelledSpan right = new(token, token + 1, gold.LabelSymbols[expected[token]]);
                errors.Add(TaggingErrorKind.Label, sentence, right, right with { Type = gold.LabelSymbols[found[token]] });
            }
        }

        return errors.InOrder();
    }

    /// <summary>Pairs the wrong spans of a sentence. Takes spans out of both lists.</summary>
    private void AddSpans(int sentence, List<LabelledSpan> missed, List<LabelledSpan> wrong)
    {
        AddPairs(TaggingErrorKind.Type, sentence, missed, wrong, (gold, other) => gold.HasPlaceOf(other));
        AddPairs(TaggingErrorKind.Boundary, sentence, missed, wrong, (gold, other) => gold.Type == other.Type && gold.Overlap(other) > 0);
        AddPairs(TaggingErrorKind.TypeAndBoundary, sentence, missed, wrong, (gold, other) => gold.Overlap(other) > 0);
        foreach (LabelledSpan span in missed) Add(TaggingErrorKind.Missed, sentence, span, null);
        foreach (LabelledSpan span in wrong) Add(TaggingErrorKind.Spurious, sentence, null, span);
    }

    /// <summary>Pairs each gold span with the fitting predicted span that shares most tokens.</summary>
    private void AddPairs(
        TaggingErrorKind kind, int sentence, List<LabelledSpan> missed, List<LabelledSpan> wrong, Func<LabelledSpan, LabelledSpan, bool> fits)
    {
        foreach (LabelledSpan span in missed.ToArray())
        {
            LabelledSpan[] fitting = [.. wrong.Where(other => fits(span, other))];
            if (fitting.Length == 0) continue;
            LabelledSpan predicted = fitting.MaxBy(span.Overlap);
            Add(kind, sentence, span, predicted);
            missed.Remove(span);
            wrong.Remove(predicted);
        }
    }

    private void Add(TaggingErrorKind kind, int sentence, LabelledSpan? gold, LabelledSpan? predicted)
    {
        (TaggingErrorKind, string?, string?) key = (kind, gold?.Type, predicted?.Type);
        if (!_tallies.TryGetValue(key, out Tally? tally)) _tallies.Add(key, tally = new Tally());
        tally.Count++;
        if (tally.Examples.Count < _examples) tally.Examples.Add((sentence, gold, predicted));
    }

    /// <summary>The most frequent first; of equally frequent ones the one that comes first in the corpus.</summary>
    private List<TaggingError> InOrder() =>
    [
        .. _tallies.OrderByDescending(one => one.Value.Count)
            .Select(one => new TaggingError(one.Key.Kind, one.Key.Gold, one.Key.Predicted, one.Value.Count, one.Value.Examples)),
    ];

    /// <summary>How many errors are alike, and the first of them.</summary>
    private sealed class Tally
    {
        public long Count { get; set; }

        public List<(int Sentence, LabelledSpan? Gold, LabelledSpan? Predicted)> Examples { get; } = [];
    }
}
