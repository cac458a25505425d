using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Recurrence;

namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>Applies a fused cell's formulas to the hidden units of one token, a register at a time.</summary>
internal static unsafe class UnitLoop<T, TLanes, TCell>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TCell : struct, IFusedCell
{
    /// <summary>Replaces pre-activations with activations, and computes the new state from the previous one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in UnitRow<T> row, int hidden)
    {
        UnitRow<T> local = row;
        int j = 0;
        for (; j + TLanes.Count <= hidden; j += TLanes.Count) Forward<TLanes>(local, j, hidden);
        for (; j < hidden; j++) Forward<ScalarLanes<T>>(local, j, hidden);
    }

    /// <summary>
    /// Replaces activations with the gradients of the pre-activations, adds to the gradient of the previous hidden state, and replaces the memory's gradient.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in UnitRow<T> row, int hidden)
    {
        UnitRow<T> local = row;
        int j = 0;
        for (; j + TLanes.Count <= hidden; j += TLanes.Count) Backward<TLanes>(local, j, hidden);
        for (; j < hidden; j++) Backward<ScalarLanes<T>>(local, j, hidden);
    }

    /// <summary>
    /// For cells that reset before the product: replaces the first gate's pre-activation with r, and writes r ⊙ h' for the last gate's product.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Reset(in UnitRow<T> row, int hidden)
    {
        UnitRow<T> local = row;
        int j = 0;
        for (; j + TLanes.Count <= hidden; j += TLanes.Count) Reset<TLanes>(local, j);
        for (; j < hidden; j++) Reset<ScalarLanes<T>>(local, j);
    }

    /// <summary>
    /// For cells that reset before the product: replaces r with the gradient of its pre-activation, and adds to the gradient of the previous hidden state.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardReset(in UnitRow<T> row, int hidden)
    {
        UnitRow<T> local = row;
        int j = 0;
        for (; j + TLanes.Count <= hidden; j += TLanes.Count) BackwardReset<TLanes>(local, j);
        for (; j < hidden; j++) BackwardReset<ScalarLanes<T>>(local, j);
    }

    /// <summary>For cells with memory products: replaces the first three gates' pre-activations with activations, and computes the new memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UpdateMemory(in UnitRow<T> row, int hidden)
    {
        UnitRow<T> local = row;
        int j = 0;
        for (; j + TLanes.Count <= hidden; j += TLanes.Count) UpdateMemory<TLanes>(local, j, hidden);
        for (; j < hidden; j++) UpdateMemory<ScalarLanes<T>>(local, j, hidden);
    }

