using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using Rnnctl.Ilgpu.Accelerators;

namespace Rnnctl.Ilgpu.Kernels;

/// <summary>An accelerator's queue of work. Every kernel is compiled when it first runs, and runs after all work that was queued before.</summary>
internal sealed class KernelQueue : IDisposable
{
    /// <summary>The largest number of threads of any group; kernels reserve shared memory for it.</summary>
    public const int LargestGroup = 256;

    // Enough groups to fill a device several times; a larger grid would only add the cost of starting threads.
    private const int GroupsPerMultiprocessor = 32;

    private readonly Dictionary<Type, Delegate> _kernels = [];
    private readonly int _mostGroups;

    /// <summary>Creates a queue for an accelerator.</summary>
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

    /// <summary>The accelerator's stream.</summary>
    public AcceleratorStream Stream { get; }

    /// <summary>The largest number of threads of a group on this accelerator, a power of two.</summary>
    public int GroupSize { get; }

    /// <summary>The kernels that have run so far.</summary>
    public IReadOnlyCollection<Type> Kernels => _kernels.Keys;

    /// <summary>The device code for an element kernel.</summary>
    public static void RunElements<TKernel>(TKernel kernel, int count)
        where TKernel : struct, IElementKernel
    {
        for (int index = (Grid.IdxX * Group.DimX) + Group.IdxX; index < count; index += Grid.DimX * Group.DimX) kernel.Run(index);
    }

    /// <summary>
    /// The device code for a group kernel. The number of groups is the number of pieces, so that no condition is needed here. If a group could leave before a
    /// barrier, PoCL (OpenCL on the processor) would ignore later conditions, and threads would write to wrong places.
    /// </summary>
    public static void RunGroup<TKernel>(TKernel kernel)
        where TKernel : struct, IGroupKernel => kernel.Run(Grid.IdxX);

    /// <summary>Queues a kernel over elements 0 to <paramref name="count"/>.</summary>
    public void Run<TKernel>(TKernel kernel, int count)
        where TKernel : struct, IElementKernel
    {
        if (count == 0) return;
        int groups = Math.Min((count + GroupSize - 1) / GroupSize, _mostGroups);
        try
        {
            Session.BeforeLaunch();
            Load<TKernel, Action<AcceleratorStream, KernelConfig, TKernel, int>>(accelerator => accelerator.LoadKernel<TKernel, int>(RunElements))(
                Stream, new KernelConfig(groups, GroupSize), kernel, count);
        }
        catch (AcceleratorException failure)
        {
            throw Session.Failure(failure);
        }
    }

    /// <summary>Queues a kernel over pieces 0 to <paramref name="count"/>, with one group per piece.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="count">The number of pieces.</param>
    /// <param name="width">The number of threads that a piece has work for.</param>
    public void RunGroups<TKernel>(TKernel kernel, int count, int width)
        where TKernel : struct, IGroupKernel
    {
        if (count == 0) return;
        int threads = Math.Min(GroupSize, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(width, 1)));
        try
        {
            Session.BeforeLaunch();
            Load<TKernel, Action<AcceleratorStream, KernelConfig, TKernel>>(accelerator => accelerator.LoadKernel<TKernel>(RunGroup))(
                Stream, new KernelConfig(count, threads), kernel);
        }
        catch (AcceleratorException failure)
        {
            throw Session.Failure(failure);
        }
    }

    /// <inheritdoc />
    public void Dispose() => Stream.Dispose();

    // Compiled when it is first run.
    private TLauncher Load<TKernel, TLauncher>(Func<Accelerator, TLauncher> compile)
        where TLauncher : Delegate
    {
        if (!_kernels.TryGetValue(typeof(TKernel), out Delegate? launcher)) _kernels[typeof(TKernel)] = launcher = compile(Session.Accelerator);
        return (TLauncher)launcher;
    }
}
