using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Translation;
using Rnnctl.Terminal;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Train;

/// <summary>What <c>--resume</c> asks of the directory and of the options: all that the saved state depends on must be as it was.</summary>
internal static class Resumption
{
    /// <summary>Opens the directory of a run that is to go on.</summary>
    /// <exception cref="InputException">There is no model, or nothing to resume from.</exception>
    public static ModelDirectory Open(string path)
    {
        ModelDirectory directory = ModelDirectory.Open(path);
        if (TrainingState.IsIn(directory)) return directory;
        directory.Dispose();
        throw new InputException($"{path}: there is no training state to resume from");
    }

    /// <summary>The model of the run, its weights not yet restored.</summary>
    /// <exception cref="InputException">An option has changed that cannot change.</exception>
    public static TaggerModel Rebuild(ModelDirectory stored, ModelConfiguration configuration, ToolConsole console, Backend<float> backend)
    {
        (ModelConfiguration before, TaggerVocabularies vocabularies) = TaggerModel.ReadDescription(stored);
        RequireSame(before, configuration);
        WarnOfThreads(before, configuration, console);
        ParameterFile.Require(stored.Weights, TaggerModel.ArchitectureOf(before.Architecture).Parameters());
        return TaggerModel.Create(configuration, vocabularies, backend);
    }

    /// <summary>The translator of the run, its weights not yet restored.</summary>
    /// <exception cref="InputException">An option has changed that cannot change.</exception>
    public static TranslatorModel RebuildTranslator(ModelDirectory stored, ModelConfiguration configuration, ToolConsole console, Backend<float> backend)
    {
        (ModelConfiguration before, TranslatorText text) = TranslatorModel.ReadDescription(stored);
        RequireSame(before, configuration);
        WarnOfThreads(before, configuration, console);
        ParameterFile.Require(stored.Weights, TranslatorModel.ArchitectureOf(before.Architecture).Parameters());
        return TranslatorModel.Create(configuration, text, backend);
    }

    private static void WarnOfThreads(ModelConfiguration before, ModelConfiguration now, ToolConsole console)
    {
        if (before.Training.Threads != now.Training.Threads)
            console.Warn($"resuming with {Plural.Of(now.Training.Threads, "thread")} a run of {before.Training.Threads}: the bits may differ");
    }

    private static void RequireSame(ModelConfiguration before, ModelConfiguration now)
    {
        (string Option, bool Changed)[] options =
        [
            ("--cell", before.Architecture.Cell != now.Architecture.Cell),
            ("an option of the cell", OptionsOf(before.Architecture) != OptionsOf(now.Architecture)),
            ("--hidden", before.Architecture.Hidden != now.Architecture.Hidden),
            ("--layers", before.Architecture.Layers != now.Architecture.Layers),
            ("--bidirectional", before.Architecture.Bidirectional != now.Architecture.Bidirectional),
            ("--embedding", before.Architecture.Embedding != now.Architecture.Embedding),
            ("--learn-initial-state", before.Architecture.LearnInitialState != now.Architecture.LearnInitialState),
            ("--residual", before.Architecture.Residual != now.Architecture.Residual),
            ("--layer-norm", before.Architecture.LayerNorm != now.Architecture.LayerNorm),
            ("--zoneout", before.Architecture.Zoneout != now.Architecture.Zoneout),
            ("--crf", before.Architecture.Crf != now.Architecture.Crf),
            ("--features", before.Text.Features != now.Text.Features),
            ("--feature-embedding", before.Architecture.FeatureEmbedding != now.Architecture.FeatureEmbedding),
            ("--scheme", before.Text.Scheme != now.Text.Scheme),
            ("--self-attention", before.Architecture.SelfAttention != now.Architecture.SelfAttention),
            ("--char-cell", before.Architecture.CharCell != now.Architecture.CharCell),
            ("--char-hidden", before.Architecture.CharHidden != now.Architecture.CharHidden),
            ("--char-embedding", before.Architecture.CharEmbedding != now.Architecture.CharEmbedding),
            ("--min-count, --max-vocab, --max-length, --lowercase and --digits-to-zero", before.Text != now.Text),
            ("an option of the translator", before.Architecture.Translator != now.Architecture.Translator),
            ("--pretrained", before.Training.Pretrained != now.Training.Pretrained),
            ("--freeze-embeddings", before.Training.FreezeEmbeddings != now.Training.FreezeEmbeddings),
            ("--batch-size", before.Training.BatchSize != now.Training.BatchSize),
            ("--batch-tokens", before.Training.BatchTokens != now.Training.BatchTokens),
            ("--optimizer", before.Training.Optimizer != now.Training.Optimizer),
            ("--seed", before.Training.Seed != now.Training.Seed),
        ];
        foreach ((string option, bool changed) in options)
        {
            if (changed) throw new InputException($"{option} cannot change where a run goes on", "leave it out, or start anew with --overwrite");
        }
    }

    /// <summary>The options of the cell, with the usual values of those that were not given.</summary>
    private static CellSettings OptionsOf(ArchitectureConfiguration architecture) =>
        CellCatalog.Create(architecture.Cell, architecture.CellOptions).Options;
}
