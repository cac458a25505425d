using System.Diagnostics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Models.Parameters;
using Rnnctl.Mpi;

namespace Rnnctl.Training.Learning;

/// <summary>
/// The processes that share each update of the weights. All of them plan the same batches, each computes the gradient of its own shards, and all take the step
/// of the gradients' sum. So their weights keep the same bits, and everything that follows from the weights and the losses is the same everywhere.
/// </summary>
/// <param name="communicator">What the processes exchange numbers with.</param>
/// <param name="cancellation">Asks this process to stop; all stop after the same step.</param>
public sealed class WorkerGroup(Communicator communicator, CancellationToken cancellation) : IDisposable
{
    private readonly double[] _losses = new double[2 * communicator.Size];
    private readonly int[] _counts = new int[communicator.Size];
    private readonly Stopwatch _exchange = new(), _waiting = new();
    private Arena<float>? _rows;
    private Arena<int>? _ids;
    private float[] _numbers = [];
    private int[] _idsOnHost = [];

    /// <summary>The number of this process, from 0.</summary>
    public int Rank => communicator.Rank;

    /// <summary>The number of processes.</summary>
    public int Size => communicator.Size;

    /// <summary>Whether a process was asked to stop before the last step.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>This process's part of an evaluation.</summary>
    public WorkShare Evaluation => new(Rank, Size, communicator.Sum, communicator.Sum);

    /// <summary>Seconds of the steps since the last call that numbers travelled, and that this process waited for the slowest one.</summary>
    public (double Exchange, double Waiting) TakeSeconds()
    {
        (double Exchange, double Waiting) seconds = (_exchange.Elapsed.TotalSeconds, _waiting.Elapsed.TotalSeconds);
        _exchange.Reset();
        _waiting.Reset();
        return seconds;
    }

    /// <summary>The value of the process with rank 0.</summary>
    public bool OfFirst(bool own)
    {
        Span<bool> value = [own];
        communicator.Broadcast(value);
        return value[0];
    }

    /// <summary>The sum of the processes' shares of a loss. Waits for all of them.</summary>
    public double SumLosses(double own)
    {
        _waiting.Start();
        Span<double> losses = _losses;
        (losses[2 * Rank], losses[(2 * Rank) + 1]) = (own, cancellation.IsCancellationRequested ? 1 : 0);
        Array.Fill(_counts, 2);
        communicator.AllGather(losses, _counts);
        _waiting.Stop();
        double sum = 0;
        for (int rank = 0; rank < Size; rank++)
        {
            sum += losses[2 * rank];
            IsStopped |= losses[(2 * rank) + 1] != 0;
        }

        return sum;
    }

    /// <summary>Replaces the gradients by their sums over all processes.</summary>
    public void SumGradients(ParameterSet<float> parameters)
    {
        _exchange.Start();
        SumDense(parameters.Backend, parameters.Gradients);
        _rows ??= new Arena<float>(parameters.Backend.Allocate<float>);
        _ids ??= new Arena<int>(parameters.Backend.Allocate<int>);
        _rows.Reset();
        _ids.Reset();
        foreach (RowTable<float> table in parameters.Tables) GatherRows(parameters.Backend, table);
        _exchange.Stop();
    }

    /// <summary>Gathers rows of a tensor of which each process has changed its own.</summary>
    /// <param name="backend">The tensor's device.</param>
    /// <param name="rows">The rows, contiguous.</param>
    /// <param name="counts">The rows of each process, which follow each other, <c>[size]</c>.</param>
    public void GatherRows(Backend<float> backend, Tensor<float> rows, ReadOnlySpan<int> counts)
    {
        for (int rank = 0; rank < Size; rank++) _counts[rank] = counts[rank] * rows.Columns;
        Span<float> numbers = OnHost(backend, rows);
        communicator.AllGather(numbers, _counts);
        if (backend.HostSpan(rows).IsEmpty) backend.Upload<float>(numbers, rows);
    }

    /// <summary>Frees the memory; the communicator belongs to the caller.</summary>
    public void Dispose()
    {
        _rows?.Dispose();
        _ids?.Dispose();
    }

    private void SumDense(Backend<float> backend, Tensor<float> gradients)
    {
        if (gradients.IsEmpty) return;
        Span<float> numbers = OnHost(backend, gradients);
        communicator.Sum(numbers);
        if (backend.HostSpan(gradients).IsEmpty) backend.Upload<float>(numbers, gradients);
    }

    /// <summary>The rows that every process has touched become the parts of the table's gradient, in the order of the ranks.</summary>
    private void GatherRows(Backend<float> backend, RowTable<float> table)
    {
        table.Gather();
        Span<int> counts = stackalloc int[Size];
        communicator.AllGather(table.Rows.Count, counts);
        int all = 0, before = 0;
        for (int rank = 0; rank < Size; rank++)
        {
            if (rank < Rank) before += counts[rank];
            all += counts[rank];
        }

        int width = table.Value.Columns;
        Grow(ref _idsOnHost, all);
        Grow(ref _numbers, all * width);
        Span<int> ids = _idsOnHost.AsSpan(0, all);
        Span<float> numbers = _numbers.AsSpan(0, all * width);
        backend.Download(table.Rows, ids.Slice(before, counts[Rank]));
        backend.Download(table.Gradients, numbers.Slice(before * width, counts[Rank] * width));
        communicator.AllGather(ids, counts);
        for (int rank = 0; rank < Size; rank++) _counts[rank] = counts[rank] * width;
        communicator.AllGather(numbers, _counts);
        table.Gradient.Clear();
        for (int rank = 0, first = 0; rank < Size; first += counts[rank++])
        {
            Tensor<float> rows = _rows!.Allocate(counts[rank], width);
            Tensor<int> rowIds = _ids!.Allocate(1, counts[rank]);
            backend.Upload<float>(numbers.Slice(first * width, rows.Count), rows);
            backend.Upload<int>(ids.Slice(first, rowIds.Count), rowIds);
            table.Gradient.Add(rows, rowIds);
        }
    }

    /// <summary>A tensor's own memory where the host can reach it; else a copy.</summary>
    private Span<float> OnHost(Backend<float> backend, Tensor<float> tensor)
    {
        Span<float> own = backend.HostSpan(tensor);
        if (!own.IsEmpty) return own;
        Grow(ref _numbers, tensor.Count);
        Span<float> copy = _numbers.AsSpan(0, tensor.Count);
        backend.Download(tensor, copy);
        return copy;
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = GC.AllocateUninitializedArray<T>(length + (length / 4));
    }
}
