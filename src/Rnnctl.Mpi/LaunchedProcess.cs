using System.Globalization;

namespace Rnnctl.Mpi;

/// <summary>A process of several that an MPI launcher has started together, as the launcher's environment variables describe it.</summary>
/// <param name="Kind">The family of the launcher's library; null where the launcher serves both.</param>
/// <param name="Rank">The process's number, from 0.</param>
/// <param name="Size">The number of processes.</param>
public sealed record LaunchedProcess(MpiKind? Kind, int Rank, int Size)
{
    // Open MPI's mpirun; Hydra, which is MPICH's and Intel MPI's mpiexec, and srun --mpi=pmi2; srun --mpi=pmix.
    private static readonly (MpiKind? Kind, string Rank, string Size)[] Launchers =
    [
        (MpiKind.OpenMpi, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
        (MpiKind.Mpich, "PMI_RANK", "PMI_SIZE"),
        (null, "PMIX_RANK", "SLURM_STEP_NUM_TASKS"),
    ];

    /// <summary>Reads the environment; null where no launcher has started several processes.</summary>
    /// <param name="variable">Gives a variable's value, or null.</param>
    public static LaunchedProcess? Find(Func<string, string?> variable)
    {
        foreach ((MpiKind? kind, string rankName, string sizeName) in Launchers)
        {
            if (Number(variable(rankName)) is { } rank && Number(variable(sizeName)) is { } size && size > 1)
                return new LaunchedProcess(kind, rank, size);
        }

        return null;
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
