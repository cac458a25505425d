using ILGPU;
using ILGPU.Runtime;
using Rnnctl.Ilgpu.Accelerators;

namespace Rnnctl.Ilgpu.Tests;

/// <summary>Runs alone, so that no other test sees the assertion that fails here on purpose.</summary>
[CollectionDefinition(nameof(FailedAssertionsTests), DisableParallelization = true)]
[Collection(nameof(FailedAssertionsTests))]
public sealed class FailedAssertionsTests
{
    [Fact]
    public void An_index_beyond_a_view_is_reported()
    {
        using AcceleratorSession session = IlgpuContext.OpenEmulation(threads: 2, largestGroup: 1, watch: null);
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = session.Accelerator.Allocate1D<int>(8);
        using AcceleratorStream stream = session.Accelerator.CreateStream();
        Action<AcceleratorStream, KernelConfig, ArrayView<int>, int> read = session.Accelerator.LoadKernel<ArrayView<int>, int>(Read);

        read(stream, new KernelConfig(1, 1), buffer.View.BaseView.SubView(0, 4), 3);
        Assert.Empty(FailedAssertions.Take());
        read(stream, new KernelConfig(1, 1), buffer.View.BaseView.SubView(0, 4), 4);
        Assert.Contains("out of range", Assert.Single(FailedAssertions.Take()), StringComparison.Ordinal);
    }

    private static void Read(ArrayView<int> view, int index) => view[0] = view[index];
}
