using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>
/// The packed panels of right matrices that callers promise not to change. A matrix is packed when it is first used; the panels are reused until the promise
/// ends.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TLanes">The register.</typeparam>
internal sealed unsafe class KeptPanels<T, TLanes>(ThreadTeam team) : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    private readonly HashSet<MatrixOperand<T>> _promised = [];
    private readonly Dictionary<MatrixOperand<T>, CpuStorage<T>> _packed = [];

    /// <summary>Accepts the promise that a right matrix does not change.</summary>
    public void Keep(MatrixOperand<T> b) => _promised.Add(b);

    /// <summary>Whether a right matrix is promised not to change.</summary>
    public bool IsKept(MatrixOperand<T> b) => _promised.Count > 0 && _promised.Contains(b);

    /// <summary>The panels of a right matrix that does not change, or of some of its columns.</summary>
    public PackedPanels<T, TLanes> Panels(MatrixOperand<T> b)
    {
        bool isPacked = _packed.TryGetValue(b, out CpuStorage<T>? memory);
        if (!isPacked) _packed[b] = memory = new CpuStorage<T>(PackedPanels<T, TLanes>.Length(b.Rows, b.Columns));
        var panels = new PackedPanels<T, TLanes>(memory!.Pointer, b.Rows, b.Columns);
        if (!isPacked) team.Run(new PackPanelsJob<T, TLanes>(panels, new Matrix<T>(b.Tensor), b.Transposed));
        return panels;
    }

    /// <summary>Ends all promises and removes the panels.</summary>
    public void Forget()
    {
        foreach (CpuStorage<T> memory in _packed.Values) memory.Dispose();
        _packed.Clear();
        _promised.Clear();
    }

    public void Dispose() => Forget();
}
