using System.Numerics;
using ILGPU;
using ILGPU.Runtime;

namespace Rnnctl.Ilgpu.Kernels;

/// <summary>An accelerator's queue of work. Every kernel is compiled when it is first run, and runs after everything that was queued before it.</summary>
internal sealed class KernelQueue : IDisposable
{
    /// <summary>The most threads that a group ever has, for which kernels reserve shared memory.</summary>
    public const int LargestGroup = 256;

    // Enough groups to fill a device several times over; a thread of a larger grid would only cost its start.
    private const int GroupsPerMultiprocessor = 32;

    private readonly Dictionary<Type, Delegate> _kernels = [];
    private readonly int _mostGroups;

    /// <summary>A queue of an accelerator.</summary>
    public KernelQueue(AcceleratorSession session)
    {
        Session = session;
        Accelerator accelerator = session.Accelerator;
        Stream = accelerator.CreateStream();
        GroupSize = session.GroupSize;
        _mostGroups = accelerator.NumMultiprocessors * GroupsPerMultiprocessor;
    }

    /// <summary>The accelerator.</summary>
    public AcceleratorSession Session { get; }

    /// <summary>Its stream of work.</summary>
    public AcceleratorStream Stream { get; }

    /// <summary>The most threads that a group has on this accelerator, a power of two.</summary>
    public int GroupSize { get; }

    /// <summary>The kernels that were run so far.</summary>
    public IReadOnlyCollection<Type> Kernels => _kernels.Keys;

    /// <summary>What a device runs for an element kernel.</summary>
    public static void RunElements<TKernel>(TKernel kernel, int count)
        where TKernel : struct, IElementKernel
    {
        for (int index = (Grid.IdxX * Group.DimX) + Group.IdxX; index < count; index += Grid.DimX * Group.DimX) kernel.Run(index);
    }

    /// <summary>What a device runs for a group kernel.</summary>
    public static void RunGroup<TKernel>(TKernel kernel, int count)
        where TKernel : struct, IGroupKernel
    {
        if (Grid.IdxX < count) kernel.Run(Grid.IdxX);
    }

    /// <summary>Queues a kernel over elements 0 to <paramref name="count"/>.</summary>
    public void Run<TKernel>(TKernel kernel, int count)
        where TKernel : struct, IElementKernel
    {
        if (count == 0) return;
        int groups = Math.Min((count + GroupSize - 1) / GroupSize, _mostGroups);
        Launch(RunElements, new KernelConfig(groups, GroupSize), kernel, count);
    }

    /// <summary>Queues a kernel over pieces 0 to <paramref name="count"/>, a group for each.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="count">The number of pieces.</param>
    /// <param name="width">How many threads a piece has work for.</param>
    public void RunGroups<TKernel>(TKernel kernel, int count, int width)
        where TKernel : struct, IGroupKernel
    {
        if (count == 0) return;
        int threads = Math.Min(GroupSize, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(width, 1)));
        Launch(RunGroup, new KernelConfig(count, threads), kernel, count);
    }

    /// <inheritdoc />
    public void Dispose() => Stream.Dispose();

    private void Launch<TKernel>(Action<TKernel, int> entry, KernelConfig shape, TKernel kernel, int count)
        where TKernel : struct
    {
        try
        {
            Session.BeforeLaunch();
            Load(entry)(Stream, shape, kernel, count);
        }
        catch (AcceleratorException failure)
        {
            throw Session.Failure(failure);
        }
    }

    private Action<AcceleratorStream, KernelConfig, TKernel, int> Load<TKernel>(Action<TKernel, int> entry)
        where TKernel : struct
    {
        if (!_kernels.TryGetValue(typeof(TKernel), out Delegate? kernel))
            _kernels[typeof(TKernel)] = kernel = Session.Accelerator.LoadKernel(entry);
        return (Action<AcceleratorStream, KernelConfig, TKernel, int>)kernel;
    }
}
