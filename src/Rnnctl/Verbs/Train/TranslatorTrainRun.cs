using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Layers;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Training.Translation;

namespace Rnnctl.Verbs.Train;

/// <summary>Trains a translator: reads the files, and builds or restores the model.</summary>
internal static class TranslatorTrainRun
{
    /// <summary>Runs to the end.</summary>
    public static void Run(
        TrainRequest request, ModelDirectory? stored, ParentModel? parent, ProcessGroup? group, ToolConsole console, CancellationToken cancellation)
    {
        ModelConfiguration configuration = TrainRun.Configure(request, ModelTask.Translate, stored, parent, TranslatorModel.ReadConfiguration);
        using ContextualDirectories? contextual = TrainingContext.Open(request, stored, parent);
        if (stored is null) configuration = TrainingContext.Describe(configuration, contextual, request.LinksContextual);
        configuration.RequireRanges("options");
        TranslatorModel.RequireConsistency(configuration.Architecture, "options");
        TrainingContext.RequireNoStream(configuration.Training, contextual);

        GivenEncoders Known()
        {
            if (stored is null) return parent?.EncodersThatStay() ?? TranslatorVocabularies.Given(configuration, request);
            TranslatorText text = TranslatorModel.ReadDescription(stored).Text;
            return new GivenEncoders(text.Source, text.Target);
        }

        using TrainingPairs train = TrainingPairs.Read(request, configuration, Known, console, cancellation);
        if (train.Empty > 0) console.Warn($"left out {Plural.Of(train.Empty, "pair")} with an empty side");
        SentencePairs? valid = request.Valid.Count == 0 ? null : PairReader.Read(request.Valid, keepEmpty: true, console.Note);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => configuration.Architecture.Hidden, console);
        using TranslatorModel model = stored is null
            ? Create(configuration, request, parent, train, contextual, console, backend)
            : Resumption.RebuildTranslator(stored, configuration, request, contextual, console, backend);
        TrainingPairs.RequireSegments(configuration.Training, model.Text, contextual is not null);
        EncodedTrainingPairs trainData = train.Encoded(model);
        TranslationData? validData = valid is null ? null : TranslationData.Of(valid, model.Text, maxLength: 0);
        if (trainData.Count == 0)
            throw new InputException($"{request.Train[0]}: every pair is longer than --max-length {configuration.Text.MaxLength}");
        Describe(model, trainData, validData, console);
        if (!WarnOfUnknown(trainData.Unknown, "--train", console) && validData is not null) WarnOfUnknown(validData.Unknown, "--valid", console);
        using var vectors = new TrainingContext(model.Contextual, request, console);
        ContextualReader? trainVectors = vectors.Reader(trainData.Words, "--train", cancellation);
        ContextualReader? validVectors = vectors.Reader(validData?.Encoded.Sources.Words?.Written, "--valid", cancellation);
        WordDropout? dropout = TrainingWordDropout.Of(model, trainData);
        using var learner = new TranslatorLearner(model, trainData.Pairs, validData, trainVectors, validVectors, group?.Workers, dropout);
        TrainRun.Train(learner, stored, request, group, console, cancellation);
    }

    private static TranslatorModel Create(
        ModelConfiguration asked,
        TrainRequest request,
        ParentModel? parent,
        TrainingPairs train,
        ContextualDirectories? contextual,
        ToolConsole console,
        Backend<float> backend)
    {
        TranslatorText known = parent?.TextOf(asked, train) ?? TranslatorVocabularies.Of(asked, TranslatorVocabularies.Given(asked, request), train);
        TranslatorText text = known with { KeepsWords = contextual is not null };
        if (request.SourceVocabulary is not null && request.TargetVocabulary is not null && text.Source != text.Target)
            TranslatorVocabularies.WarnOfSwap(text, train.FirstPairs, console);
        ModelConfiguration configuration = asked with { Architecture = asked.Architecture with { Vocabularies = text.Sizes() } };
        TranslatorModel model = TranslatorModel.Create(configuration, text, backend, contextual);
        parent?.Begin(model.Trained, model);
        return model;
    }

    private static void Describe(TranslatorModel model, EncodedTrainingPairs train, TranslationData? valid, ToolConsole console)
    {
        string sizes = $"{model.Architecture.SourceSymbols} source symbols, {model.Architecture.TargetSymbols} target symbols";
        console.Note($"train: {Size(train.Count, train.Sources, train.Targets, train.Unknown)}; {sizes}");
        int longest = model.Configuration.Text.MaxLength;
        if (train.TooLong > 0) console.Warn($"left out {Plural.Of(train.TooLong, "pair")} with a side of more than {longest} symbols");
        TrainRun.DescribeValid(valid is null ? null : Size(valid), console);
        if (valid is not null)
            console.Note($"score: {Scored(model)}");
        TrainRun.DescribeModel(model.Architecture.ToString(), model.Trained, console);
    }

    /// <summary>What picks the best model.</summary>
    private static string Scored(TranslatorModel model)
    {
        int beam = model.Configuration.Training.ValidBeam ?? 1;
        string translations = $"from 0 to 100 of {(beam == 1 ? "greedy translations" : "translations")} (rnnctl eval --beam {beam}), {Letters(model.Text)}";
        return TaskMetrics.Of(model.Configuration) switch
        {
            EvaluationMetric.Bleu => $"bleu {translations}, tokenised by 13a",
            EvaluationMetric.Chrf => $"chrf {translations}",
            EvaluationMetric.Perplexity => "perplexity of the targets; nothing is translated",
            _ => "loss of the targets; nothing is translated",
        };
    }

    private static string Letters(TranslatorText text) => text.IgnoresCase ? "without regard to case" : "with regard to case";

    private static bool WarnOfUnknown(UnknownSides unknown, string option, ToolConsole console) =>
        UnknownReport.Warn(unknown.Source, $"source symbols of {option}", unknown.Target, console)
        | UnknownReport.Warn(unknown.Target, $"target symbols of {option}", unknown.Source, console);

    private static string Size(TranslationData data)
    {
        EncodedPairs pairs = data.Encoded;
        return Size(pairs.Count, pairs.Sources.Tokens - pairs.Count, pairs.Targets.Tokens, data.Unknown);
    }

    private static string Size(int pairs, long sources, long targets, UnknownSides unknown)
    {
        string shares = $"{UnknownReport.Share(unknown.Source)} and {UnknownReport.Share(unknown.Target)} unknown";
        return $"{Plural.Of(pairs, "pair")}, {sources} and {targets} symbols, {shares}";
    }
}
