using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Products;

/// <summary>Products by our own kernels: in tiles if the device's groups are large enough, else element by element.</summary>
internal sealed class KernelProducts<T, TReal>(KernelQueue queue) : MatrixProducts<T>
    where T : unmanaged
    where TReal : unmanaged, IDeviceReal<TReal>
{
    private readonly bool _byTiles = queue.GroupSize >= TiledProductKernel<TReal>.Threads;

    /// <inheritdoc />
    public override string Name => _byTiles ? "tiled kernel" : "plain kernel";

    /// <inheritdoc />
    public override void Multiply(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, bool accumulate)
    {
        DeviceMatrix<TReal> target = DeviceStorage<T>.MatrixOf<TReal>(c);
        int beta = accumulate ? 1 : 0;
        if (_byTiles) Run(new TiledProductKernel<TReal>(Read(a), Read(b with { Transposed = !b.Transposed }), a.Columns, beta, target), target);
        else queue.Run(new PlainProductKernel<TReal>(Read(a), Read(b), a.Columns, beta, target), target.Count);
    }

    private static ProductOperand<TReal> Read(MatrixOperand<T> operand)
    {
        DeviceMatrix<TReal> matrix = DeviceStorage<T>.MatrixOf<TReal>(operand.Tensor);
        return operand.Transposed ? new(matrix.Elements, 1, matrix.Stride) : new(matrix.Elements, matrix.Stride, 1);
    }

    private void Run(TiledProductKernel<TReal> kernel, DeviceMatrix<TReal> target) =>
        queue.RunGroups(kernel, TiledProductKernel<TReal>.Tiles(target.Rows, target.Columns), TiledProductKernel<TReal>.Threads);
}
