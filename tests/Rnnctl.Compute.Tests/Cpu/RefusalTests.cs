using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu;

/// <summary>Tests that operations refuse tensors whose shapes do not fit.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly Workspace<float> _workspace;

    public RefusalTests() => _workspace = new Workspace<float>(_backend);

    public void Dispose()
    {
        _workspace.Dispose();
        _backend.Dispose();
    }

    [Fact]
    public void Elementwise_operations_refuse_shapes_that_differ()
    {
        Tensor<float> target = _workspace.Place(2, 3), other = _workspace.Place(3, 2);

        Assert.Throws<ArgumentException>(() => _backend.Map(default(MapCase.Blend), target, target, other));
        Assert.Throws<ArgumentException>(() => _backend.Map(default(MapCase.Blend), target, other, target));
    }

    [Fact]
    public void A_product_refuses_shapes_that_do_not_fit_and_names_all_three()
    {
        Tensor<float> a = _workspace.Place(2, 3);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => _backend.Product(a, a, a, accumulate: false));

        Assert.StartsWith("product of [2, 3] and [2, 3] does not fit [2, 3]", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2, 3)]
    [InlineData(5, 2, 5)]
    [InlineData(2, 2, 3)]
    [InlineData(3, 3, 3)]
    public void Wrong_result_shapes_and_too_many_classes_are_refused(int count, int rows, int columns)
    {
        Tensor<float> logits = _workspace.Place(2, 4), result = _workspace.Place(rows, columns);
        Tensor<int> ids = _workspace.PlaceIds(rows, columns);

        Exception refusal = Assert.ThrowsAny<ArgumentException>(() => _backend.BestClasses(logits, count, result, ids));

        Assert.Equal(count is 0 or 5, refusal is ArgumentOutOfRangeException);
    }
}
