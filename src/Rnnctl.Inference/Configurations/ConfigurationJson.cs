using System.Text.Json.Serialization;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Translators;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Configurations;

/// <summary>The JSON of <c>config.json</c>; generated at build time, since reflection would cost every start of the tool.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n",
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters =
    [
        typeof(KebabCaseEnumConverter<CharacterCell>),
        typeof(KebabCaseEnumConverter<CorpusFormat>),
        typeof(KebabCaseEnumConverter<ConlluColumn>),
        typeof(KebabCaseEnumConverter<ModelTask>),
        typeof(KebabCaseEnumConverter<OptimizerKind>),
        typeof(KebabCaseEnumConverter<ScheduleKind>),
        typeof(KebabCaseEnumConverter<LabelScheme>),
        typeof(KebabCaseEnumConverter<ScoreKind>),
        typeof(KebabCaseEnumConverter<EvaluationMetric>),
        typeof(KebabCaseEnumConverter<ActivationKind>),
        typeof(KebabCaseEnumConverter<PeepholeKind>),
        typeof(KebabCaseEnumConverter<ContextKind>),
        typeof(KebabCaseEnumConverter<ContextualPlace>),
        typeof(KebabCaseEnumConverter<ContextUse>),
        typeof(KebabCaseEnumConverter<InitialStateKind>),
        typeof(KebabCaseEnumConverter<AttentionKind>),
        typeof(KebabCaseEnumConverter<AttentionQuery>),
        typeof(KebabCaseEnumConverter<LanguageModelDirection>),
        typeof(KebabCaseEnumConverter<TextUnit>),
    ])]
[JsonSerializable(typeof(ModelConfiguration))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
