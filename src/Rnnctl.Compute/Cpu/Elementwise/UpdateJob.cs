using System.Numerics;
using System.Runtime.CompilerServices;
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
        Update(from * Block, Math.Min(to * Block, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(int from, int to)
    {
        int i = from;
        for (; i + TLanes.Count <= to; i += TLanes.Count) UpdateLanes<TLanes>(i);
        for (; i < to; i++) UpdateLanes<ScalarLanes<T>>(i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void UpdateLanes<TWidth>(int i)
        where TWidth : struct, ILanes<TWidth, T>
    {
        TWidth parameter = TWidth.Load(parameters + i), moment = TWidth.Load(first + i), square = TWidth.Load(second + i);
        rule.Apply(ref parameter, TWidth.Load(gradients + i), ref moment, ref square);
        TWidth.Store(parameter, parameters + i);
        TWidth.Store(moment, first + i);
        TWidth.Store(square, second + i);
    }
}
