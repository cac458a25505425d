using Rnnctl.Mpi;

namespace Rnnctl.Training.Tests.Processes;

/// <summary>What the environment variables of MPI launchers say.</summary>
public class LaunchedProcessTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=2 OMPI_COMM_WORLD_SIZE=4 PMIX_RANK=2", MpiKind.OpenMpi, 2, 4)]
    [InlineData("PMI_RANK=0 PMI_SIZE=2 MPI_LOCALRANKID=0", MpiKind.Mpich, 0, 2)]
    [InlineData("SLURM_PROCID=5 PMI_RANK=5 PMI_SIZE=8 SLURM_STEP_NUM_TASKS=8", MpiKind.Mpich, 5, 8)]
    [InlineData("PMIX_RANK=1 SLURM_STEP_NUM_TASKS=16", null, 1, 16)]
    public void Launcher_is_found_with_its_library_and_the_rank(string variables, MpiKind? kind, int rank, int size) =>
        Assert.Equal(new LaunchedProcess(kind, rank, size), Find(variables));

    [Theory]
    [InlineData("PATH=/bin")]
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1")]
    [InlineData("OMPI_COMM_WORLD_SIZE=4")]
    [InlineData("PMI_RANK=0")]
    [InlineData("PMI_RANK=x PMI_SIZE=2")]
    [InlineData("SLURM_PROCID=1 SLURM_STEP_NUM_TASKS=2")]
    [InlineData("PMIX_RANK=0")]
    public void One_process_alone_needs_no_MPI(string variables) => Assert.Null(Find(variables));

    [Theory]
    [InlineData("Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4, repo rev: v4.1.4, May 26, 2022", "Open MPI 4.1.4")]
    [InlineData("MPICH Version:\t4.0.2\nMPICH Release date:\tThu Apr  7 12:34:45 CDT 2022\nMPICH ABI:\t14:2:2\n", "MPICH 4.0.2")]
    [InlineData("Intel(R) MPI Library 2021.6 for Linux* OS\n\0", "Intel(R) MPI Library 2021.6 for Linux* OS")]
    public void Version_is_the_name_and_the_number(string text, string expected) => Assert.Equal(expected, VersionText.Shorten(text));

    private static LaunchedProcess? Find(string variables)
    {
        var set = variables.Split(' ').Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]);
        return LaunchedProcess.Find(set.GetValueOrDefault);
    }
}
