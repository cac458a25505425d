using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Terminal;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.LanguageModels;

namespace Rnnctl.Verbs.Train;

/// <summary>Trains a language model: reads the files, and builds or restores the model.</summary>
internal static class LanguageModelTrainRun
{
    /// <summary>Runs to the end.</summary>
    public static void Run(
        TrainRequest request, ModelDirectory? stored, ParentModel? parent, ProcessGroup? group, ToolConsole console, CancellationToken cancellation)
    {
        ModelConfiguration configuration = TrainRun.Configure(request, ModelTask.Lm, stored, parent, TrainedLanguageModel.ReadConfiguration);
        if (parent is not null) TrainedLanguageModel.RequireOutputLayer(configuration, parent.Directory.Path);
        configuration.RequireRanges("options");
        TrainedLanguageModel.RequireConsistency(configuration.Architecture, "options");

        PlainText train = PlainText.Of(request.Train);
        PlainText? valid = request.Valid.Count == 0 ? null : PlainText.Of(request.Valid);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => configuration.Architecture.Hidden, console);
        using TrainedLanguageModel model = stored is null
            ? Create(configuration, request, parent, train, backend)
            : Resumption.RebuildLanguageModel(stored, configuration, request, console, backend);
        WrittenWords? words = TrainedLanguageModel.NewWords(model.Configuration.Architecture, model.Text);
        var trainText = new EncodedText(train, model.Text, written: words);
        EncodedText? validText = valid is null ? null : new EncodedText(valid, model.Text, written: words);
        using var learner = new LanguageModelLearner(model, trainText, validText, group?.Workers);
        Describe(model, trainText, validText, learner.Streams, console);
        TrainRun.Train(learner, stored, request, group, console, cancellation);
    }

    private static TrainedLanguageModel Create(
        ModelConfiguration asked, TrainRequest request, ParentModel? parent, PlainText train, Backend<float> backend)
    {
        TextEncoder text = parent?.TextOf(asked, train) ?? EncoderOf(asked, request.SourceVocabulary, train);
        IReadOnlyDictionary<string, int> sizes = TrainedLanguageModel.SizesOf(text);
        ArchitectureConfiguration architecture = asked.Architecture with { Vocabularies = sizes };
        TrainedLanguageModel.RequireConsistency(architecture, "options");
        TrainedLanguageModel model = TrainedLanguageModel.Create(asked with { Architecture = architecture }, text, backend);
        parent?.Begin(model.Trained, model);
        return model;
    }

    /// <summary>The symbols of a new model: those of a file, or those of the training text.</summary>
    private static TextEncoder EncoderOf(ModelConfiguration asked, string? vocabulary, PlainText train)
    {
        VocabularySelection options = asked.Text.VocabularySelection();
        if (vocabulary is not null) return TextEncoderReader.Read(vocabulary, options.Normalizer);
        return asked.Architecture.LanguageModel!.Unit == TextUnit.Characters
            ? TextEncoder.OfCharacters(Vocabulary.ForCharacterSequences(train, options))
            : new TextEncoder(Vocabulary.ForSequences(train, options), subwords: null);
    }

    private static void Describe(TrainedLanguageModel model, EncodedText train, EncodedText? valid, int streams, ToolConsole console)
    {
        TrainingConfiguration training = model.Configuration.Training;
        console.Note($"train: {Size(train)}; {Plural.Of(model.Architecture.Symbols, "known symbol")}{Unit(model.Text)}");
        TrainRun.DescribeValid(valid is null ? null : Size(valid), console);
        string fewer = streams < training.BatchSize ? $", fewer than --batch-size {training.BatchSize} since the text is short" : "";
        console.Note($"text: {Plural.Of(streams, "stream")} in windows of {Plural.Of(training.StreamWindow(), "step")}{fewer}");
        TrainRun.DescribeModel(model.Architecture.ToString(), model.Trained, console);
        if (!UnknownReport.Warn(train.Unknown, "symbols of --train", other: null, console) && valid is not null)
            UnknownReport.Warn(valid.Unknown, "symbols of --valid", other: null, console);
    }

    private static string Unit(TextEncoder text) =>
        text.Unit == TextUnit.Characters ? ", characters" : text.Subwords is { } subwords ? $", segments of {Plural.Of(subwords.MergeCount, "merge")}" : "";

    private static string Size(EncodedText text)
    {
        string unknown = $"{text.UnknownWords} of them unknown ({UnknownReport.Share(text.Unknown)} of the symbols)";
        return $"{Plural.Of(text.Sentences, "sentence")}, {Plural.Of(text.Words, "word")}, {unknown}";
    }
}
