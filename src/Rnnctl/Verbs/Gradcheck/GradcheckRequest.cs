using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;

namespace Rnnctl.Verbs.Gradcheck;

/// <summary>The arguments of <c>rnnctl gradcheck</c>: a trained model, models that options describe, or cells.</summary>
internal sealed record GradcheckRequest
{
    /// <summary>The cells to check, each alone and in whole models; empty if a trained model is checked.</summary>
    public required IReadOnlyList<CellDefinition> Cells { get; init; }

    /// <summary>Whether to check every operation, cell and model.</summary>
    public required bool All { get; init; }

    /// <summary>Whether the device itself computes all differences, which is slow on all devices but the CPU.</summary>
    public required bool Exhaustive { get; init; }

    /// <summary>The directory of the trained model to check, or null.</summary>
    public required string? Model { get; init; }

    /// <summary>The models that options describe, one for each of <see cref="Cells"/>; empty if there are no such options.</summary>
    public required IReadOnlyList<ArchitectureConfiguration> Described { get; init; }

    /// <summary>The step of the central difference.</summary>
    public required double Epsilon { get; init; }

    /// <summary>The largest relative error that passes; null for the default.</summary>
    public required double? Tolerance { get; init; }

    public required bool Json { get; init; }

    public required ComputeSettings Compute { get; init; }
}
