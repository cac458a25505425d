using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu.Rows;

public sealed class OutputTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1e4)]
    public void Smoothed_losses_and_their_gradients_agree_with_the_definition(double scale)
    {
        CpuDevices.ForEach<float>(backend => OutputRows.CheckSmoothedCrossEntropy(backend, scale));
        CpuDevices.ForEach<double>(backend => OutputRows.CheckSmoothedCrossEntropy(backend, scale));
    }

    [Fact]
    public void Without_smoothing_a_class_that_cannot_be_costs_nothing()
    {
        CpuDevices.ForEach<float>(OutputRows.CheckImpossibleClass);
        CpuDevices.ForEach<double>(OutputRows.CheckImpossibleClass);
    }

    [Fact]
    public void The_best_classes_are_those_of_a_sort_and_of_equals_the_first()
    {
        CpuDevices.ForEach<float>(OutputRows.CheckBestClasses);
        CpuDevices.ForEach<double>(OutputRows.CheckBestClasses);
    }

    [Theory]
    [InlineData(0, 2, 3)]
    [InlineData(5, 2, 5)]
    [InlineData(2, 2, 3)]
    [InlineData(3, 3, 3)]
    public void Results_that_do_not_fit_and_more_classes_than_there_are_are_refused(int count, int rows, int columns)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var workspace = new Workspace<float>(backend);
        Tensor<float> logits = workspace.Place(new double[2, 4]).Tensor, result = workspace.Place(new double[rows, columns]).Tensor;
        Tensor<int> ids = workspace.PlaceIds(new int[rows * columns]) with { Rows = rows, Columns = columns, Stride = columns };

        Exception refusal = Assert.ThrowsAny<ArgumentException>(() => backend.BestClasses(logits, count, result, ids));

        Assert.Equal(count is 0 or 5, refusal is ArgumentOutOfRangeException);
    }

    [Fact]
    public void A_multiple_is_added()
    {
        CpuDevices.ForEach<float>(OutputRows.CheckAddScaled);
        CpuDevices.ForEach<double>(OutputRows.CheckAddScaled);
    }
}
