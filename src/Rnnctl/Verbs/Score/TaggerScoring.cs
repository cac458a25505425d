using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Score;

/// <summary>
/// Scores the labels of sentences by a tagger as they arrive: answers at once on a slow input whose format is given, works in batches on a fast one, and holds
/// at most one portion in memory. A malformed line ends it, and the sentences before that line are scored.
/// </summary>
/// <param name="model">The tagger.</param>
/// <param name="withSymbols">Whether the score of each label is written.</param>
/// <param name="writer">Writes the scores.</param>
/// <param name="console">Flushed after each portion.</param>
internal sealed class TaggerScoring(TaggerModel model, bool withSymbols, ScoreWriter writer, ToolConsole console) : IDisposable
{
    private readonly TaggerRunner _runner = new(model, withSurprisals: true);
    private readonly UnknownSymbols _unknown = new(model.Tokens);
    private int _unseen;

    /// <summary>Scores all inputs.</summary>
    /// <exception cref="InputException">A line is malformed, or an option is of no use.</exception>
    public static void Run(ModelDirectory directory, ScoreRequest request, ScoreWriter writer, ToolConsole console, CancellationToken cancellation)
    {
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TaggerModel model = TaggerModel.Load(directory, backend);
        if (request.Words && model.Tagger.DecodingChain is not null)
        {
            string chain = model.Architecture.Crf ? "conditional random field" : "label model";
            throw new InputException($"--words is of no use with {request.Model}: its {chain} scores the labels of a sentence together");
        }

        directory.Dispose(); // The input may be slow; do not keep the model's files open meanwhile.
        CorpusLayout layout = request.Corpus.Over(model.Configuration, console);
        model.KeepWeights();
        using var scoring = new TaggerScoring(model, request.Words, writer, console);
        IReadOnlyList<string> files = request.Files.Count == 0 ? [StandardInput.Path] : request.Files;
        try
        {
            CorpusReader.ReadPortions(files, layout, console.Note, portion => scoring.Score(portion, cancellation));
        }
        finally
        {
            scoring.NoteUnknown();
        }
    }

    public void Dispose() => _runner.Dispose();

    private void Score(LabelledCorpus gold, CancellationToken cancellation)
    {
        TaggingData data = TaggingData.Of(gold, model.Vocabularies, model.Configuration.Text);
        var plan = new BatchPlan(data.Encoded, BatchLimit.OfSentences(model.Configuration.Training.BatchSize));
        plan.SortByLength();
        _runner.Run(data.Encoded, plan, cancellation: cancellation);
        for (int sentence = 0; sentence < gold.Sentences; sentence++) writer.Write(ResultOf(data, sentence));
        console.Output.Flush();
        _unseen += data.Encoded.UnseenLabels;
        _unknown.Add(UnknownSymbols.Of(gold, model.Tokens));
    }

    private void NoteUnknown()
    {
        if (_unseen > 0) console.Note($"{Plural.Of(_unseen, "token")} with a label that the training data did not have, whose probability is 0");
        UnknownReport.NoteAny(_unknown, "tokens", console);
    }

    private ScoreResult ResultOf(TaggingData data, int sentence)
    {
        ReadOnlySpan<int> labels = data.Encoded.LabelsOf(sentence);
        double sum = labels.Contains(-1) ? double.NegativeInfinity : _runner.LogProbabilityOf(sentence);
        return new ScoreResult(sum) { Symbols = withSymbols ? Symbols(data, _runner.SurprisalsOf(sentence), sentence) : null };
    }

    private static ScoredSymbol[] Symbols(TaggingData data, ReadOnlySpan<float> surprisals, int sentence)
    {
        ReadOnlySpan<int> gold = data.Gold.LabelsOf(sentence), labels = data.Encoded.LabelsOf(sentence);
        var symbols = new ScoredSymbol[gold.Length];
        for (int token = 0; token < symbols.Length; token++)
            symbols[token] = new ScoredSymbol(data.Gold.LabelSymbols[gold[token]], labels[token] < 0 ? double.NegativeInfinity : -surprisals[token]);
        return symbols;
    }
}
