using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Products;

/// <summary>Packs a product's right matrix; threads share the panels.</summary>
internal readonly struct PackPanelsJob<T, TLanes>(PackedPanels<T, TLanes> panels, Matrix<T> source, bool transposed) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(panels.Count, part, parts);
        panels.Pack(source, transposed, first, last);
    }
}
