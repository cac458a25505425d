using System.Globalization;
using Rnnctl.Inference.Translation;

namespace Rnnctl.Inference.Library;

/// <summary>
/// A trained translator. Any number of threads may call it at the same time; calls that run side by side, up to <see cref="ModelOptions.Threads"/>, do not wait
/// for each other, and a long list of texts is shared out among as many threads.
/// <code>
/// using var translator = Translator.Open("en-de");
/// string german = translator.Translate("two dogs run .").Text;
/// </code>
/// </summary>
public sealed class Translator : IDisposable
{
    // A search takes some milliseconds a sentence.
    private const int FewestSentences = 4;

    private readonly ModelPool<TranslatorModel, TranslatorWorker> _pool;

    private Translator(ModelPool<TranslatorModel, TranslatorWorker> pool) => _pool = pool;

    /// <summary>Opens a translator.</summary>
    /// <param name="path">The directory that <c>rnnctl train</c> wrote. It is read at once, and may change or vanish later.</param>
    /// <param name="options">How it computes; null for the defaults.</param>
    /// <exception cref="ModelException">The directory holds no translator, or a damaged one, or memory is short.</exception>
    public static Translator Open(string path, ModelOptions? options = null) => new(ModelPool<TranslatorModel, TranslatorWorker>.Open(
        path, options, typeof(Translator), FewestSentences, TranslatorModel.Load, model => new TranslatorWorker(model)));

    /// <summary>Translates a text.</summary>
    /// <param name="text">The text, in the form of the training data. Line breaks count as blanks; a blank text has an empty translation.</param>
    /// <param name="options">How translations are searched for; null for the defaults.</param>
    /// <param name="cancellation">Stops the call while it waits for a free thread.</param>
    /// <returns>The best translation.</returns>
    /// <exception cref="ArgumentException">
    /// The text has more than 10,000 symbols, or the coverage penalty needs attention that the translator lacks.
    /// </exception>
    /// <exception cref="ModelException">Memory is short.</exception>
    /// <exception cref="ObjectDisposedException">The translator was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Translation Translate(string text, TranslationOptions? options = null, CancellationToken cancellation = default) =>
        TranslateBest(text, count: 1, options, cancellation)[0];

    /// <summary>Translates texts, in batches.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">How translations are searched for; null for the defaults.</param>
    /// <param name="cancellation">Stops the call between two batches.</param>
    /// <returns>The best translation of each text.</returns>
    /// <exception cref="ArgumentException">
    /// A text is null, or has more than 10,000 symbols, or the coverage penalty needs attention that the translator lacks.
    /// </exception>
    /// <inheritdoc cref="Translate(string, TranslationOptions, CancellationToken)" path="/exception"/>
    public IReadOnlyList<Translation> Translate(IReadOnlyList<string> texts, TranslationOptions? options = null, CancellationToken cancellation = default)
    {
        Argument.RequireTexts(texts, nameof(texts));
        TranslationOptions chosen = options ?? new TranslationOptions();
        return _pool.RunAll(
            texts, (worker, portion) => (Translation[])[.. worker.Translate(portion, count: 1, chosen, cancellation).Select(best => best[0])], cancellation);
    }

    /// <summary>The best translations of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">How many, at most <see cref="TranslationOptions.Beam"/>.</param>
    /// <param name="options">How translations are searched for; null for the defaults.</param>
    /// <param name="cancellation">Stops the call while it waits for a free thread.</param>
    /// <returns>The translations, best first; fewer where the search finds fewer, and one of a blank text.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1 or above the beam.</exception>
    /// <inheritdoc cref="Translate(string, TranslationOptions, CancellationToken)" path="/exception"/>
    public IReadOnlyList<Translation> TranslateBest(
        string text, int count, TranslationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        TranslationOptions chosen = options ?? new TranslationOptions();
        Argument.InRange(count, least: 1, chosen.Beam, nameof(count));
        return _pool.Run(worker => worker.Translate([text], count, chosen, cancellation)[0], cancellation);
    }

    /// <summary>How probable the translator finds a translation of a text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="translation">The translation.</param>
    /// <param name="cancellation">Stops the call while it waits for a free thread.</param>
    /// <exception cref="ModelException">Memory is short.</exception>
    /// <exception cref="ObjectDisposedException">The translator was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public SentenceScore Score(string source, string translation, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(translation);
        return _pool.Run(worker => worker.Score([(source, translation)], cancellation)[0], cancellation);
    }

    /// <summary>How probable the translator finds translations of texts; in batches.</summary>
    /// <param name="sources">The texts.</param>
    /// <param name="translations">A translation of each.</param>
    /// <param name="cancellation">Stops the call between two batches.</param>
    /// <exception cref="ArgumentException">A text is null, or there are not as many translations as texts.</exception>
    /// <inheritdoc cref="Score(string, string, CancellationToken)" path="/exception"/>
    public IReadOnlyList<SentenceScore> Score(
        IReadOnlyList<string> sources, IReadOnlyList<string> translations, CancellationToken cancellation = default)
    {
        Argument.RequireTexts(sources, nameof(sources));
        Argument.RequireTexts(translations, nameof(translations));
        if (translations.Count != sources.Count)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"expected a translation of each of {sources.Count} texts, found {translations.Count}"),
                nameof(translations));
        }

        (string, string)[] pairs = [.. sources.Zip(translations)];
        return _pool.RunAll(pairs, (worker, portion) => worker.Score(portion, cancellation), cancellation);
    }

    /// <summary>Waits for the calls that run, and frees the memory.</summary>
    public void Dispose() => _pool.Dispose();
}
