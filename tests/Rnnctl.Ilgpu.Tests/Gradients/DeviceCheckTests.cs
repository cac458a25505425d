using System.Numerics;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Ilgpu.Tests.Gradients;

/// <summary>The checks of <c>rnnctl gradcheck</c> on a device.</summary>
public sealed class DeviceCheckTests : DeviceTest
{
    private static readonly string[] Tensors = ["x", "weight_ih", "weight_hh", "bias_ih", "bias_hh"];

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void A_right_cell_passes(string device)
    {
        DeviceCheck check = Check(device, new ElmanCase<Elman<Tanh>>());
        Assert.Equal(Tensors, check.Tensors.Select(tensor => tensor.Tensor));
        Assert.All(check.Tensors, tensor => Assert.True(tensor.Passed, tensor.ToString()));
        Assert.True(check.Direction is { Passed: true, MaxRelativeError: > 0, WrongTensors.Count: 0 }, check.Direction.ToString());
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Differences_of_the_CPU_find_a_flipped_sign_in_a_backward_pass(string device)
    {
        DeviceCheck check = Check(device, new ElmanCase<WrongSignElman>());
        Assert.All(check.Tensors, tensor => Assert.False(tensor.Passed, tensor.ToString()));
        Assert.False(check.Direction.Passed);
        Assert.Equal(Tensors, check.Direction.WrongTensors);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void The_plain_step_and_directions_find_a_formula_that_is_wrong_forward_and_backward(string device)
    {
        var one = new ElmanCase<SteepElman>();
        Assert.All(GradientChecker.Check(Open<double>(device), one, 1e-5, 1e-6), tensor => Assert.True(tensor.Passed, tensor.ToString()));

        DeviceCheck check = Check(device, one);
        Assert.All(check.Tensors, tensor => Assert.False(tensor.Passed, tensor.ToString()));
        Assert.False(check.Direction.Passed);
        Assert.Equal(Tensors, check.Direction.WrongTensors);
    }

    private static DeviceCheck Check(string device, GradientCase one)
    {
        using Backend<double> cpu = CpuDevice.Open<double>(threads: 1);
        return GradientChecker.CheckDevice(Open<double>(device), cpu, one, epsilon: 1e-5, tolerance: 1e-6);
    }

    /// <summary>A layer of a fused cell with Elman's parameters, whose specification is Elman's step.</summary>
    private sealed class ElmanCase<TCell>() : GradientCase(
        typeof(TCell).Name, GradientInput.DrawAll(31, (Tensors[0], 6, 3), (Tensors[1], 4, 3), (Tensors[2], 4, 4), (Tensors[3], 1, 4), (Tensors[4], 1, 4)))
        where TCell : struct, IFusedCell
    {
        public override GradientCase Specification => new PlainElmanCase(Inputs);

        public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
            RecurrentLayer<T, TCell>.Apply(tape, inputs[0], Steps(), Weights(inputs), window: 0);
    }

    private sealed class PlainElmanCase(IReadOnlyList<GradientInput> inputs) : GradientCase("plain", inputs)
    {
        public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
            PlainLayer.Apply<T, Elman<Tanh>>(tape, inputs[0], Steps(), Weights(inputs), window: 0, noise: default, trace: null);
    }

    private static LayerWeights<T> Weights<T>(IReadOnlyList<Variable<T>> inputs)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new CellWeights<T>(inputs[1], inputs[2], inputs[3], inputs[4]), Reverse: null);

    private static PackedSteps Steps()
    {
        var steps = new PackedSteps();
        steps.Assign([3, 2, 1]);
        return steps;
    }
}
