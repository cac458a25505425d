using Rnnctl.Files;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Score;

/// <summary>
/// Scores lines by a language model as they arrive: answers at once on a slow input, works in batches on a fast one, and holds at most one portion in memory.
/// A blank line is the sentence without words.
/// </summary>
/// <param name="model">The language model.</param>
/// <param name="withSymbols">Whether the score of each symbol is written.</param>
/// <param name="writer">Writes the scores.</param>
/// <param name="console">Flushed before waiting for input.</param>
internal sealed class SentenceScoring(TrainedLanguageModel model, bool withSymbols, ScoreWriter writer, ToolConsole console) : IDisposable
{
    private const int SentencesAtOnce = 4096;

    private readonly SentenceScorer _scorer = new(model);
    private readonly SentenceBuffer _sentences = new();
    private string[][] _words = [];

    /// <summary>The symbols of all inputs, and those that are unknown.</summary>
    public UnknownSymbols Unknown { get; } = new(model.Text);

    /// <summary>Scores all lines of one input.</summary>
    /// <exception cref="InputException">A line is not UTF-8 text.</exception>
    public void Score(LineReader lines, CancellationToken cancellation)
    {
        var portions = new FilterPortions(() => _sentences.Read(lines, SentencesAtOnce), () => _sentences.Sentences > 0);
        while (portions.Next())
        {
            _words = [.. Enumerable.Range(0, _sentences.Sentences).Select(sentence => _sentences[sentence].ToStrings())];
            foreach (string word in _words.SelectMany(words => words)) Unknown.AddWord(word);
            _scorer.Run(_words, cancellation);
            for (int line = 0; line < _words.Length; line++) writer.Write(ResultOf(line));
            if (!lines.HasBufferedLine) console.Output.Flush();
        }
    }

    public void Dispose() => _scorer.Dispose();

    private ScoreResult ResultOf(int line)
    {
        double first = _scorer.LogProbabilityOf(0, line);
        IReadOnlyList<ScoredSymbol>? symbols = withSymbols ? SymbolsOf(line) : null;
        if (model.Architecture.Direction != LanguageModelDirection.Both) return new ScoreResult(first) { Symbols = symbols };
        return new ScoreResult(first)
        {
            ForwardLogProbability = first,
            BackwardLogProbability = _scorer.LogProbabilityOf(1, line),
            Symbols = symbols,
        };
    }

    /// <summary>The symbols in the order of the text, with the end symbol or, of a backward model, the begin symbol.</summary>
    private IReadOnlyList<ScoredSymbol> SymbolsOf(int line)
    {
        IReadOnlyList<string> symbols = model.Text.Symbols(string.Join(' ', _words[line]));
        ReadOnlySpan<float> surprisals = _scorer.SurprisalsOf(0, line);
        if (model.Architecture.Direction != LanguageModelDirection.Backward) return ScoreWriter.Symbols([.. symbols, Vocabulary.End], surprisals);
        float[] inOrder = surprisals.ToArray();
        Array.Reverse(inOrder);
        return ScoreWriter.Symbols([Vocabulary.Begin, .. symbols], inOrder);
    }
}
