using System.Text.Json.Serialization;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Translators;
using Rnnctl.Runs.Bench;
using Rnnctl.Runs.Devices;
using Rnnctl.Runs.Eval;
using Rnnctl.Runs.Gradcheck;
using Rnnctl.Runs.Gradflow;
using Rnnctl.Runs.Inspect;
using Rnnctl.Runs.Landscape;
using Rnnctl.Runs.Translate;
using Rnnctl.Runs.Vocab;
using Rnnctl.Text.Labels;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Logging;
using Rnnctl.Training.Schedules;

namespace Rnnctl.Runs;

/// <summary>What <c>--json</c> prints: one object a line with keys in lower_snake_case, serialised by generated code for a quick start.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters =
    [
        typeof(KebabCaseEnumConverter<CharacterCell>),
        typeof(KebabCaseEnumConverter<ModelTask>),
        typeof(KebabCaseEnumConverter<OptimizerKind>),
        typeof(KebabCaseEnumConverter<ScheduleKind>),
        typeof(KebabCaseEnumConverter<FlowState>),
        typeof(FiniteNumberConverter),
        typeof(KebabCaseEnumConverter<LabelScheme>),
        typeof(KebabCaseEnumConverter<ActivationKind>),
        typeof(KebabCaseEnumConverter<PeepholeKind>),
        typeof(KebabCaseEnumConverter<ContextKind>),
        typeof(KebabCaseEnumConverter<ContextUse>),
        typeof(KebabCaseEnumConverter<InitialStateKind>),
        typeof(KebabCaseEnumConverter<AttentionKind>),
        typeof(KebabCaseEnumConverter<AttentionQuery>),
    ])]
[JsonSerializable(typeof(MetricsRow))]
[JsonSerializable(typeof(EvalResult))]
[JsonSerializable(typeof(GradcheckResult))]
[JsonSerializable(typeof(BenchRow))]
[JsonSerializable(typeof(TranslatorBenchRow))]
[JsonSerializable(typeof(DeviceRow[]))]
[JsonSerializable(typeof(ModelDescription))]
[JsonSerializable(typeof(FlowResult))]
[JsonSerializable(typeof(LandscapeResult))]
[JsonSerializable(typeof(TranslateResult))]
[JsonSerializable(typeof(VocabResult))]
internal sealed partial class RunJson : JsonSerializerContext;
