using System.CommandLine;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Translators;
using Rnnctl.Text;

namespace Rnnctl.Options;

/// <summary>What follows from several options of a model together.</summary>
internal static class ModelRules
{
    /// <summary>A configuration in which each option of the cell has a value.</summary>
    /// <exception cref="InputException">The cell does not have an option that was given.</exception>
    public static ModelConfiguration CompleteCell(ModelConfiguration configuration)
    {
        ArchitectureConfiguration architecture = configuration.Architecture;
        return configuration with { Architecture = architecture with { CellOptions = Cell(architecture).Options } };
    }

    /// <summary>
    /// The defaults of a trained model's task. A default that follows from another option is the one beside the model's own: the options of its cell, and a
    /// decoder's cell, use of the context and first state.
    /// </summary>
    public static ModelConfiguration DefaultsBeside(ModelConfiguration trained)
    {
        ModelConfiguration defaults = ModelConfiguration.DefaultsOf(trained.Task);
        ArchitectureConfiguration made = trained.Architecture;
        ArchitectureConfiguration usual = defaults.Architecture with { CellOptions = CellCatalog.Create(made.Cell, CellSettings.None).Options };
        if (made.Translator is { } translator)
        {
            ContextUse use = UsualUse(translator.Attention, hasInitialState: false);
            usual = usual with
            {
                Translator = new TranslatorConfiguration { DecoderCell = made.Cell, ContextUse = use, InitialState = UsualState(translator.ContextUse) },
            };
        }

        return defaults with { Architecture = usual };
    }

    /// <summary>A cell with the options that the user gave.</summary>
    /// <exception cref="InputException">The cell does not have an option that was given.</exception>
    public static CellDefinition Cell(SectionOptions options, ParseResult parsed, string cell) =>
        Cell(options.Apply(parsed, new ModelConfiguration { Architecture = new ArchitectureConfiguration { Cell = cell } }).Architecture);

    /// <summary>Refuses options of characters that have no effect with the others.</summary>
    /// <exception cref="InputException">The user gave one.</exception>
    public static void RequireCharacters(SectionOptions model, ParseResult parsed, ModelConfiguration given)
    {
        string? Given(params string[] names) => Array.Find(names, name => model.Given(parsed, name) is not null);
        CharacterCell cell = given.Architecture.CharCell;
        if (cell == CharacterCell.None && Given("--char-hidden", "--char-embedding", "--char-filters", "--char-activation", "--highway") is { } useless)
            throw new InputException($"{useless} is of no use without --char-cell", "--char-cell lstm reads characters");
        if (cell != CharacterCell.Cnn && Given("--char-filters", "--char-activation", "--highway") is { } ofConvolution)
            throw new InputException($"{ofConvolution} is of no use without --char-cell cnn");
        if (given.Task == ModelTask.Lm) return;
        bool hasFilters = Given("--char-filters") is not null;
        if (!hasFilters && Given("--char-activation", "--highway") is { } ofFilters)
            throw new InputException($"{ofFilters} is of no use without --char-filters", "--char-filters 3:25 has 25 filters over 3 characters");
        if (hasFilters && Given("--char-hidden") is { } count) throw new InputException($"{count} is of no use with --char-filters");
    }

    /// <summary>Refuses a metric that the task does not have, and a beam where nothing is translated.</summary>
    /// <exception cref="InputException">The user gave one.</exception>
    public static void RequireMetric(SectionOptions loop, ParseResult parsed, ModelConfiguration given)
    {
        TaskMetrics.Require(given, "--metric");
        bool translates = TaskMetrics.Of(given) is EvaluationMetric.Bleu or EvaluationMetric.Chrf;
        if (!translates && loop.Given(parsed, "--valid-beam") is not null)
            throw new InputException($"--valid-beam is of no use with --metric {TaskMetrics.NameOf(given.Training.Metric!.Value)}, which translates nothing");
    }

    /// <summary>A configuration in which a language model that reads characters has filters.</summary>
    public static ModelConfiguration CompleteCharacters(ModelConfiguration configuration)
    {
        ArchitectureConfiguration architecture = configuration.Architecture;
        bool isComplete = configuration.Task != ModelTask.Lm || architecture.CharCell != CharacterCell.Cnn || architecture.CharConvolution is not null;
        return isComplete ? configuration : configuration with { Architecture = architecture with { CharConvolution = CharConvolutionConfiguration.Default } };
    }

    /// <summary>A translator's configuration with what the user gave; where it held no translator, of a new one.</summary>
    public static ModelConfiguration ApplyTranslator(SectionOptions options, ParseResult parsed, ModelConfiguration current)
    {
        ArchitectureConfiguration architecture = current.Architecture;
        if (architecture.Translator is not null) return options.Apply(parsed, current);
        var fresh = new TranslatorConfiguration { DecoderCell = architecture.Cell };
        ModelConfiguration given = options.Apply(parsed, current with { Architecture = architecture with { Translator = fresh } });
        TranslatorConfiguration translator = given.Architecture.Translator!;
        bool hasState = options.Given(parsed, "--initial-state") is not null;
        if (options.Given(parsed, "--context-use") is null) translator = translator with { ContextUse = UsualUse(translator.Attention, hasState) };
        if (!hasState) translator = translator with { InitialState = UsualState(translator.ContextUse) };
        return given with { Architecture = given.Architecture with { Translator = translator } };
    }

    private static CellDefinition Cell(ArchitectureConfiguration options) => CellCatalog.MistakeIn(options.Cell, options.CellOptions) is { } mistake
        ? throw new InputException($"--cell: {mistake}")
        : CellCatalog.Create(options.Cell, options.CellOptions);

    /// <summary>A decoder that reads the context vector at each step, and is not asked to start from it, sees the source in no other way.</summary>
    private static InitialStateKind UsualState(ContextUse use) => use == ContextUse.EveryStep ? InitialStateKind.Zero : InitialStateKind.Copy;

    private static ContextUse UsualUse(AttentionKind attention, bool hasInitialState) =>
        attention == AttentionKind.None && !hasInitialState ? ContextUse.Initial : ContextUse.None;
}
