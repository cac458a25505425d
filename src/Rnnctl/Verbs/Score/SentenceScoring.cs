using Rnnctl.Files;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Terminal;
using Rnnctl.Text;
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
    private const int LinesAtOnce = 4096;
    private const int CharactersAtOnce = 1 << 18;

    private readonly SentenceScorer _scorer = new(model);
    private readonly List<string> _lines = [];
    private readonly List<IReadOnlyList<string>> _words = [];

    /// <summary>Scores all lines of one input.</summary>
    /// <exception cref="InputException">A line is not UTF-8 text.</exception>
    public void Score(LineReader lines, CancellationToken cancellation)
    {
        var portions = new FilterPortions(() => Read(lines), () => _lines.Count > 0);
        while (portions.Next())
        {
            _scorer.Run(_words, cancellation);
            for (int line = 0; line < _lines.Count; line++) writer.Write(ResultOf(line));
            if (!lines.HasBufferedLine) console.Output.Flush();
        }
    }

    public void Dispose() => _scorer.Dispose();

    private bool Read(LineReader lines)
    {
        _lines.Clear();
        _words.Clear();
        int characters = 0;
        while (_lines.Count < LinesAtOnce
            && characters < CharactersAtOnce
            && (_lines.Count == 0 || lines.HasBufferedLine)
            && lines.TryRead(out ReadOnlySpan<char> line))
        {
            _lines.Add(line.ToString());
            _words.Add([.. model.Text.Words(line).Select(word => word.Text)]);
            characters += line.Length;
        }

        return _lines.Count > 0;
    }

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
        IReadOnlyList<string> symbols = model.Text.Symbols(_lines[line]);
        ReadOnlySpan<float> surprisals = _scorer.SurprisalsOf(0, line);
        if (model.Architecture.Direction != LanguageModelDirection.Backward) return ScoreWriter.Symbols([.. symbols, Vocabulary.End], surprisals);
        float[] inOrder = surprisals.ToArray();
        Array.Reverse(inOrder);
        return ScoreWriter.Symbols([Vocabulary.Begin, .. symbols], inOrder);
    }
}
