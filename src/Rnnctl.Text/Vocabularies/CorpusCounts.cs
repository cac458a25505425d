using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;

namespace Rnnctl.Text.Vocabularies;

/// <summary>How often each symbol of a labelled corpus appears: what a tagger's vocabularies are made of.</summary>
public sealed class CorpusCounts
{
    /// <summary>Counts of nothing.</summary>
    /// <param name="features">How many features each token has.</param>
    public CorpusCounts(int features) => (Labels, Features) = (new LabelCensus(), [.. Enumerable.Range(0, features).Select(_ => new SymbolCounts())]);

    private CorpusCounts(LabelCensus labels, int features)
        : this(features) => Labels = labels;

    /// <summary>The tokens as written.</summary>
    public SymbolCounts Tokens { get; } = new();

    /// <summary>The labels.</summary>
    public LabelCensus Labels { get; }

    /// <summary>The values of each feature: <c>[features]</c>.</summary>
    public IReadOnlyList<SymbolCounts> Features { get; }

    /// <summary>The sentences' intents in the order of first appearance; none where they have none.</summary>
    public SymbolTable Intents { get; } = new();

    /// <summary>Counts the symbols of a corpus.</summary>
    public static CorpusCounts Of(LabelledCorpus corpus)
    {
        var counts = new CorpusCounts(LabelCensus.Of(corpus), corpus.FeatureSymbols.Count);
        counts.Tokens.Add(corpus.TokenSymbols, corpus.CountTokenSymbols());
        for (int feature = 0; feature < counts.Features.Count; feature++)
            counts.Features[feature].Add(corpus.FeatureSymbols[feature], corpus.CountFeatureSymbols(feature));
        foreach (string intent in corpus.IntentSymbols.Symbols) counts.Intents.Add(intent);
        return counts;
    }

    /// <summary>Adds the counts of sentences that follow those that were counted.</summary>
    public void Add(CorpusCounts next)
    {
        Tokens.Add(next.Tokens);
        Labels.Add(next.Labels);
        for (int feature = 0; feature < Features.Count; feature++) Features[feature].Add(next.Features[feature]);
        foreach (string intent in next.Intents.Symbols) Intents.Add(intent);
    }
}
