using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;

namespace Rnnctl.Models.Decoding;

/// <summary>
/// Draws texts from a language model, symbol by symbol from the softmax of its first direction's logits. The random numbers of a text depend on the seed and
/// on the text's number alone.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class TextSampler<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Backend<T> _backend;
    private readonly LanguageModel<T> _model;
    private readonly SearchOptions _options;
    private readonly TokenSpelling? _spelling;
    private readonly SymbolChoice<T> _choice;
    private readonly Tape<T> _tape;
    private readonly PackedSteps _steps = new();
    private readonly List<Candidate> _drawn = [];

    /// <summary>Creates a sampler.</summary>
    /// <param name="backend">The device that computes.</param>
    /// <param name="model">The language model.</param>
    /// <param name="options">How to draw: its sampling settings, the begin and end symbols, and the most symbols of a text.</param>
    /// <param name="spelling">Spells the symbols for a model that reads characters; null for others.</param>
    /// <exception cref="ArgumentException">The options have no sampling settings.</exception>
    public TextSampler(Backend<T> backend, LanguageModel<T> model, SearchOptions options, TokenSpelling? spelling = null)
    {
        if (options.Sampling is null) throw new ArgumentException("expected sampling settings", nameof(options));
        (_backend, _model, _options, _spelling) = (backend, model, options, spelling);
        _choice = new SymbolChoice<T>(options, new SymbolMask(options));
        _tape = new Tape<T>(backend, recording: false);
    }

    /// <summary>Draws texts, all from one beginning, which is read first.</summary>
    /// <param name="prompt">The symbols of the beginning, without the begin symbol; may be empty. Where the model reads characters, they may be any that can be
    /// spelled.</param>
    /// <param name="first">The number of the first text, which selects its random numbers.</param>
    /// <param name="count">The number of texts, at least 1; they are drawn side by side.</param>
    /// <param name="cancellation">Ends the drawing between two symbols.</param>
    /// <returns>The texts, without their beginning.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="Compute.Devices.DeviceMemoryException">So many texts do not fit memory.</exception>
    public IReadOnlyList<DrawnText> Draw(ReadOnlySpan<int> prompt, long first, int count, CancellationToken cancellation = default)
    {
        List<int>[] texts = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        double[] logProbabilities = new double[count];
        var ended = new bool[count];
        using var states = new StreamStates<T>(_backend, _model.Architecture, count);
        _model.KeepWeights(_backend);
        try
        {
            int[] tokens = Beginning(prompt, count);
            for (int time = 0; time < _options.MaxLength && ended.Contains(false); time++)
            {
                cancellation.ThrowIfCancellationRequested();
                tokens = Next(tokens, states, time, first, count);
                Extend(texts, logProbabilities, ended);
            }
        }
        finally
        {
            _backend.ForgetKept();
        }

        return [.. texts.Zip(logProbabilities, (symbols, logProbability) => new DrawnText(symbols, logProbability))];
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _tape.Dispose();

    /// <summary>The begin symbol and the prompt of each text, in packed order.</summary>
    private int[] Beginning(ReadOnlySpan<int> prompt, int count)
    {
        int[] symbols = [_options.BeginId, .. prompt];
        return [.. symbols.SelectMany(symbol => Enumerable.Repeat(symbol, count))];
    }

    /// <summary>Reads a window of tokens and draws the symbol that follows it in each text. Texts that have ended go on unseen.</summary>
    private int[] Next(int[] tokens, StreamStates<T> states, int time, long first, int count)
    {
        _tape.Reset();
        int[] lengths = new int[count];
        Array.Fill(lengths, tokens.Length / count);
        _steps.Assign(lengths);
        SpelledWords words = _spelling is null ? default : _spelling(tokens);
        _choice.Read(_tape, _model.NextLogits(_tape, new LanguageModelInput(tokens, _steps, isFirst: time == 0) { Words = words }, states));
        _drawn.Clear();
        for (int text = 0; text < count; text++)
        {
            ulong number = (ulong)(first + text);
            _choice.AddCandidates(text, logProbability: 0, new PhiloxWords((uint)time, 0, (uint)number, (uint)(number >> 32)), _drawn);
        }

        return [.. _drawn.Select(candidate => candidate.Symbol)];
    }

    /// <summary>Adds the drawn symbols to the texts that have not ended.</summary>
    private void Extend(List<int>[] texts, double[] logProbabilities, bool[] ended)
    {
        for (int text = 0; text < texts.Length; text++)
        {
            if (ended[text]) continue;
            (_, int symbol, double logProbability) = _drawn[text];
            logProbabilities[text] += logProbability;
            ended[text] = symbol == _options.EndId;
            if (!ended[text]) texts[text].Add(symbol);
        }
    }
}
