using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Layers;
using Rnnctl.Terminal;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Embeddings;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Distillation;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Verbs.Train;

/// <summary>Trains a tagger: reads the files, and builds or restores the model.</summary>
internal static class TaggerTrainRun
{
    /// <summary>Runs to the end.</summary>
    public static void Run(
        TrainRequest request, ModelDirectory? stored, ParentModel? parent, ProcessGroup? group, ToolConsole console, CancellationToken cancellation)
    {
        ModelConfiguration configuration = TrainRun.Configure(request, ModelTask.Tag, stored, parent, TaggerModel.ReadConfiguration);
        using ContextualDirectories? contextual = TrainingContext.Open(request, stored, parent);
        if (stored is null) configuration = TrainingContext.Describe(configuration, contextual, request.LinksContextual);
        using TrainingTeachers? teachers = TrainingTeachers.Open(request, stored);
        configuration = TrainingTeachers.Describe(configuration, teachers);
        configuration.RequireRanges("options");
        TrainingEmbeddings.Check(configuration.Training);
        TrainingContext.RequireNoStream(configuration.Training, contextual);

        using TrainingSentences train = TrainingSentences.Read(request, configuration, console, cancellation);
        LabelledCorpus? valid = request.Valid.Count == 0 ? null : CorpusReader.Read(request.Valid, configuration.Text.Layout(), console.Note);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => configuration.Architecture.Hidden, console);
        using TaggerModel model = stored is null
            ? Create(configuration, request, parent, train.Counts, valid, contextual, console, backend)
            : Resumption.Rebuild(stored, configuration, contextual, console, backend);
        TaggingData? validData = valid is null ? null : TaggingData.Of(valid, model.Vocabularies, model.Configuration.Text);
        Describe(model, train, validData, console);
        WordDropout? dropout = TrainingWordDropout.Of(model, train.Counts.Tokens);
        (ISentenceSource<EncodedCorpus> sentences, SentenceWords? words) = train.Encoded(model);
        if (stored is null) LabelModel.Learn(model, sentences);
        LabelDistributions? taught = teachers?.Label(train, sentences, model, console, cancellation);
        using var vectors = new TrainingContext(model.Contextual, request, console);
        ContextualReader? trainVectors = vectors.Reader(words, "--train", cancellation);
        ContextualReader? validVectors = vectors.Reader(validData?.Encoded.Words, "--valid", cancellation);
        using var learner = new TaggerLearner(model, sentences, validData, trainVectors, validVectors, group?.Workers, taught, dropout);
        TrainRun.Train(learner, stored, request, group, console, cancellation);
    }

    private static TaggerModel Create(
        ModelConfiguration asked,
        TrainRequest request,
        ParentModel? parent,
        CorpusCounts train,
        LabelledCorpus? valid,
        ContextualDirectories? contextual,
        ToolConsole console,
        Backend<float> backend)
    {
        ScoreKind? ofParent = parent?.Directory.Configuration.Text.Score;
        ModelConfiguration options = TrainingLabels.InScheme(TrainingLabels.Scored(asked, train.Labels, ofParent, console), train.Labels, console);
        IReadOnlyList<string> labels = train.Labels.LabelsIn(options.Text.Scheme);
        TaggerVocabularies known = parent?.VocabulariesOf(options, train, labels) ?? TaggerVocabularies.Of(
            train, labels, options.Text.VocabularySelection(), withCharacters: options.Architecture.CharCell != CharacterCell.None,
            options.Text.WordFeatures());
        options = TrainingLabels.WithFeasibleField(options, known.Labels.Count, request.IsCrfOfRecipe, console);
        (Vocabulary tokens, PretrainedEmbeddings? vectors) = TrainingEmbeddings.Read(
            options.Training.Pretrained, request.Embedding, request.IsStrict, known.Tokens, valid, console);
        TaggerVocabularies vocabularies = known with { Tokens = tokens, KeepsWords = contextual is not null };
        ModelConfiguration configuration = options with
        {
            Architecture = options.Architecture with
            {
                Vocabularies = vocabularies.Sizes(),
                Embedding = vectors?.Dimension ?? options.Architecture.Embedding,
                WellFormedSpans = TrainingLabels.AreWellFormed(options, parent?.Directory.Configuration.Architecture, train.Labels),
            },
            Text = options.Text with { TokenColumn = options.Text.TokenColumn ?? 1 },
        };
        configuration.RequireRanges("options");
        TaggerModel model = TaggerModel.Create(configuration, vocabularies, backend, contextual);
        parent?.Begin(model.Trained, model);
        if (vectors is not null) TrainingEmbeddings.Write(vectors, model);
        return model;
    }

    private static void Describe(TaggerModel model, TrainingSentences train, TaggingData? valid, ToolConsole console)
    {
        var unknown = new UnknownSymbols(model.Tokens);
        unknown.AddWords(train.Counts.Tokens);
        UnknownSymbols? unknownInValid = valid is null ? null : UnknownSymbols.Of(valid.Gold, model.Tokens);
        string intents = model.Vocabularies.Intents is { } told ? $", {Plural.Of(told.Count, "intent")}" : "";
        string known = $"{Plural.Of(model.Tokens.Count, "known token")}, {Plural.Of(model.Labels.Count, "label")}{intents}";
        console.Note($"train: {train.Size}, {UnknownReport.Share(unknown)} unknown; {known}");
        TrainRun.DescribeValid(valid is null ? null : Size(valid, unknownInValid!), console);
        if (!UnknownReport.Warn(unknown, "tokens of --train", other: null, console) && unknownInValid is not null)
            UnknownReport.Warn(unknownInValid, "tokens of --valid", other: null, console);
        if (valid?.Encoded.UnseenLabels is > 0 and var unseen)
            console.Note($"valid: {Plural.Of(unseen, "token")} with a label that training never saw, counted as wrong");
        if (valid?.Encoded.UnseenIntents is > 0 and var strange)
            console.Note($"valid: {Plural.Of(strange, "sentence")} with an intent that training never saw, counted as wrong");
        TrainingLabels.WarnOfOdd(model.Configuration, train.Counts.Labels, valid?.Gold, console);
        ArchitectureConfiguration architecture = model.Configuration.Architecture;
        string chain = architecture.Crf ? "crf" : "label model", over = architecture.WellFormedSpans ? "well-formed spans" : "all label sequences";
        string field = architecture.HasChain() ? $" with a {chain} over {over}" : "";
        string characters = model.Architecture.Characters is { } encoder ? $", characters by {encoder}" : "";
        string attention = architecture.SelfAttention == 0 ? "" : $", {architecture.SelfAttention}-head self-attention";
        string layers = $"{model.Architecture.Cell.Title}{architecture.LayerVariant()}{architecture.DropoutVariant()}{attention}";
        string input = TaggerInputText.Of(model.Configuration) is { Length: > 0 } read ? $", {read}" : "";
        string head = model.Architecture.Intents > 0 ? ", intents by attention" : "";
        TrainRun.DescribeModel($"{layers}{field}{characters}{input}{model.Architecture.Contextual}{head}", model.Trained, console);
    }

    private static string Size(TaggingData data, UnknownSymbols unknown) =>
        $"{Plural.Of(data.Gold.Sentences, "sentence")}, {Plural.Of(data.Gold.Tokens, "token")}, {UnknownReport.Share(unknown)} unknown";
}
