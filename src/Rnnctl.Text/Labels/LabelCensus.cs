using System.Runtime.InteropServices;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Labels;

/// <summary>
/// What the labels of a corpus say about spans, counted in one pass: how often each label appears and where first, and how often each mark of a span appears
/// between which neighbours. A conversion of labels reads no more of a sentence than these neighbours (<see cref="SpanConverter"/>).
/// </summary>
public sealed class LabelCensus
{
    private readonly List<LabelCount> _labels = [];
    private readonly List<bool> _areMarks = [];
    private readonly Dictionary<LabelContext, LabelCount> _contexts = [];

    private delegate ReadOnlySpan<int> SentenceLabels(int sentence);

    /// <summary>The labels.</summary>
    public SymbolTable Symbols { get; } = new();

    /// <summary>The number of sentences.</summary>
    public long Sentences { get; private set; }

    /// <summary>The occurrences of each label, <c>[labels]</c>; none where no token has it.</summary>
    internal ReadOnlySpan<LabelCount> Labels => CollectionsMarshal.AsSpan(_labels);

    /// <summary>The marks of spans with their neighbours, in the order of first appearance.</summary>
    internal IEnumerable<(LabelContext Context, LabelCount Count)> Contexts => _contexts.Select(one => (one.Key, one.Value)).OrderBy(one => one.Value);

    /// <summary>Counts the labels of a corpus.</summary>
    public static LabelCensus Of(LabelledCorpus corpus) => Of(corpus.LabelSymbols, corpus.Sentences, corpus.LabelsOf);

    /// <summary>Counts predicted labels.</summary>
    public static LabelCensus Of(PredictedLabels labels) => Of(labels.LabelSymbols, labels.Sentences, labels.LabelsOf);

    /// <summary>Adds the labels of sentences that follow those that were counted.</summary>
    public void Add(LabelCensus next)
    {
        int[] ids = [.. next.Symbols.Symbols.Select(IdOf)];
        for (int label = 0; label < ids.Length; label++) At(ids[label]).Add(next._labels[label], Sentences);
        foreach ((LabelContext context, LabelCount count) in next._contexts) CountOf(context.In(ids)).Add(count, Sentences);
        Sentences += next.Sentences;
    }

    /// <summary>The labels that the corpus has in a scheme, in the order of first appearance: all labels where they are kept.</summary>
    public IReadOnlyList<string> LabelsIn(LabelScheme scheme)
    {
        if (scheme == LabelScheme.Keep) return Symbols.Symbols;
        var target = new SymbolTable();
        _ = Convert(scheme, target);
        return target.Symbols;
    }

    /// <summary>Whether the labels, in a scheme, keep the rules of their spans: see <see cref="SpanRules.AreKeptBy(LabelledCorpus)"/>.</summary>
    public bool KeepRulesIn(LabelScheme scheme)
    {
        var target = new SymbolTable();
        SpanConverter? converter = scheme == LabelScheme.Keep ? null : Convert(scheme, target);
        int In(int last, int label, int next) => converter is null || label == LabelContext.None ? label : converter.Convert(last, label, next);
        var rules = new SpanRules(converter is null ? Symbols.Symbols : target.Symbols);
        long inSpans = 0, broken = 0;
        foreach ((LabelContext context, LabelCount count) in Contexts)
        {
            int last = In(context.SecondLast, context.Last, context.Label), label = In(context.Last, context.Label, context.Next);
            inSpans += count.Tokens;
            if (last == LabelContext.None ? !rules.MayStart(label) : !rules.MayFollow(last, label)) broken += count.Tokens;
        }

        return rules.AreKept(broken, inSpans);
    }

    private static LabelCensus Of(SymbolTable symbols, int sentences, SentenceLabels labelsOf)
    {
        var census = new LabelCensus();
        foreach (string label in symbols.Symbols) census.IdOf(label);
        for (int sentence = 0; sentence < sentences; sentence++) census.Add(labelsOf(sentence));
        return census;
    }

    private void Add(ReadOnlySpan<int> sentence)
    {
        for (int token = 0; token < sentence.Length; token++)
        {
            var here = new LabelCount(1, Sentences, token);
            At(sentence[token]).Add(here);
            if (_areMarks[sentence[token]]) CountOf(LabelContext.At(sentence, token, _areMarks)).Add(here);
        }

        Sentences++;
    }

    /// <summary>A converter to a scheme, whose labels are added in the order in which they appear first.</summary>
    private SpanConverter Convert(LabelScheme scheme, SymbolTable target)
    {
        var converter = new SpanConverter(Symbols.Symbols, scheme, target);
        IEnumerable<(LabelContext Context, LabelCount Count)> others = _labels
            .Select((count, label) => (new LabelContext(LabelContext.None, LabelContext.None, label, LabelContext.None), count))
            .Where(one => one.count.Tokens > 0 && !_areMarks[one.Item1.Label]);
        foreach ((LabelContext context, _) in others.Concat(Contexts).OrderBy(one => one.Count)) converter.Convert(context.Last, context.Label, context.Next);
        return converter;
    }

    private int IdOf(string label)
    {
        int id = Symbols.Add(label);
        if (id < _labels.Count) return id;
        _labels.Add(default);
        _areMarks.Add(SpanLabel.IsMarkOf(SpanLabel.Divide(label).Tag));
        return id;
    }

    private ref LabelCount At(int label) => ref CollectionsMarshal.AsSpan(_labels)[label];

    private ref LabelCount CountOf(LabelContext context) => ref CollectionsMarshal.GetValueRefOrAddDefault(_contexts, context, out _);
}
