using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Tensors;

public sealed class TensorTests
{
    private static readonly float[] Counting = [.. Enumerable.Range(0, 20).Select(i => (float)i)];

    [Fact]
    public void A_slice_of_rows_and_columns_has_the_right_elements()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using Storage<float> storage = backend.Allocate<float>(20);
        var whole = new Tensor<float>(storage, 0, 4, 5);
        backend.Upload<float>(Counting, whole);
        float[] row = new float[2];

        Tensor<float> slice = whole.SliceRows(1, 3).SliceColumns(2, 2).SliceRows(1, 2);
        backend.Download(slice.SliceRows(1, 1), row.AsSpan());

        Assert.Equal((2, 2, 5, 4), (slice.Rows, slice.Columns, slice.Stride, slice.Count));
        Assert.Equal([17f, 18f], row);
        Assert.True(slice.SliceRows(0, 1).IsContiguous);
        Assert.False(slice.IsContiguous);
        Assert.Equal("[2, 2]", slice.Shape);
    }

    [Fact]
    public void Slices_beyond_the_shape_are_refused()
    {
        var tensor = new Tensor<float>(null!, 0, 4, 5);

        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.SliceRows(2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.SliceRows(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.SliceColumns(5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.SliceColumns(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.SliceRows(1, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.SliceColumns(1, int.MaxValue));
    }

    [Theory]
    [InlineData(0, 5, 5)]
    [InlineData(1, 4, 5)]
    [InlineData(-1, 1, 1)]
    [InlineData(int.MinValue, 4, 5)]
    [InlineData(0, 1 << 16, 1 << 16)]
    public void A_tensor_that_exceeds_its_memory_is_never_read_or_written(int offset, int rows, int columns)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using Storage<float> storage = backend.Allocate<float>(20);
        var tensor = new Tensor<float>(storage, offset, rows, columns);

        Assert.Throws<InvalidOperationException>(() => backend.Fill(tensor, 1));
        Assert.Throws<InvalidOperationException>(() => backend.Sum(tensor, 1, new Tensor<float>(storage, 0, 1, 1)));
    }

    [Fact]
    public void A_slice_of_columns_is_not_copied_as_contiguous_memory()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using Storage<float> storage = backend.Allocate<float>(20);
        Tensor<float> slice = new Tensor<float>(storage, 0, 4, 5).SliceColumns(1, 3);

        Assert.Throws<ArgumentException>(() => backend.Upload<float>(new float[12], slice));
        Assert.Throws<ArgumentException>(() => backend.Download(slice, new float[12].AsSpan()));
    }
}
