using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>
/// A recurrent weight U <c>[G H, R]</c> packed for the loop over time, in two parts: the gates whose product is added to W x + b, and the last gate if its
/// product is separate. The forward product is h' Uᵀ, the backward product dG U. Also the projection P <c>[R, H]</c>, if the cell has one, with the products
/// m Pᵀ and dh P, and full peepholes P <c>[3 H, H]</c> likewise. R is H without a projection.
/// </summary>
internal readonly unsafe struct RecurrentPanels<T, TLanes, TCell>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TCell : struct, IFusedCell
{
    private readonly Matrix<T> _weight, _projection, _peephole;
    private readonly bool _forward;

    /// <summary>Panels at <paramref name="memory"/>, which holds <see cref="Length"/> elements.</summary>
    public RecurrentPanels(T* memory, Matrix<T> weight, Matrix<T> projection, Matrix<T> peephole, bool forward)
    {
        int hidden = weight.Rows / TCell.Gates, width = weight.Columns;
        int joined = RecurrentGates.OfHidden<TCell>() * hidden;
        (_weight, _projection, _peephole, _forward) = (weight, projection, peephole, forward);
        FirstGates = forward ? new(memory, width, joined) : new(memory, joined, width);
        T* rest = memory + PackedPanels<T, TLanes>.Length(FirstGates.Depth, FirstGates.Columns);
        LastGate = SplitsLast ? new(rest, hidden, hidden) : default;
        if (TCell.HasProjection) Projection = forward ? new(rest, hidden, width) : new(rest, width, hidden);
        if (!TCell.HasMemoryProducts) return;
        FirstMemory = forward ? new(rest, hidden, 2 * hidden) : new(rest, 2 * hidden, hidden);
        LastMemory = new(rest + PackedPanels<T, TLanes>.Length(FirstMemory.Depth, FirstMemory.Columns), hidden, hidden);
    }

    private RecurrentPanels(PackedPanels<T, TLanes> firstGates, PackedPanels<T, TLanes> lastGate, PackedPanels<T, TLanes> projection) =>
        (FirstGates, LastGate, Projection) = (firstGates, lastGate, projection);

    /// <summary>The panels of the gates whose recurrent product is one of h'.</summary>
    public PackedPanels<T, TLanes> FirstGates { get; }

    /// <summary>The panels of the last gate, if its product is separate.</summary>
    public PackedPanels<T, TLanes> LastGate { get; }

    /// <summary>The panels of P, if the cell projects.</summary>
    public PackedPanels<T, TLanes> Projection { get; }

    /// <summary>The panels of P of the first and second gate, which read c', if the cell has memory products.</summary>
    public PackedPanels<T, TLanes> FirstMemory { get; private init; }

    /// <summary>The panels of P of the fourth gate, which reads c.</summary>
    public PackedPanels<T, TLanes> LastMemory { get; private init; }

    private static bool SplitsLast => RecurrentGates.OfHidden<TCell>() < TCell.Gates;

    /// <summary>The number of elements of the panels.</summary>
    /// <param name="hidden">H.</param>
    /// <param name="width">R, the width of the hidden state.</param>
    public static long Length(int hidden, int width)
    {
        long first = Larger(width, TCell.Gates * hidden);
        if (TCell.HasProjection) return first + Larger(width, hidden);
        if (TCell.HasMemoryProducts) return first + Larger(hidden, 2 * hidden) + Larger(hidden, hidden);
        return SplitsLast ? first + Larger(hidden, hidden) : first;

        static long Larger(int depth, int columns) =>
            Math.Max(PackedPanels<T, TLanes>.Length(depth, columns), PackedPanels<T, TLanes>.Length(columns, depth));
    }

    /// <summary>The kept panels of weights whose transposes do not change, for the forward loop: nothing needs packing.</summary>
    public static RecurrentPanels<T, TLanes, TCell> Kept(KeptPanels<T, TLanes> kept, Tensor<T> weight, Tensor<T> projection, Tensor<T> peephole)
    {
        int hidden = weight.Rows / TCell.Gates, joined = RecurrentGates.OfHidden<TCell>() * hidden;
        return new RecurrentPanels<T, TLanes, TCell>(
            kept.Panels(MatrixOperand<T>.Transpose(weight.SliceRows(0, joined))),
            SplitsLast ? kept.Panels(MatrixOperand<T>.Transpose(weight.SliceRows(joined, hidden))) : default,
            TCell.HasProjection ? kept.Panels(MatrixOperand<T>.Transpose(projection)) : default)
        {
            FirstMemory = TCell.HasMemoryProducts ? kept.Panels(MatrixOperand<T>.Transpose(peephole.SliceRows(0, 2 * hidden))) : default,
            LastMemory = TCell.HasMemoryProducts ? kept.Panels(MatrixOperand<T>.Transpose(peephole.SliceRows(2 * hidden, hidden))) : default,
        };
    }

    /// <summary>Packs a share of the panels.</summary>
    public void Pack(int part, int parts)
    {
        if (_weight.Pointer == null) return;
        PackShare(FirstGates, _weight, part, parts);
        if (TCell.HasProjection) PackShare(Projection, _projection, part, parts);
        if (TCell.HasMemoryProducts) PackMemory(part, parts);
        if (!SplitsLast) return;
        var last = new Matrix<T>(_weight.Row(RecurrentGates.OfHidden<TCell>() * _weight.Columns), _weight.Columns, _weight.Columns, _weight.Stride);
        PackShare(LastGate, last, part, parts);
    }

    private void PackMemory(int part, int parts)
    {
        int hidden = _peephole.Columns;
        PackShare(FirstMemory, _peephole, part, parts);
        PackShare(LastMemory, new Matrix<T>(_peephole.Row(2 * hidden), hidden, hidden, _peephole.Stride), part, parts);
    }

    private void PackShare(in PackedPanels<T, TLanes> panels, Matrix<T> source, int part, int parts)
    {
        (int first, int last) = Threading.Share.Of(panels.Count, part, parts);
        panels.Pack(source, _forward, first, last);
    }
}
