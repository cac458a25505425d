using System.Globalization;
using Rnnctl.Compute.Backends;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Text;

namespace Rnnctl.Inference.Library;

/// <summary>
/// A trained tagger: it gives each token of a sentence a label. Any number of threads may call it at the same time; calls that run side by side, up to
/// <see cref="ModelOptions.Threads"/>, do not wait for each other, and a long list of sentences is shared out among as many threads. The intents of sentences,
/// which models of <c>train --intent</c> know, are left out.
/// <code>
/// using var tagger = Tagger.Open("slots");
/// IReadOnlyList&lt;string&gt; labels = tagger.Tag(["arrive", "Taipei", "on", "November", "2nd"]);   // O B-destination O B-date I-date
/// </code>
/// </summary>
public sealed class Tagger : IDisposable
{
    // Some milliseconds of work for a small model.
    private const int FewestSentences = 32;

    private readonly ModelPool<TaggerModel, TaggerWorker> _pool;

    private Tagger(ModelPool<TaggerModel, TaggerWorker> pool)
    {
        _pool = pool;
        var labels = new SymbolTable();
        _ = new GivenLabels(pool.Model.Labels, pool.Model.Configuration.Text.OutputScheme, labels);
        (Labels, LayerSizes) = (labels.Symbols, pool.Model.Architecture.EncoderWidths);
    }

    /// <summary>All labels that it can give.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The size of the vectors of each layer: of the input, which is layer 0, then of the recurrent layers.</summary>
    public IReadOnlyList<int> LayerSizes { get; }

    /// <summary>Opens a tagger.</summary>
    /// <param name="path">The directory that <c>rnnctl train</c> wrote. It is read at once, and may change or vanish later.</param>
    /// <param name="options">How it computes; null for the defaults.</param>
    /// <exception cref="ModelException">
    /// The directory holds no tagger, or a damaged one, or a tagger that reads features besides tokens, or memory is short.
    /// </exception>
    public static Tagger Open(string path, ModelOptions? options = null) => new(ModelPool<TaggerModel, TaggerWorker>.Open(
        path, options, typeof(Tagger), FewestSentences, Load, model => new TaggerWorker(model)));

    /// <summary>Labels a sentence.</summary>
    /// <param name="tokens">The tokens as the training data has them. Of more than 10,000 tokens the parts of that length are labelled independently.</param>
    /// <param name="cancellation">Stops the call while it waits for a free thread.</param>
    /// <returns>A label for each token.</returns>
    /// <exception cref="ArgumentException">A token is empty or null.</exception>
    /// <exception cref="ModelException">Memory is short.</exception>
    /// <exception cref="ObjectDisposedException">The tagger was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public IReadOnlyList<string> Tag(IReadOnlyList<string> tokens, CancellationToken cancellation = default)
    {
        Argument.RequireTokens(tokens, nameof(tokens));
        return _pool.Run(worker => worker.Tag([tokens], cancellation)[0], cancellation);
    }

    /// <summary>Labels sentences, in batches.</summary>
    /// <param name="sentences">The tokens of each sentence.</param>
    /// <param name="cancellation">Stops the call between two batches.</param>
    /// <returns>A label for each token of each sentence.</returns>
    /// <exception cref="ArgumentException">A sentence is null, or a token is empty or null.</exception>
    /// <exception cref="ModelException">Memory is short.</exception>
    /// <exception cref="ObjectDisposedException">The tagger was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public IReadOnlyList<IReadOnlyList<string>> Tag(IReadOnlyList<IReadOnlyList<string>> sentences, CancellationToken cancellation = default)
    {
        Argument.RequireSentences(sentences, nameof(sentences));
        return _pool.RunAll(sentences, (worker, portion) => worker.Tag(portion, cancellation), cancellation);
    }

    /// <summary>Labels a sentence, and says how probable each label is.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="cancellation">Stops the call while it waits for a free thread.</param>
    /// <returns>Each token with its label and the label's probability.</returns>
    /// <inheritdoc cref="Tag(IReadOnlyList{string}, CancellationToken)" path="/exception"/>
    public IReadOnlyList<TaggedToken> TagWithProbabilities(IReadOnlyList<string> tokens, CancellationToken cancellation = default)
    {
        Argument.RequireTokens(tokens, nameof(tokens));
        return _pool.Run(worker => worker.TagWithProbabilities([tokens], cancellation)[0], cancellation);
    }

