using Rnnctl.Text.Labels;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// Counts spans as <c>conlleval.pl</c> does (Erik Tjong Kim Sang, version of 2004-01-26). A label is a tag and a type, separated by the first
/// dash; a label without a dash is a tag with an empty type. The tags and types of two neighbours decide where spans start and end:
/// <c>I-</c> after <c>O</c> or after another type starts a span, <c>B-</c> starts one anywhere. A span is correct if its start, end and
/// type are the same in both labellings.
/// </summary>
/// <remarks>
/// For the tags <c>B I O . [ ]</c> and for <c>E</c> as the end of a span that <c>I</c> began, the counts are those of that version. That
/// version doesn't know <c>S</c> (a span of one token) and continues a span from <c>E</c> to <c>B</c> and from <c>B</c> to <c>S</c>. Here,
/// as in the later versions for IOBES, <c>B</c> and <c>S</c> always start a span and <c>E</c> and <c>S</c> always end one, so that the same
/// spans score the same in IOB2 and in IOBES. In BILOU, <c>L</c> is <c>E</c> and <c>U</c> is <c>S</c>; in BMES, <c>M</c> is <c>I</c>. Two accidents of Perl
/// are not reproduced: there the type <c>0</c> is an empty type, and <c>B-</c> is <c>B</c>.
/// </remarks>
public sealed class SpanScorer
{
    private readonly SpanLabels _labels;
    private readonly List<long> _correct = [];
    private readonly List<long> _predicted = [];
    private readonly List<long> _gold = [];
    private bool _isOpen;
    private long _tokens;
    private long _correctTokens;

    /// <summary>A scorer for the labels of a table, gold and predicted. Labels may be added to the table later.</summary>
    public SpanScorer(SymbolTable labels)
    {
        _labels = new SpanLabels(labels.Symbols);
        CountNewTypes();
    }

    /// <summary>Counts a sentence.</summary>
    /// <param name="gold">The gold labels: <c>[tokens]</c>, ids in the table.</param>
    /// <param name="predicted">The predicted labels: <c>[tokens]</c>, ids in the table.</param>
    /// <exception cref="ArgumentException">The numbers of labels differ.</exception>
    public void Add(ReadOnlySpan<int> gold, ReadOnlySpan<int> predicted)
    {
        if (gold.Length != predicted.Length)
        {
            throw new ArgumentException($"Expected {gold.Length} predicted labels, found {predicted.Length}.");
        }

        SpanLabel outside = new(SpanTag.Outside, SpanLabels.NoType);
        SpanLabel lastGold = outside;
        SpanLabel lastPredicted = outside;
        for (int token = 0; token < gold.Length; token++)
        {
            SpanLabel goldLabel = _labels[gold[token]];
            SpanLabel predictedLabel = _labels[predicted[token]];
            if (_correct.Count < _labels.Types) CountNewTypes();
            Step(lastGold, goldLabel, lastPredicted, predictedLabel);
            _tokens++;
            _correctTokens += gold[token] == predicted[token] ? 1 : 0;
            (lastGold, lastPredicted) = (goldLabel, predictedLabel);
        }

        Step(lastGold, outside, lastPredicted, outside);
    }

    /// <summary>The scores of all sentences so far.</summary>
    public SpanScores Score()
    {
        // A span that a tag without a type began, such as NN after I-NP, is still open after the sentence; conlleval.pl counts it at the end.
        int open = _isOpen ? 1 : 0;
        List<LabelScore> types = [];
        for (int type = 0; type < _labels.Types; type++)
        {
            LabelScore score = new(_labels.NameOf(type), _correct[type] + (type == SpanLabels.NoType ? open : 0), _predicted[type], _gold[type]);
            if (score.Predicted + score.Gold > 0)
            {
                types.Add(score);
            }
        }

        types.Sort((one, other) => string.CompareOrdinal(one.Label, other.Label));
        LabelScore overall = new("", _correct.Sum() + open, _predicted.Sum(), _gold.Sum());
        return new SpanScores(overall, types, _tokens, _correctTokens);
    }

    private void Step(SpanLabel lastGold, SpanLabel gold, SpanLabel lastPredicted, SpanLabel predicted)
    {
        bool goldEnds = gold.Ends(lastGold);
        bool predictedEnds = predicted.Ends(lastPredicted);
        if (_isOpen && goldEnds && predictedEnds && lastGold.Type == lastPredicted.Type)
        {
            _correct[lastGold.Type]++;
            _isOpen = false;
        }
        else if (goldEnds != predictedEnds || gold.Type != predicted.Type)
        {
            _isOpen = false;
        }

        bool goldStarts = gold.StartsAfter(lastGold);
        bool predictedStarts = predicted.StartsAfter(lastPredicted);
        _gold[gold.Type] += goldStarts ? 1 : 0;
        _predicted[predicted.Type] += predictedStarts ? 1 : 0;
        _isOpen |= goldStarts && predictedStarts && gold.Type == predicted.Type;
    }

    private void CountNewTypes()
    {
        while (_correct.Count < _labels.Types)
        {
            _correct.Add(0);
            _predicted.Add(0);
            _gold.Add(0);
        }
    }
}
