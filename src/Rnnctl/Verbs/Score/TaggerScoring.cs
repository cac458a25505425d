using System.Runtime.ExceptionServices;
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
/// Scores the labels of sentences by a tagger. The input is read to its end first, since its format and its labels' scheme show in all of it. A malformed line
/// ends it, and the sentences before that line are scored.
/// </summary>
internal static class TaggerScoring
{
    public static void Run(ModelDirectory directory, ScoreRequest request, ScoreWriter writer, ToolConsole console, CancellationToken cancellation)
    {
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TaggerModel model = TaggerModel.Load(directory, backend);
        if (request.Words && model.Tagger.Chain is not null)
            throw new InputException($"--words is of no use with {request.Model}: its conditional random field scores the labels of a sentence together");
        ExceptionDispatchInfo? mistake = null;
        CorpusLayout layout = request.Corpus.Over(model.Configuration, console);
        LabelledCorpus gold = Read(request.Files, layout, console, ended => mistake = ExceptionDispatchInfo.Capture(ended));
        TaggingData data = TaggingData.Of(gold, model.Vocabularies, model.Configuration.Text);
        if (data.Encoded.UnseenLabels is > 0 and int unseen)
            console.Note($"{Plural.Of(unseen, "token")} with a label that the training data did not have, whose probability is 0");
        UnknownReport.NoteAny(UnknownSymbols.Of(gold, model.Tokens), "tokens", console);

        model.KeepWeights();
        using var runner = new TaggerRunner(model, withSurprisals: true);
        var plan = new BatchPlan(data.Encoded, BatchLimit.OfSentences(model.Configuration.Training.BatchSize));
        plan.SortByLength();
        runner.Run(data.Encoded, plan, cancellation: cancellation);
        for (int sentence = 0; sentence < gold.Sentences; sentence++) writer.Write(ResultOf(data, runner, sentence, request.Words));
        mistake?.Throw();
    }

    private static LabelledCorpus Read(IReadOnlyList<string> files, CorpusLayout layout, ToolConsole console, Action<InputException> ended) => files.Count == 0
        ? CorpusReader.Read(new LineReader(console.OpenInput(), "standard input"), layout, console.Note, ended)
        : CorpusReader.Read(files, layout, console.Note, ended);

    private static ScoreResult ResultOf(TaggingData data, TaggerRunner runner, int sentence, bool withSymbols)
    {
        ReadOnlySpan<int> labels = data.Encoded.LabelsOf(sentence);
        double sum = labels.Contains(-1) ? double.NegativeInfinity : runner.LogProbabilityOf(sentence);
        return new ScoreResult(sum) { Symbols = withSymbols ? Symbols(data, runner.SurprisalsOf(sentence), sentence) : null };
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
