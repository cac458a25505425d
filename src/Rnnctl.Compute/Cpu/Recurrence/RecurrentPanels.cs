using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>
/// A recurrent weight U <c>[G H, H]</c> packed for the loop over time, in two parts: the gates whose product is added to W x + b, and the last gate if its
/// product is separate. The forward product is h' Uᵀ, the backward product dG U.
/// </summary>
internal readonly unsafe struct RecurrentPanels<T, TLanes, TCell>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TCell : struct, IFusedCell
{
    private readonly Matrix<T> _weight;
    private readonly bool _forward;

    /// <summary>Panels at <paramref name="memory"/>, which holds <see cref="Length"/> elements.</summary>
    public RecurrentPanels(T* memory, Matrix<T> weight, bool forward)
    {
        int hidden = weight.Columns;
        int joined = RecurrentGates.OfHidden<TCell>() * hidden;
        _weight = weight;
        _forward = forward;
        FirstGates = forward ? new(memory, hidden, joined) : new(memory, joined, hidden);
        T* rest = memory + PackedPanels<T, TLanes>.Length(FirstGates.Depth, FirstGates.Columns);
        LastGate = SplitsLast ? new(rest, hidden, hidden) : default;
    }

    private RecurrentPanels(PackedPanels<T, TLanes> firstGates, PackedPanels<T, TLanes> lastGate) => (FirstGates, LastGate) = (firstGates, lastGate);

    /// <summary>The panels of the gates whose recurrent product is one of h'.</summary>
    public PackedPanels<T, TLanes> FirstGates { get; }

    /// <summary>The panels of the last gate, if its product is separate.</summary>
    public PackedPanels<T, TLanes> LastGate { get; }

    private static bool SplitsLast => RecurrentGates.OfHidden<TCell>() < TCell.Gates;

    /// <summary>The number of elements of the panels.</summary>
    public static long Length(int hidden) => Math.Max(
        PackedPanels<T, TLanes>.Length(hidden, TCell.Gates * hidden) + PackedPanels<T, TLanes>.Length(hidden, hidden),
        PackedPanels<T, TLanes>.Length(TCell.Gates * hidden, hidden) + PackedPanels<T, TLanes>.Length(hidden, hidden));

    /// <summary>The kept panels of a weight whose transpose does not change, for the forward loop: nothing needs packing.</summary>
    public static RecurrentPanels<T, TLanes, TCell> Kept(KeptPanels<T, TLanes> kept, Tensor<T> weight)
    {
        int joined = RecurrentGates.OfHidden<TCell>() * weight.Columns;
        return new RecurrentPanels<T, TLanes, TCell>(
            kept.Panels(MatrixOperand<T>.Transpose(weight.SliceRows(0, joined))),
            SplitsLast ? kept.Panels(MatrixOperand<T>.Transpose(weight.SliceRows(joined, weight.Columns))) : default);
    }

    /// <summary>Packs a share of the panels.</summary>
    public void Pack(int part, int parts)
    {
        if (_weight.Pointer == null) return;
        PackShare(FirstGates, _weight, part, parts);
        if (!SplitsLast) return;
        var last = new Matrix<T>(_weight.Row(RecurrentGates.OfHidden<TCell>() * _weight.Columns), _weight.Columns, _weight.Columns, _weight.Stride);
        PackShare(LastGate, last, part, parts);
    }

    private void PackShare(in PackedPanels<T, TLanes> panels, Matrix<T> source, int part, int parts)
    {
        (int first, int last) = Threading.Share.Of(panels.Count, part, parts);
        panels.Pack(source, _forward, first, last);
    }
}
