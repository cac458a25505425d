using System.Numerics;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Elementwise;

/// <summary>One optimiser step for contiguous parameters, their gradients and two moments.</summary>
internal readonly unsafe struct UpdateJob<T, TLanes, TRule>(TRule rule, T* parameters, T* gradients, T* first, T* second, int count) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TRule : unmanaged, IUpdateRule
{
    private const int Block = 1024;

    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int from, int to) = Share.Of((count + Block - 1) / Block, part, parts);
        int begin = from * Block;
        UpdateLoop<T, TLanes, TRule>.Run(rule, Math.Min(to * Block, count) - begin, parameters + begin, gradients + begin, first + begin, second + begin);
    }
}
