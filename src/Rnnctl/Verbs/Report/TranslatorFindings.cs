using System.Diagnostics;
using System.Xml.Linq;
using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Translators;
using Rnnctl.Options;
using Rnnctl.Reports;
using Rnnctl.Terminal;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Metrics;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Report;

/// <summary>Runs a translator on sentences and their translations.</summary>
internal static class TranslatorFindings
{
    private const int MostPairs = 10;
    private const int MostPictures = 4;

    // A longer sentence makes a picture that nobody reads.
    private const int MostWordsOfPicture = 20;

    public static Findings Of(ModelDirectory directory, ReportRequest request, ToolConsole console, CancellationToken cancellation)
    {
        (_, TranslatorText text) = TranslatorModel.ReadDescription(directory);
        if (request.Files.Count == 0) return Findings.None;
        SentencePairs gold = PairReader.Read(request.Files, keepEmpty: true, console.Note);
        TranslationData data = TranslationData.Of(gold, text, maxLength: 0);
        if (text.ScoreCaution is { } caution) console.Warn(caution);
        UnknownReport.Warn(data.Unknown.Source, "source symbols", data.Unknown.Target, console);
        UnknownReport.Warn(data.Unknown.Target, "target symbols", data.Unknown.Source, console);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TranslatorModel model = TranslatorModel.Load(directory, backend);
        BeamOptions.RequireAttention(request.Beam.OptionOfAttention, directory.Path, model.Architecture);
        using var evaluator = new TranslatorEvaluator(model, data, model.Configuration.Training.BatchLimit(), request.Beam.Search);
        double loss = evaluator.MeanLoss();
        cancellation.ThrowIfCancellationRequested();
        var clock = Stopwatch.StartNew();
        IReadOnlyList<string> translations = evaluator.Translate();
        double seconds = clock.Elapsed.TotalSeconds;
        (BleuScore bleu, ChrfScore chrf) = evaluator.Score(translations);
        TranslatedPair[] worst = [.. WorstPairs(data, evaluator, translations, text)];
        XElement[] attention = model.Architecture.Attention == AttentionKind.None ? [] : AttentionOf(model, gold, request.Beam.Search);
        string cut = evaluator.CutPairs.Count == 0 ? "" : $"{Plural.Of(evaluator.CutPairs.Count, "translation")} cut at {request.Beam.MaxLength} symbols";
        return new Findings
        {
            Facts =
            [
                new("BLEU", Amount.Fixed(bleu.Score, 2), "of these files"),
                new("chrF2", Amount.Fixed(chrf.Score, 2), $"perplexity {Amount.Fixed(Math.Exp(loss), 3)}"),
            ],
            Data =
            [
                new("Sources", gold.Count, data.Unknown.Source.Symbols, "symbols", data.Unknown.Source.Share),
                new("References", gold.Count, data.Unknown.Target.Symbols, "symbols", data.Unknown.Target.Share),
            ],
            Sections = [TranslationSections.Scores(bleu, chrf, loss, cut), TranslationSections.Errors(worst), .. attention],
            Speed = MeasuredSpeed.Of($"Translating these files, beam {request.Beam.Beam}", backend, data.Unknown.Source.Symbols, seconds),
        };
    }

    private static IEnumerable<TranslatedPair> WorstPairs(
        TranslationData data, TranslatorEvaluator evaluator, IReadOnlyList<string> translations, TranslatorText text)
    {
        double[] losses = [.. Enumerable.Range(0, data.Pairs.Count).Select(pair => Mean(evaluator.SurprisalsOf(pair)))];
        return Enumerable.Range(0, losses.Length).OrderByDescending(pair => losses[pair]).Take(MostPairs).Select(pair => new TranslatedPair(
            pair + 1,
            data.Pairs.Sources[pair],
            ScoredSymbol.Join([.. text.Target.Symbols(data.Pairs.Targets[pair]), Vocabulary.End], evaluator.SurprisalsOf(pair)),
            translations[pair],
            losses[pair]));
    }

    private static double Mean(ReadOnlySpan<float> surprisals)
    {
        double sum = 0;
        foreach (float surprisal in surprisals) sum += surprisal;
        return sum / surprisals.Length;
    }

    /// <summary>The attention of the first pairs whose sources are neither blank nor long; nothing if there are none.</summary>
    private static XElement[] AttentionOf(TranslatorModel model, SentencePairs gold, SearchOptions search)
    {
        int[] chosen =
        [
            .. Enumerable.Range(0, gold.Count)
                .Where(pair => model.Text.Source.Words(gold.Sources[pair]).Count is > 0 and <= MostWordsOfPicture).Take(MostPictures),
        ];
        var examples = new SentencePairs();
        foreach (int pair in chosen) examples.Add(gold.Sources[pair], gold.Targets[pair]);
        using ContextualReader? reader = model.NewContextualReader();
        using var runner = new TranslatorRunner(
            model.Backend, [model.Translator], search with { WithWeights = true }, model.Configuration.Training.BatchLimit(), [reader]);
        var hypotheses = new HypothesisReader(model.Text, withAttention: true);
        IReadOnlyList<IReadOnlyList<Hypothesis>> found = runner.Run(TranslationData.Of(examples, model.Text, maxLength: 0).Encoded.Sources);
        (int Number, WordAttention Attention)[] maps =
        [
            .. chosen.Select((pair, place) => (pair + 1, hypotheses.Read(examples.Sources[place], found[place][0]).Attention))
                .Where(map => map.Attention.TargetWords.Count > 0),
        ];
        return maps.Length == 0 ? [] : [TranslationSections.Attention(maps)];
    }
}
