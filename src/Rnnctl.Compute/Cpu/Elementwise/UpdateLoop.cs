using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Elementwise;

/// <summary>One optimiser step for parameters that follow each other, their gradients, which become zero, and two moments.</summary>
internal static unsafe class UpdateLoop<T, TLanes, TRule>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TRule : unmanaged, IUpdateRule
{
    /// <summary>Updates <paramref name="count"/> parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in TRule rule, int count, T* parameters, T* gradients, T* first, T* second)
    {
        TRule copy = rule;
        int i = 0;
        if (count >= TLanes.Count)
        {
            // The condition is at the end, as in RowLoop: only then does the compiler keep the rule's numbers in registers.
            do
            {
                Update<TLanes>(copy, parameters + i, gradients + i, first + i, second + i);
                i += TLanes.Count;
            }
            while (i + TLanes.Count <= count);
        }

        for (; i < count; i++) Update<ScalarLanes<T>>(copy, parameters + i, gradients + i, first + i, second + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update<TWidth>(in TRule rule, T* parameters, T* gradients, T* first, T* second)
        where TWidth : struct, ILanes<TWidth, T>
    {
        TWidth parameter = TWidth.Load(parameters), moment = TWidth.Load(first), square = TWidth.Load(second);
        rule.Apply(ref parameter, TWidth.Load(gradients), ref moment, ref square);
        TWidth.Store(parameter, parameters);
        TWidth.Store(TWidth.Zero, gradients);
        TWidth.Store(moment, first);
        TWidth.Store(square, second);
    }
}
