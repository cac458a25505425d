using Rnnctl.Files;
using Rnnctl.Inference.Translation;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Score;

/// <summary>
/// Scores pairs by a translator as they arrive: answers at once on a slow input, works in batches on a fast one, and holds at most one portion in memory.
/// </summary>
/// <param name="model">The translator.</param>
/// <param name="withSymbols">Whether the score of each symbol of the target is written.</param>
/// <param name="writer">Writes the scores.</param>
/// <param name="console">Flushed before waiting for input.</param>
internal sealed class PairScoring(TranslatorModel model, bool withSymbols, ScoreWriter writer, ToolConsole console) : IDisposable
{
    private const int PairsAtOnce = 4096;
    private const int CharactersAtOnce = 1 << 20;

    private readonly PairScorer _scorer = new(model, model.Configuration.Training.BatchLimit());
    private SentencePairs _pairs = new();

    /// <summary>The symbols of all inputs, and those that are unknown.</summary>
    public UnknownSides Unknown { get; } = UnknownSides.Of(model.Text);

    /// <summary>Scores all pairs of one input.</summary>
    /// <exception cref="InputException">A line is not UTF-8 text or malformed.</exception>
    public void Score(PairLines lines, CancellationToken cancellation)
    {
        var portions = new FilterPortions(() => Read(lines), () => _pairs.Count > 0);
        while (portions.Next())
        {
            _scorer.Run(TranslationData.Of(_pairs, model.Text, maxLength: 0, Unknown).Encoded, cancellation: cancellation);
            for (int pair = 0; pair < _pairs.Count; pair++) writer.Write(ResultOf(pair));
            if (!lines.HasBufferedPair) console.Output.Flush();
        }
    }

    public void Dispose() => _scorer.Dispose();

    private bool Read(PairLines lines)
    {
        _pairs = new SentencePairs();
        int characters = 0;
        while (_pairs.Count < PairsAtOnce
            && characters < CharactersAtOnce
            && (_pairs.Count == 0 || lines.HasBufferedPair)
            && lines.TryRead(out string source, out string target))
        {
            _pairs.Add(source, target);
            characters += source.Length + target.Length;
        }

        return _pairs.Count > 0;
    }

    private ScoreResult ResultOf(int pair)
    {
        ReadOnlySpan<float> surprisals = _scorer.SurprisalsOf(pair);
        double sum = 0;
        foreach (float surprisal in surprisals) sum -= surprisal;
        return new ScoreResult(sum)
        {
            Symbols = withSymbols ? ScoreWriter.Symbols([.. model.Text.Target.Symbols(_pairs.Targets[pair]), Vocabulary.End], surprisals) : null,
        };
    }
}
