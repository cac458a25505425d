using Rnnctl.Inference.LanguageModels;

namespace Rnnctl.Inference.Library;

/// <summary>
/// A trained language model: it says how probable a sentence is, and gives each word a vector in its sentence. Any number of threads may call it at the same
/// time; calls that run side by side, up to <see cref="ModelOptions.Threads"/>, do not wait for each other, and a long list of sentences is shared out among as
/// many threads.
/// <code>
/// using var model = LanguageModel.Open("lm");
/// double logProbability = model.Score("two dogs play").LogProbability;
/// IReadOnlyList&lt;ReadOnlyMemory&lt;float&gt;&gt; vectors = model.Embed(["two", "dogs", "play"]);
/// </code>
/// </summary>
public sealed class LanguageModel : IDisposable
{
    // Some milliseconds of work for a small model.
    private const int FewestSentences = 32;

    private readonly ModelPool<TrainedLanguageModel, LanguageModelWorker> _pool;

    private LanguageModel(ModelPool<TrainedLanguageModel, LanguageModelWorker> pool)
    {
        _pool = pool;
        LayerSizes = pool.Model.Architecture.ContextualWidths;
    }

    /// <summary>The size of the vectors of each layer: of the input, which is layer 0, then of the recurrent layers, all directions together.</summary>
    public IReadOnlyList<int> LayerSizes { get; }

    /// <summary>Opens a language model.</summary>
    /// <param name="path">The directory that <c>rnnctl train</c> or <c>rnnctl import</c> wrote. It is read at once, and may change or vanish later.</param>
    /// <param name="options">How it computes; null for the defaults.</param>
    /// <exception cref="ModelException">The directory holds no language model, or a damaged one, or memory is short.</exception>
    public static LanguageModel Open(string path, ModelOptions? options = null) => new(ModelPool<TrainedLanguageModel, LanguageModelWorker>.Open(
        path, options, typeof(LanguageModel), FewestSentences, TrainedLanguageModel.Load, model => new LanguageModelWorker(model, path)));

    /// <summary>How probable the model finds a sentence.</summary>
    /// <param name="sentence">The sentence, with blanks between its words; it may have none.</param>
    /// <param name="cancellation">Stops the call while it waits for a free thread.</param>
    /// <exception cref="ModelException">The model has no output layer, so that it only embeds; or memory is short.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public SentenceScore Score(string sentence, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        return _pool.Run(worker => worker.Score([sentence], cancellation)[0], cancellation);
    }

    /// <summary>How probable the model finds sentences; in batches.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="cancellation">Stops the call between two batches.</param>
    /// <inheritdoc cref="Score(string, CancellationToken)" path="/exception"/>
    public IReadOnlyList<SentenceScore> Score(IReadOnlyList<string> sentences, CancellationToken cancellation = default)
    {
        Argument.RequireTexts(sentences, nameof(sentences));
        return _pool.RunAll(sentences, (worker, portion) => worker.Score(portion, cancellation), cancellation);
    }

    /// <summary>The vectors that a layer computes for the words of a sentence (Peters et al. 2018); of two directions the forward one comes first.</summary>
    /// <param name="tokens">The words. A sentence of more than some thousand words is embedded in parts.</param>
    /// <param name="layer">The layer, 0 for the input; null for the last.</param>
    /// <param name="cancellation">Stops the call while it waits for a free thread.</param>
    /// <returns>A vector of <see cref="LayerSizes"/> numbers for each word.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The model does not have the layer.</exception>
    /// <exception cref="ArgumentException">A word is empty or null.</exception>
    /// <exception cref="ModelException">Memory is short.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public IReadOnlyList<ReadOnlyMemory<float>> Embed(IReadOnlyList<string> tokens, int? layer = null, CancellationToken cancellation = default)
    {
        Argument.RequireTokens(tokens, nameof(tokens));
        int chosen = Argument.Layer(layer, LayerSizes);
        return _pool.Run(worker => worker.Embed([tokens], chosen, cancellation)[0], cancellation);
    }

    /// <summary>The vectors that a layer computes for the words of sentences, in batches.</summary>
    /// <param name="sentences">The words of each sentence.</param>
    /// <param name="layer">The layer, 0 for the input; null for the last.</param>
    /// <param name="cancellation">Stops the call between two batches.</param>
    /// <returns>A vector for each word of each sentence.</returns>
    /// <inheritdoc cref="Embed(IReadOnlyList{string}, int?, CancellationToken)" path="/exception"/>
    public IReadOnlyList<IReadOnlyList<ReadOnlyMemory<float>>> Embed(
        IReadOnlyList<IReadOnlyList<string>> sentences, int? layer = null, CancellationToken cancellation = default)
    {
        Argument.RequireSentences(sentences, nameof(sentences));
        int chosen = Argument.Layer(layer, LayerSizes);
        return _pool.RunAll(sentences, (worker, portion) => worker.Embed(portion, chosen, cancellation), cancellation);
    }

    /// <summary>Waits for the calls that run, and frees the memory.</summary>
    public void Dispose() => _pool.Dispose();
}
