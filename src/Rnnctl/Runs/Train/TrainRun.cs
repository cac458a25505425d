using Rnnctl.Compute;
using Rnnctl.Models.Characters;
using Rnnctl.Requests;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Embeddings;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Loop;
using Rnnctl.Training.Tagging;
using Choice = Rnnctl.Options.Choice;

namespace Rnnctl.Runs.Train;

/// <summary>Trains a tagger: reads the files, builds or restores the model, and runs the trainer with a person watching.</summary>
internal static class TrainRun
{
    /// <summary>Runs to the end and returns the exit code.</summary>
    public static int Run(TrainRequest request, ToolConsole console, CancellationToken cancellation)
    {
        RequireFreeOutput(request);
        ModelDirectory? stored = request.Resume ? Resumption.Open(request.Output) : null;
        ModelConfiguration configuration = request.Configure(stored is null ? new ModelConfiguration() : TaggerModel.ReadConfiguration(stored));
        configuration.RequireRanges("options");
        TrainingEmbeddings.Check(configuration.Training);

        CorpusOptions reading = request.Corpus with { Features = new FeatureColumns(configuration.Text.Features) };
        LabelledCorpus train = CorpusReader.Read(request.Train, reading, console.Note);
        LabelledCorpus? valid = request.Valid.Count == 0 ? null : CorpusReader.Read(request.Valid, reading, console.Note);
        using Backend<float> backend = Device.Open<float>(request.Compute);
        using TaggerModel model = stored is null
            ? Create(configuration, request, train, valid, console, backend)
            : Resumption.Rebuild(stored, configuration, console, backend);
        TrainingProgress? progress = stored?.ReadProgress();
        TaggingData trainData = TaggingData.Of(train, model.Vocabularies, model.Configuration.Text);
        TaggingData? validData = valid is null ? null : TaggingData.Of(valid, model.Vocabularies, model.Configuration.Text);
        Describe(model, trainData, validData, console);

        using RunCheckpoints checkpoints = progress is null ? RunCheckpoints.Create(request.Output) : RunCheckpoints.Resume(request.Output, progress);
        using var display = new TrainingDisplay(console);
        TrainingReports reports = TrainingReporting.For(display, console, request.Json);
        using var training = new TaggerTraining(model, trainData, validData);
        var trainer = new Trainer(training.Task, checkpoints, reports, progress);
        TrainingProgress end = Train(trainer, display, request.Output, console, cancellation);
        console.Note(Summary(end, request.Output));
        return CommandLine.ExitCode.Done;
    }

    private static TrainingProgress Train(
        Trainer trainer, TrainingDisplay display, string output, ToolConsole console, CancellationToken cancellation)
    {
        try
        {
            return trainer.Run(cancellation);
        }
        catch (OperationCanceledException)
        {
            display.Dispose();
            console.Note($"interrupted; the run is saved in {output}; train with --resume goes on from here");
            throw;
        }
        finally
        {
            display.Dispose();
        }
    }

    private static void RequireFreeOutput(TrainRequest request)
    {
        if (File.Exists(request.Output)) throw new InputException($"{request.Output}: expected a directory, found a file");
        if (!request.Resume && !request.Overwrite && ModelDirectory.HoldsModel(request.Output))
            throw new InputException($"{request.Output}: there is a model already", "--resume goes on training it, --overwrite replaces it");
    }

    private static TaggerModel Create(
        ModelConfiguration asked, TrainRequest request, LabelledCorpus train, LabelledCorpus? valid, ToolConsole console, Backend<float> backend)
    {
        (ModelConfiguration options, LabelledCorpus learnt) = TrainingLabels.InScheme(asked, train, console);
        var normalizer = new TokenNormalizer(options.Text.Lowercase, options.Text.DigitsToZero);
        var selection = new VocabularyOptions(options.Text.MinCount, options.Text.MaxVocab, normalizer);
        TaggerVocabularies known = TaggerVocabularies.Of(learnt, selection, withCharacters: options.Architecture.CharCell != CharacterCell.None);
        (Vocabulary tokens, PretrainedEmbeddings? vectors) = TrainingEmbeddings.Read(
            options.Training.Pretrained, request.Embedding, known.Tokens, valid, console);
        TaggerVocabularies vocabularies = known with { Tokens = tokens };
        ModelConfiguration configuration = options with
        {
            Architecture = options.Architecture with
            {
                Vocabularies = vocabularies.Sizes(),
                Embedding = vectors?.Dimension ?? options.Architecture.Embedding,
                WellFormedSpans = options.Architecture.Crf && SpanRules.AreKeptBy(learnt),
            },
            Text = options.Text with { Format = Choice.NameOf(request.Corpus.Format), Column = Choice.NameOf(request.Corpus.ConlluColumn) },
        };
        configuration.RequireRanges("options");
        TaggerModel model = TaggerModel.Create(configuration, vocabularies, backend);
        if (vectors is not null) TrainingEmbeddings.Write(vectors, model);
        return model;
    }

    private static void Describe(TaggerModel model, TaggingData train, TaggingData? valid, ToolConsole console)
    {
        console.Note($"train: {Size(train)}; {Plural.Of(model.Tokens.Count, "known token")}, {Plural.Of(model.Labels.Count, "label")}");
        if (valid is null) console.Note("no --valid: the last model is kept, not the best");
        else console.Note($"valid: {Size(valid)}");
        if (valid?.Encoded.UnseenLabels is > 0 and var unseen)
            console.Note($"valid: {Plural.Of(unseen, "token")} with a label that training never saw, counted as wrong");
        string device = $"{model.Backend.Name}, {Plural.Of(model.Backend.Threads, "thread")}";
        ArchitectureConfiguration architecture = model.Configuration.Architecture;
        string field = !architecture.Crf ? "" : architecture.WellFormedSpans ? " with a crf over well-formed spans" : " with a crf over all label sequences";
        string characters = architecture.CharCell == CharacterCell.None ? "" : $", characters by {Choice.NameOf(architecture.CharCell)}";
        string attention = architecture.SelfAttention == 0 ? "" : $", {architecture.SelfAttention}-head self-attention";
        string layers = $"{model.Architecture.Cell.Title}{architecture.LayerVariant()}{attention}";
        console.Note($"model: {layers}{field}{characters}, {model.Parameters.Count} parameters, on {device}");
    }

    private static string Size(TaggingData data) => $"{Plural.Of(data.Gold.Sentences, "sentence")}, {Plural.Of(data.Gold.Tokens, "token")}";

    private static string Summary(TrainingProgress end, string output) => end.BestScore is { } score
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"done: the best model scored {score:F4} at step {end.BestStep}; it is in {output}")
        : $"done: the model of step {end.Step} is in {output}";
}
