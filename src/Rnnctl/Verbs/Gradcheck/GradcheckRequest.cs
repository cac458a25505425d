using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;

namespace Rnnctl.Verbs.Gradcheck;

/// <summary>What <c>rnnctl gradcheck</c> was asked to do: check a trained model, models that options describe, or cells.</summary>
internal sealed record GradcheckRequest
{
    /// <summary>The cells to check, each alone and inside the whole tagger; empty where a model is checked instead.</summary>
    public required IReadOnlyList<CellDefinition> Cells { get; init; }

    /// <summary>Whether every operation, cell and model is to be checked.</summary>
    public required bool All { get; init; }

    /// <summary>Whether every number is differenced on the device itself, which on all devices but the CPU takes long.</summary>
    public required bool Exhaustive { get; init; }

    /// <summary>The directory of the model to check, or null.</summary>
    public required string? Model { get; init; }

    /// <summary>The architectures that options describe, one for each of <see cref="Cells"/>; empty where none does.</summary>
    public required IReadOnlyList<ArchitectureConfiguration> Described { get; init; }

    /// <summary>The step of the central difference.</summary>
    public required double Epsilon { get; init; }

    /// <summary>The largest relative error that passes; null for the device's own.</summary>
    public required double? Tolerance { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>The device.</summary>
    public required ComputeSettings Compute { get; init; }
}
