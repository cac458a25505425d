using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Reports;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Report;

/// <summary>Finds the sentences with the largest mean of -log p over their symbols and directions. It reads some at a time and keeps the worst.</summary>
/// <param name="model">The language model.</param>
internal sealed class LeastProbableSentences(TrainedLanguageModel model) : IDisposable
{
    private const int Most = 10;
    private const int SentencesAtOnce = 4096;
    private const string ShownBlank = "␣";

    private readonly SentenceScorer _scorer = new(model);
    private readonly SentenceBuffer _buffer = new();
    private readonly PriorityQueue<ScoredSentence, double> _worst = new();

    /// <summary>Scores the sentences of a file; blank lines are none.</summary>
    /// <exception cref="InputException">A line is not UTF-8 text.</exception>
    public void Read(LineReader lines, CancellationToken cancellation)
    {
        for (long first = 1; _buffer.Read(lines, SentencesAtOnce); first = lines.LineNumber + 1)
        {
            string[][] words = [.. Enumerable.Range(0, _buffer.Sentences).Select(sentence => _buffer[sentence].ToStrings())];
            _scorer.Run(words, cancellation);
            for (int line = 0; line < words.Length; line++)
            {
                double loss = LossOf(line);
                if (words[line].Length > 0 && IsAmongWorst(loss)) Keep(Scored($"{lines.Name}:{first + line}", words[line], line, loss));
            }
        }
    }

    /// <summary>The worst sentences so far, the worst first.</summary>
    public IReadOnlyList<ScoredSentence> Found() => [.. _worst.UnorderedItems.OrderByDescending(one => one.Priority).Select(one => one.Element)];

    /// <inheritdoc/>
    public void Dispose() => _scorer.Dispose();

    private double LossOf(int line)
    {
        double sum = 0;
        for (int direction = 0; direction < model.Architecture.Directions; direction++) sum -= _scorer.LogProbabilityOf(direction, line);
        return sum / (model.Architecture.Directions * _scorer.SurprisalsOf(0, line).Length);
    }

    private bool IsAmongWorst(double loss) => _worst.Count < Most || (_worst.TryPeek(out _, out double least) && loss > least);

    private void Keep(ScoredSentence sentence)
    {
        _worst.Enqueue(sentence, sentence.Loss);
        if (_worst.Count > Most) _worst.Dequeue();
    }

    private ScoredSentence Scored(string place, string[] words, int line, double loss)
    {
        bool areCharacters = model.Text.Unit == TextUnit.Characters;
        IReadOnlyList<string> symbols = model.Text.Symbols(string.Join(' ', words));
        if (areCharacters) symbols = [.. symbols.Select(symbol => symbol == Vocabulary.Space ? ShownBlank : symbol)];
        IReadOnlyList<(string Name, IReadOnlyList<ScoredSymbol> Symbols)> directions = model.Architecture.Direction switch
        {
            LanguageModelDirection.Forward => [Forward(symbols, _scorer.SurprisalsOf(0, line))],
            LanguageModelDirection.Backward => [Backward(symbols, _scorer.SurprisalsOf(0, line))],
            _ => [Forward(symbols, _scorer.SurprisalsOf(0, line)), Backward(symbols, _scorer.SurprisalsOf(1, line))],
        };
        return new ScoredSentence(place, directions, areCharacters ? "" : " ", loss);
    }

    private static (string Name, IReadOnlyList<ScoredSymbol> Symbols) Forward(IReadOnlyList<string> symbols, ReadOnlySpan<float> surprisals) =>
        ("forward", ScoredSymbol.Join([.. symbols, Vocabulary.End], surprisals));

    /// <summary>The backward direction begins with the last symbol.</summary>
    private static (string Name, IReadOnlyList<ScoredSymbol> Symbols) Backward(IReadOnlyList<string> symbols, ReadOnlySpan<float> surprisals)
    {
        float[] inOrder = surprisals.ToArray();
        Array.Reverse(inOrder);
        return ("backward", ScoredSymbol.Join([Vocabulary.Begin, .. symbols], inOrder));
    }
}
