using Rnnctl.Compute.Backends;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Parameters;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Verbs.Train;

/// <summary>The conditions of <c>--resume</c>: there is a saved state, and every option that the state depends on is unchanged.</summary>
internal static class Resumption
{
    private const string SourceVocabulary = "--src-vocab";

    /// <summary>Opens the directory of a run to resume.</summary>
    /// <exception cref="InputException">There is no model, or nothing to resume from, or it began with another model's weights.</exception>
    public static ModelDirectory Open(TrainRequest request)
    {
        ModelDirectory directory = ModelDirectory.Open(request.Output);
        try
        {
            if (!TrainingState.IsIn(directory)) throw new InputException($"{request.Output}: there is no training state to resume from");
            OriginConfiguration? from = directory.Configuration.From;
            if (request.From is not null && request.From != from?.Path) throw Changed("--from");
            if (request.FixedVocabulary && from is not { FixedVocabulary: true }) throw Changed("--fixed-vocabulary");
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>The model of the run, its weights not yet restored.</summary>
    /// <exception cref="InputException">An option has changed that cannot change.</exception>
    public static TaggerModel Rebuild(
        ModelDirectory stored, ModelConfiguration configuration, ContextualDirectories? contextual, ToolConsole console, Backend<float> backend)
    {
        (ModelConfiguration before, TaggerVocabularies vocabularies) = TaggerModel.ReadDescription(stored);
        Require(stored, configuration, TaggerModel.ArchitectureOf(before.Architecture).Parameters(), console);
        return TaggerModel.Create(configuration, vocabularies, backend, contextual);
    }

    /// <summary>The translator of the run, its weights not yet restored.</summary>
    /// <exception cref="InputException">An option has changed that cannot change.</exception>
    public static TranslatorModel RebuildTranslator(
        ModelDirectory stored,
        ModelConfiguration configuration,
        TrainRequest request,
        ContextualDirectories? contextual,
        ToolConsole console,
        Backend<float> backend)
    {
        (ModelConfiguration before, TranslatorText text) = TranslatorModel.ReadDescription(stored);
        RequireSame(SourceVocabulary, request.SourceVocabulary, text.Source);
        RequireSame("--tgt-vocab", request.TargetVocabulary, text.Target);
        Require(stored, configuration, TranslatorModel.ArchitectureOf(before.Architecture).Parameters(), console);
        return TranslatorModel.Create(configuration, text, backend, contextual);
    }

    /// <summary>The language model of the run, its weights not yet restored.</summary>
    /// <exception cref="InputException">An option has changed that cannot change.</exception>
    public static TrainedLanguageModel RebuildLanguageModel(
        ModelDirectory stored, ModelConfiguration configuration, TrainRequest request, ToolConsole console, Backend<float> backend)
    {
        (ModelConfiguration before, TextEncoder text) = TrainedLanguageModel.ReadDescription(stored);
        RequireSame(SourceVocabulary, request.SourceVocabulary, text);
        Require(stored, configuration, TrainedLanguageModel.ArchitectureOf(before.Architecture).Parameters(), console);
        return TrainedLanguageModel.Create(configuration, text, backend);
    }

    private static void Require(ModelDirectory stored, ModelConfiguration now, IReadOnlyList<ParameterShape> parameters, ToolConsole console)
    {
        ModelConfiguration before = stored.Configuration;
        RequireSame(before, now);
        if (before.Training.Threads != now.Training.Threads)
            console.Warn($"resuming with {Plural.Of(now.Training.Threads, "thread")} a run of {before.Training.Threads}: the bits may differ");
        if (before.Training.Processes != now.Training.Processes)
            console.Warn($"resuming with {ProcessesOf(now)} a run of {before.Training.Processes ?? 1}: the bits will differ");
        ParameterFile.Require(stored.Weights, parameters);
    }

    private static string ProcessesOf(ModelConfiguration configuration) =>
        configuration.Training.Processes is { } processes ? $"{processes} processes" : "1 process";

    /// <summary>Requires a vocabulary that the user names to be the run's.</summary>
    private static void RequireSame(string option, string? path, TextEncoder before)
    {
        if (path is null) return;
        TextEncoder given = TextEncoderReader.Read(path, before.Vocabulary.Normalizer);
        bool isSame = given.Vocabulary.Symbols.SequenceEqual(before.Vocabulary.Symbols)
            && (given.Subwords?.Lines ?? []).SequenceEqual(before.Subwords?.Lines ?? []);
        if (!isSame) throw Changed(option);
    }

    private static void RequireSame(ModelConfiguration before, ModelConfiguration now)
    {
        ModelConfiguration complete = ModelRules.CompleteCell(before);

        // A run of rnnctl 0.1.0 does not say which columns it reads.
        if (before.Text.TokenColumn is null)
            complete = complete with { Text = complete.Text with { TokenColumn = now.Text.TokenColumn, LabelColumn = now.Text.LabelColumn } };
        foreach (ConfigurationOption option in ConfigurationOptions.All)
        {
            if (option.FixedOnResume && !Equals(option.Get(complete), option.Get(now))) throw Changed(option.Name);
        }

        // The streams' states are of the end of a window.
        if (now.Task == ModelTask.Lm && before.Training.StreamWindow() != now.Training.StreamWindow()) throw Changed("--bptt");
    }

    /// <summary>The error of an option that differs from the run's.</summary>
    public static InputException Changed(string option) =>
        new($"{option} cannot change where a run goes on", "leave it out, or start anew with --overwrite");
}