    /// <summary>Labels sentences, in batches, and says how probable each label is.</summary>
    /// <param name="sentences">The tokens of each sentence.</param>
    /// <param name="cancellation">Stops the call between two batches.</param>
    /// <returns>Each token of each sentence with its label and the label's probability.</returns>
    /// <inheritdoc cref="Tag(IReadOnlyList{IReadOnlyList{string}}, CancellationToken)" path="/exception"/>
    public IReadOnlyList<IReadOnlyList<TaggedToken>> TagWithProbabilities(
        IReadOnlyList<IReadOnlyList<string>> sentences, CancellationToken cancellation = default)
    {
        Argument.RequireSentences(sentences, nameof(sentences));
        return _pool.RunAll(sentences, (worker, portion) => worker.TagWithProbabilities(portion, cancellation), cancellation);
    }

    /// <summary>The natural logarithm of the probability of labels, given the sentence.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="labels">A label for each token, in any scheme of spans that the tagger could have learnt from.</param>
    /// <param name="cancellation">Stops the call while it waits for a free thread.</param>
    /// <returns>The logarithm; -∞ if training did not see one of the labels.</returns>
    /// <exception cref="ArgumentException">A token or label is empty or null, or there are not as many labels as tokens.</exception>
    /// <exception cref="ModelException">Memory is short.</exception>
    /// <exception cref="ObjectDisposedException">The tagger was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public double Score(IReadOnlyList<string> tokens, IReadOnlyList<string> labels, CancellationToken cancellation = default)
    {
        Argument.RequireTokens(tokens, nameof(tokens));
        Argument.RequireTokens(labels, nameof(labels));
        if (labels.Count != tokens.Count)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"expected a label for each of {tokens.Count} tokens, found {labels.Count}"), nameof(labels));
        }

        return _pool.Run(worker => tokens.Count == 0 ? 0 : worker.Score(tokens, labels), cancellation);
    }

    /// <summary>The vectors that a layer computes for the tokens of a sentence.</summary>
    /// <param name="tokens">The tokens. A sentence of more than some thousand tokens is embedded in parts.</param>
    /// <param name="layer">The layer, 0 for the input; null for the last.</param>
    /// <param name="cancellation">Stops the call while it waits for a free thread.</param>
    /// <returns>A vector of <see cref="LayerSizes"/> numbers for each token.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tagger does not have the layer.</exception>
    /// <inheritdoc cref="Tag(IReadOnlyList{string}, CancellationToken)" path="/exception"/>
    public IReadOnlyList<ReadOnlyMemory<float>> Embed(IReadOnlyList<string> tokens, int? layer = null, CancellationToken cancellation = default)
    {
        Argument.RequireTokens(tokens, nameof(tokens));
        int chosen = Argument.Layer(layer, LayerSizes);
        return _pool.Run(worker => worker.Embed([tokens], chosen, cancellation)[0], cancellation);
    }

    /// <summary>The vectors that a layer computes for the tokens of sentences, in batches.</summary>
    /// <param name="sentences">The tokens of each sentence.</param>
    /// <param name="layer">The layer, 0 for the input; null for the last.</param>
    /// <param name="cancellation">Stops the call between two batches.</param>
    /// <returns>A vector for each token of each sentence.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tagger does not have the layer.</exception>
    /// <inheritdoc cref="Tag(IReadOnlyList{IReadOnlyList{string}}, CancellationToken)" path="/exception"/>
    public IReadOnlyList<IReadOnlyList<ReadOnlyMemory<float>>> Embed(
        IReadOnlyList<IReadOnlyList<string>> sentences, int? layer = null, CancellationToken cancellation = default)
    {
        Argument.RequireSentences(sentences, nameof(sentences));
        int chosen = Argument.Layer(layer, LayerSizes);
        return _pool.RunAll(sentences, (worker, portion) => worker.Embed(portion, chosen, cancellation), cancellation);
    }

    /// <summary>Waits for the calls that run, and frees the memory.</summary>
    public void Dispose() => _pool.Dispose();

    private static TaggerModel Load(ModelDirectory directory, Backend<float> backend)
    {
        string features = TaggerModel.ReadConfiguration(directory).Text.Features;
        if (features.Length > 0)
            throw new InputException($"{directory.Path}: the model reads the features {features} besides tokens, which the library cannot give it");
        return TaggerModel.Load(directory, backend);
    }
}
