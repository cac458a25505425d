using System.Runtime.CompilerServices;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Parameters;
using Rnnctl.Mpi;
using Rnnctl.Training.Learning;

namespace Rnnctl.Tests.Processes;

/// <summary>What each of several processes checks of their exchange, against what the others' numbers are known to be.</summary>
internal static class MpiExchange
{
    /// <summary>Checks, and leaves a file that is named after the process; an exception ends all processes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Check(string folder)
    {
        using var communicator = Communicator.Start(LaunchedProcess.Find(Environment.GetEnvironmentVariable));
        (int rank, int size) = (communicator.Rank, communicator.Size);
        Assert.Equal((rank, size), (communicator.HostRank, communicator.HostSize));
        Assert.Equal(["", "é", "éé"], communicator.AllGather(new string('é', rank)));

        // The second length is of several pieces.
        foreach (int length in (int[])[1, 2, 5, 100, 1_100_001]) CheckSum(communicator, length);
        Span<double> doubles = [0.1 * rank, 1e17 * (rank - 1)];
        communicator.Sum(doubles);
        Assert.Equal([0.1 + 0.2, 0], doubles);
        using var group = new WorkerGroup(communicator, CancellationToken.None);
        Assert.True(group.OfFirst(rank == 0));
        Assert.Equal(3, group.SumLosses(rank));
        CheckGradients(group);

        // The libraries must leave the signal to .NET by which it finds null references.
        Assert.Throws<NullReferenceException>(() => Volatile.Read(ref folder) is { Length: > 0 } ? ((string?)null)!.Length : 0);
        File.WriteAllText(Path.Combine(folder, $"rank {rank} of {size}"), "");
    }

    /// <summary>The sum in the order of the ranks, to the bit.</summary>
    private static void CheckSum(Communicator communicator, int length)
    {
        float[][] numbers = [.. Enumerable.Range(0, communicator.Size).Select(rank => Numbers(rank, length))];
        float[] sum = numbers[communicator.Rank].ToArray();
        communicator.Sum<float>(sum);
        float[] expected = [.. Enumerable.Range(0, length).Select(i => numbers.Aggregate(0f, (before, one) => before + one[i]))];
        Assert.Equal(expected, sum);
    }

    /// <summary>A table of six rows of which the process with rank r reads rows r, 4 and r again, and a vector.</summary>
    private static void CheckGradients(WorkerGroup group)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var parameters = new ParameterSet<float>(
            backend,
            [
                new ParameterShape("vector", [2], new InitialValue(Distribution.Zero)),
                new ParameterShape("table", [6, 2], new InitialValue(Distribution.Zero)) { ByRows = true },
            ],
            learning: true);
        float one = group.Rank + 1;
        backend.Upload<float>([one, 10 * one], parameters["vector"].Gradient);
        using Storage<float> rows = backend.Allocate<float>(6);
        using Storage<int> ids = backend.Allocate<int>(3);
        (Tensor<float> gradients, Tensor<int> places) = (new Tensor<float>(rows, 0, 3, 2), new Tensor<int>(ids, 0, 1, 3));
        backend.Upload<float>([one, 0, 100, one, one, 1], gradients);
        backend.Upload<int>([group.Rank, 4, group.Rank], places);
        RowTable<float> table = parameters.Tables[0];
        table.Gradient.Add(gradients, places);
        group.SumGradients(parameters);
        table.Gather();
        Assert.Equal([6f, 60f], Read(backend, parameters["vector"].Gradient));
        Assert.Equal([0, 1, 2, 4], Read(backend, table.Rows));
        Assert.Equal([2, 1, 4, 1, 6, 1, 300, 6], Read(backend, table.Gradients));
    }

    private static float[] Numbers(int rank, int length)
    {
        var random = new Random(rank);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * (1 << random.Next(8)))];
    }

    private static T[] Read<T>(Backend<float> backend, Tensor<T> tensor)
        where T : unmanaged
    {
        var values = new T[tensor.Count];
        backend.Download(tensor, values);
        return values;
    }
}