    /// <summary>For cells with memory products: replaces the fourth gate with the gradient of its pre-activation, and adds to the memory's gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardOutput(in UnitRow<T> row, int hidden)
    {
        UnitRow<T> local = row;
        int j = 0;
        for (; j + TLanes.Count <= hidden; j += TLanes.Count) BackwardOutput<TLanes>(local, j, hidden);
        for (; j < hidden; j++) BackwardOutput<ScalarLanes<T>>(local, j, hidden);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UpdateMemory<TWidth>(in UnitRow<T> row, int j, int hidden)
        where TWidth : struct, ILanes<TWidth, T>
    {
        UnitStep<TWidth> unit = LoadBefore<TWidth>(row, j, hidden);
        TCell.UpdateMemory(ref unit);
        TWidth.Store(unit.FirstGate, row.Gates + j);
        TWidth.Store(unit.SecondGate, row.Gates + hidden + j);
        TWidth.Store(unit.ThirdGate, row.Gates + (2 * hidden) + j);
        TWidth.Store(unit.Memory, row.Memory + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BackwardOutput<TWidth>(in UnitRow<T> row, int j, int hidden)
        where TWidth : struct, ILanes<TWidth, T>
    {
        UnitStep<TWidth> unit = LoadBefore<TWidth>(row, j, hidden);
        unit.Memory = TWidth.Load(row.Memory + j);
        UnitGradient<TWidth> gradient = default;
        gradient.Hidden = TWidth.Load(row.HiddenGradient + j);
        gradient.Memory = TWidth.Load(row.MemoryGradient + j);
        TCell.BackwardOutput(unit, ref gradient);
        TWidth.Store(gradient.FourthGate, row.Gates + (3 * hidden) + j);
        TWidth.Store(gradient.Memory, row.MemoryGradient + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reset<TWidth>(in UnitRow<T> row, int j)
        where TWidth : struct, ILanes<TWidth, T>
    {
        UnitStep<TWidth> unit = default;
        unit.FirstGate = TWidth.Load(row.Gates + j);
        unit.PreviousHidden = TWidth.Load(row.PreviousHidden + j);
        TCell.Reset(ref unit);
        TWidth.Store(unit.FirstGate, row.Gates + j);
        TWidth.Store(unit.RecurrentTerm, row.Reset + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BackwardReset<TWidth>(in UnitRow<T> row, int j)
        where TWidth : struct, ILanes<TWidth, T>
    {
        UnitStep<TWidth> unit = default;
        unit.FirstGate = TWidth.Load(row.Gates + j);
        unit.PreviousHidden = TWidth.Load(row.PreviousHidden + j);
        UnitGradient<TWidth> gradient = default;
        gradient.RecurrentTerm = TWidth.Load(row.ResetGradient + j);
        TCell.BackwardReset(unit, ref gradient);
        TWidth.Store(gradient.FirstGate, row.Gates + j);
        TWidth.Store(TWidth.Load(row.PreviousHiddenGradient + j) + gradient.PreviousHidden, row.PreviousHiddenGradient + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward<TWidth>(in UnitRow<T> row, int j, int hidden)
        where TWidth : struct, ILanes<TWidth, T>
    {
        UnitStep<TWidth> unit = LoadBefore<TWidth>(row, j, hidden);
        if (TCell.HasMemoryProducts) unit.Memory = TWidth.Load(row.Memory + j);
        TCell.Forward(ref unit);
        TWidth.Store(unit.FirstGate, row.Gates + j);
        if (TCell.Gates > 1) TWidth.Store(unit.SecondGate, row.Gates + hidden + j);
        if (TCell.Gates > 2) TWidth.Store(unit.ThirdGate, row.Gates + (2 * hidden) + j);
        if (TCell.Gates > 3) TWidth.Store(unit.FourthGate, row.Gates + (3 * hidden) + j);
        TWidth.Store(unit.Hidden, row.Hidden + j);
        if (TCell.HasMemory) TWidth.Store(unit.Memory, row.Memory + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Backward<TWidth>(in UnitRow<T> row, int j, int hidden)
        where TWidth : struct, ILanes<TWidth, T>
    {
        UnitStep<TWidth> unit = LoadBefore<TWidth>(row, j, hidden);
        unit.Hidden = TWidth.Load(row.Hidden + j);
        UnitGradient<TWidth> gradient = default;
        gradient.Hidden = TWidth.Load(row.HiddenGradient + j);
        if (TCell.HasMemory)
        {
            unit.Memory = TWidth.Load(row.Memory + j);
            gradient.Memory = TWidth.Load(row.MemoryGradient + j);
        }

        TCell.Backward(unit, ref gradient);
        TWidth.Store(gradient.FirstGate, row.Gates + j);
        if (TCell.Gates > 1) TWidth.Store(gradient.SecondGate, row.Gates + hidden + j);
        if (TCell.Gates > 2) TWidth.Store(gradient.ThirdGate, row.Gates + (2 * hidden) + j);
        if (TCell.Gates > 3) TWidth.Store(gradient.FourthGate, row.Gates + (3 * hidden) + j);
        if (TCell.HasSeparateRecurrentTerm) TWidth.Store(gradient.RecurrentTerm, row.RecurrentTerm + j);
        TWidth.Store(TWidth.Load(row.PreviousHiddenGradient + j) + gradient.PreviousHidden, row.PreviousHiddenGradient + j);
        if (TCell.HasMemory) TWidth.Store(gradient.PreviousMemory, row.MemoryGradient + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UnitStep<TWidth> LoadBefore<TWidth>(in UnitRow<T> row, int j, int hidden)
        where TWidth : struct, ILanes<TWidth, T>
    {
        UnitStep<TWidth> unit = default;
        unit.FirstGate = TWidth.Load(row.Gates + j);
        if (TCell.Gates > 1) unit.SecondGate = TWidth.Load(row.Gates + hidden + j);
        if (TCell.Gates > 2) unit.ThirdGate = TWidth.Load(row.Gates + (2 * hidden) + j);
        if (TCell.Gates > 3) unit.FourthGate = TWidth.Load(row.Gates + (3 * hidden) + j);
        if (TCell.HasSeparateRecurrentTerm) unit.RecurrentTerm = TWidth.Load(row.RecurrentTerm + j);
        unit.PreviousHidden = TWidth.Load(row.PreviousHidden + j);
        if (TCell.HasMemory) unit.PreviousMemory = TWidth.Load(row.PreviousMemory + j);
        if (TCell.ClipsMemory) unit.MemoryLimit = TWidth.Broadcast(row.MemoryLimit);
        if (!TCell.HasPeepholes) return unit;
        unit.FirstPeephole = TWidth.Load(row.FirstPeephole + j);
        unit.SecondPeephole = TWidth.Load(row.SecondPeephole + j);
        unit.FourthPeephole = TWidth.Load(row.FourthPeephole + j);
        return unit;
    }
}
