using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Devices;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Translators;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Translation;

/// <summary>
/// Translates sentences with one or several translators, in batches of similar length, and keeps the translations in the sentences' own order. Its memory is
/// reused from call to call.
/// </summary>
public sealed class TranslatorRunner : IDisposable
{
    private readonly Backend<float> _backend;
    private readonly IReadOnlyList<Translator<float>> _translators;
    private readonly TranslationSearch<float> _search;
    private readonly BatchLimit _limit;
    private readonly TranslatorBatch _batch = new();
    private readonly List<IReadOnlyList<Hypothesis>> _translations = [];
    private readonly IReadOnlyList<ContextualReader?> _readers;
    private readonly ContextualInput[] _contextual;
    private readonly bool _weightsAreKept;
    private long[] _numbers = [];

    /// <summary>A runner of translators that have the same vocabularies.</summary>
    /// <param name="backend">What computes.</param>
    /// <param name="translators">The translators, at least one.</param>
    /// <param name="options">How translations are searched for.</param>
    /// <param name="limit">How large a batch may be.</param>
    /// <param name="readers">What gives each translator the vectors of language models, the caller's; null for one that reads none, or for all.</param>
    /// <param name="weightsAreKept">
    /// Whether the caller has promised the backend that the weights never change; otherwise the runner promises it for each run, and prepares them each time.
    /// </param>
    public TranslatorRunner(
        Backend<float> backend, IReadOnlyList<Translator<float>> translators, SearchOptions options, BatchLimit limit,
        IReadOnlyList<ContextualReader?>? readers = null, bool weightsAreKept = false)
    {
        _weightsAreKept = weightsAreKept;
        (_backend, _translators, _readers) = (backend, translators, readers ?? []);
        _contextual = new ContextualInput[_readers.Count];
        _search = new TranslationSearch<float>(backend, translators, options);
        _limit = limit;
    }

    /// <summary>Translates sentences.</summary>
    /// <param name="sources">The sentences, each with the end symbol; one without symbols has no translations.</param>
    /// <param name="first">The number of the first sentence. Sampling depends on it.</param>
    /// <param name="prefixes">The symbols with which each sentence's translations begin; null for none.</param>
    /// <param name="cancellation">Stops the run between two batches.</param>
    /// <returns>Each sentence's translations, best first; valid until the next call.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="DeviceMemoryException">A batch does not fit memory.</exception>
    public IReadOnlyList<IReadOnlyList<Hypothesis>> Run(
        EncodedSentences sources, long first = 0, IReadOnlyList<int[]>? prefixes = null, CancellationToken cancellation = default)
    {
        var plan = new BatchPlan(sources, _limit);
        plan.SortByLength();
        _translations.Clear();
        for (int sentence = 0; sentence < sources.Count; sentence++) _translations.Add([]);
        if (_weightsAreKept) RunBatches(sources, plan, first, prefixes, cancellation);
        else RunWithKeptWeights(sources, plan, first, prefixes, cancellation);
        return _translations;
    }

    /// <summary>Frees the search's memory; the translators belong to the caller.</summary>
    public void Dispose() => _search.Dispose();

    private void RunWithKeptWeights(
        EncodedSentences sources, BatchPlan plan, long first, IReadOnlyList<int[]>? prefixes, CancellationToken cancellation)
    {
        foreach (Translator<float> translator in _translators) translator.KeepWeights(_backend);
        try
        {
            RunBatches(sources, plan, first, prefixes, cancellation);
        }
        finally
        {
            _backend.ForgetKept();
        }
    }

    private void RunBatches(
        EncodedSentences sources, BatchPlan plan, long first, IReadOnlyList<int[]>? prefixes, CancellationToken cancellation)
    {
        for (int batch = 0; batch < plan.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            RunBatch(sources, plan[batch], first, prefixes);
        }
    }

    private void RunBatch(EncodedSentences sources, ReadOnlySpan<int> chosen, long first, IReadOnlyList<int[]>? prefixes)
    {
        _batch.FillSources(sources, chosen);
        for (int translator = 0; translator < _readers.Count; translator++)
        {
            if (_readers[translator] is not { } reader) continue;
            reader.Fill(sources, _batch);
            _contextual[translator] = _batch.Contextual;
        }

        if (_numbers.Length < chosen.Length) _numbers = new long[2 * chosen.Length];
        for (int place = 0; place < chosen.Length; place++) _numbers[place] = first + _batch.Packed.PairOfSource[place];
        int[][]? ofBatch = prefixes is null ? null : [.. Enumerable.Range(0, chosen.Length).Select(place => prefixes[_batch.Packed.PairOfSource[place]])];
        IReadOnlyList<IReadOnlyList<Hypothesis>> found = Find(chosen.Length, ofBatch);
        for (int place = 0; place < found.Count; place++) _translations[_batch.Packed.PairOfSource[place]] = [.. found[place]];
    }

    private IReadOnlyList<IReadOnlyList<Hypothesis>> Find(int sentences, int[][]? prefixes)
    {
        try
        {
            return _search.Find(_batch.Packed.SourceIds, _batch.SourceSteps, _numbers.AsSpan(0, sentences), _contextual, prefixes);
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(new BatchSize(sentences, _batch.Packed.SourceTokens, Predictions: 0), failure);
        }
    }
}
