using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Decoding;

/// <summary>
/// Beam search over the translations of a packed batch of sources, one step for all hypotheses of all sources. A hypothesis that ends leaves
/// its source's beam, which becomes narrower; a source is done when its beam is empty. With a beam of 1 this is greedy search. Several translators form an
/// ensemble: the mean of their logits gives the renormalised geometric mean of their probabilities. In steady state a step allocates nothing on the heap.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class TranslationSearch<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly SearchOptions _options;
    private readonly TranslatorRun<T>[] _runs;
    private readonly Tape<T> _tape;
    private readonly SingleSteps _steps = new();
    private readonly SymbolMask _mask;
    private readonly SymbolChoice<T> _choice;
    private readonly AttentionWeights<T> _weights = new();
    private readonly HypothesisTree _tree = new();
    private readonly List<Candidate> _candidates = [];
    private readonly List<List<Hypothesis>> _ended = [];
    private HypothesisRows _rows = new(), _next = new();
    private int[] _places = [];
    private long[] _numbers = [];
    private int _time;

    /// <summary>Creates a search with one or more translators that have the same vocabularies.</summary>
    /// <param name="backend">The backend that computes.</param>
    /// <param name="translators">The translators, at least one.</param>
    /// <param name="options">How to search.</param>
    public TranslationSearch(Backend<T> backend, IReadOnlyList<Translator<T>> translators, SearchOptions options)
    {
        _options = options;
        _runs = [.. translators.Select(translator => new TranslatorRun<T>(backend, translator))];
        _tape = new Tape<T>(backend, recording: false);
        _mask = new SymbolMask(options);
        _choice = new SymbolChoice<T>(options, _mask);
    }

    /// <summary>Translates sources.</summary>
    /// <param name="sources">Their symbols in packed order, <c>[N]</c>.</param>
    /// <param name="steps">The packed batch.</param>
    /// <param name="numbers">The number of each source, which selects its random numbers in sampling; empty to use the sources' positions.</param>
    /// <param name="contextual">What each translator's encoder reads of language models, <c>[translators]</c>; empty if none reads any.</param>
    /// <param name="prefixes">The symbols with which each source's translations begin, by its position; null for none. They count in the score.</param>
    /// <returns>For each source, in the packed order, its translations, best first; valid until the next search.</returns>
    public IReadOnlyList<IReadOnlyList<Hypothesis>> Find(
        ReadOnlySpan<int> sources, PackedSteps steps, ReadOnlySpan<long> numbers = default, ReadOnlySpan<ContextualInput> contextual = default,
        IReadOnlyList<int[]>? prefixes = null)
    {
        Begin(sources, steps, contextual);
        _mask.Begin(prefixes);
        Number(steps.Sequences, numbers);
        for (_time = 0; _rows.Count > 0; _time++)
        {
            _tape.Reset();
            (Tensor<T> logits, Tensor<T> weights) = Step();
            _weights.Read(_tape.Backend, weights, _rows.Places.Span, steps, _options.NeedsWeights);
            _mask.Apply(_rows, _tree, _time);
            _choice.Read(_tape, logits);
            Choose(steps.Sequences, mustEnd: _time + 1 >= _options.MaxLength);
            (_rows, _next) = (_next, _rows);
        }

        for (int place = 0; place < steps.Sequences; place++) _ended[place].Sort((one, other) => other.Score.CompareTo(one.Score));
        return _ended;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TranslatorRun<T> run in _runs) run.Dispose();
        _tape.Dispose();
    }

    private void Begin(ReadOnlySpan<int> sources, PackedSteps steps, ReadOnlySpan<ContextualInput> contextual)
    {
        if (_places.Length < steps.Sequences) _places = [.. Enumerable.Range(0, 2 * steps.Sequences)];
        ReadOnlyMemory<int> places = _places.AsMemory(0, steps.Sequences);
        for (int run = 0; run < _runs.Length; run++) _runs[run].Begin(sources, steps, places, contextual.IsEmpty ? default : contextual[run]);
        _tree.Clear();
        _rows.Clear();
        while (_ended.Count < steps.Sequences) _ended.Add([]);
        if (_ended.Count > steps.Sequences) _ended.RemoveRange(steps.Sequences, _ended.Count - steps.Sequences);
        foreach (List<Hypothesis> ended in _ended) ended.Clear();
        int copies = _options.Sampling is null ? 1 : _options.Beam;
        for (int row = 0; row < copies * steps.Sequences; row++)
            _rows.Add(row / copies, _options.BeginId, origin: row / copies, HypothesisTree.Root, logProbability: 0, copy: row % copies);
    }

    private void Number(int sources, ReadOnlySpan<long> numbers)
    {
        if (_numbers.Length < sources) _numbers = new long[2 * sources];
        for (int place = 0; place < sources; place++) _numbers[place] = numbers.IsEmpty ? place : numbers[place];
    }

    /// <summary>The logits of all hypotheses' next symbols, and the attention weights of the first translator.</summary>
    private (Tensor<T> Logits, Tensor<T> Weights) Step()
    {
        PackedSteps steps = _steps.At(time: 0, _rows.Count);
        (Tensor<T> logits, Tensor<T> weights) = _runs[0].Step(_tape, _rows.Symbols, _rows.Origins, _rows.Places, steps);
        for (int translator = 1; translator < _runs.Length; translator++)
        {
            Tensor<T> others = _runs[translator].Step(_tape, _rows.Symbols, _rows.Origins, _rows.Places, steps).Logits;
            _tape.Backend.Map(default(Accumulate), logits, others, others);
        }

        if (_runs.Length > 1) logits = Mean(logits);
        return (logits, weights);
    }

    private Tensor<T> Mean(Tensor<T> sum)
    {
        Tensor<T> share = _tape.NewTensor(1, sum.Columns);
        _tape.Backend.Fill(share, T.One / T.CreateChecked(_runs.Length));
        return _tape.Scale(Variable<T>.Constant(sum), Variable<T>.Constant(share)).Value;
    }

    /// <summary>Chooses the hypotheses of the next step.</summary>
    private void Choose(int sources, bool mustEnd)
    {
        _next.Clear();
        int row = 0;
        for (int place = 0; place < sources; place++)
        {
            int first = row;
            while (row < _rows.Count && _rows.Places.Span[row] == place) row++;
            if (row == first) continue;
            CollectCandidates(first, row);
            foreach (Candidate candidate in _candidates) Extend(place, candidate, mustEnd);
        }
    }

    /// <summary>Collects the best candidates of a source, as many as its beam still holds; with sampling, one for each hypothesis.</summary>
    private void CollectCandidates(int first, int end)
    {
        _candidates.Clear();
        for (int row = first; row < end; row++) _choice.AddCandidates(row, _rows.LogProbabilityOf(row), CounterOf(row), _candidates);
        if (_options.Sampling is not null) return;

        // Compare has no ties: among equal probabilities the earlier row comes first, then the lower symbol id.
        _candidates.Sort(Compare);
        int width = _options.Beam - _ended[_rows.Places.Span[first]].Count;
        if (_candidates.Count > width) _candidates.RemoveRange(width, _candidates.Count - width);
    }

    /// <summary>The counter of the random numbers for a row. It depends on the source's number, not on its batch.</summary>
    private PhiloxWords CounterOf(int row)
    {
        long number = _numbers[_rows.Places.Span[row]];
        return new PhiloxWords((uint)_time, (uint)_rows.CopyOf(row), (uint)number, (uint)(number >> 32));
    }

    private static int Compare(Candidate one, Candidate other)
    {
        int byProbability = other.LogProbability.CompareTo(one.LogProbability);
        if (byProbability != 0) return byProbability;
        int byRow = one.Row.CompareTo(other.Row);
        return byRow != 0 ? byRow : one.Symbol.CompareTo(other.Symbol);
    }

    private void Extend(int place, Candidate candidate, bool mustEnd)
    {
        bool ends = candidate.Symbol == _options.EndId;
        int node = _tree.Add(candidate.Symbol, _rows.NodeOf(candidate.Row), _weights.Of(candidate.Row));
        if (ends || mustEnd) End(place, node, candidate.LogProbability, ends);
        else _next.Add(place, candidate.Symbol, candidate.Row, node, candidate.LogProbability, _rows.CopyOf(candidate.Row));
    }

    private void End(int place, int node, double logProbability, bool ends)
    {
        int[] path = _tree.PathTo(node);
        double score = _options.Score(logProbability, path.Length, _options.CoveragePenalty > 0 ? _tree.AttentionTo(node) : []);
        int[] symbols = ends ? path[..^1] : path;
        _ended[place].Add(new Hypothesis(symbols, logProbability, score, _options.WithWeights ? _tree.WeightsTo(node) : []) { IsCut = !ends });
    }
}
