using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.GradientChecks;

public sealed class GradientCheckerTests
{
    private static readonly GradientInput X = new("x", 1, 3, [0.5, -0.25, 0.75]);

    [Fact]
    public void An_operation_with_a_wrong_sign_in_its_backward_pass_fails()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);

        TensorCheck check = Assert.Single(GradientChecker.Check(backend, new WrongSignCase(), 1e-5, 1e-6));

        Assert.False(check.Passed);
        Assert.Equal(2, check.MaxRelativeError, 6);
        Assert.Equal(("square, wrong sign", "x", 2, 3), (check.Subject, check.Tensor, check.Rows, check.Columns));
    }

    [Fact]
    public void A_right_gradient_of_a_function_with_high_curvature_passes()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);

        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(backend, new NormNearZeroCase(), 1e-5, 1e-6);

        Assert.All(checks, check => Assert.True(check.Passed, check.ToString()));
    }

    [Fact]
    public void Single_precision_is_compared_with_the_gradients_of_double()
    {
        using Backend<float> single = CpuDevice.Open<float>(threads: 1);
        using Backend<double> reference = CpuDevice.Open<double>(threads: 1);
        GradientCase gradientCase = GradientCases.Operations.Single(one => one.Subject == "linear");

        IReadOnlyList<TensorCheck> checks = GradientChecker.Compare(single, reference, gradientCase, 1e-3);

        Assert.Equal([.. gradientCase.Inputs.Select(input => input.Name), "(output)"], checks.Select(check => check.Tensor));
        Assert.All(checks, check => Assert.True(check.Passed && check.MaxRelativeError is > 0 and < 1e-5, check.ToString()));
        Assert.All(GradientChecker.Compare(single, reference, gradientCase, 1e-12), check => Assert.False(check.Passed, check.ToString()));
    }

    [Fact]
    public void An_unused_input_passes_with_zero_error()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);

        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(backend, new UnusedInputCase(), 1e-5, 1e-6);

        Assert.True(checks[0].Passed);
        Assert.Equal(new TensorCheck("unused input", "unused", 1, 2, 0, 0, true), checks[1]);
    }

    [Fact]
    public void The_relative_error_is_taken_over_the_largest_element_of_the_tensor()
    {
        TensorCheck check = TensorCheck.Compare("subject", X, [4, 1e-9, -1], [4, 0, -1.5], 0.1);

        Assert.Equal(0.5, check.MaxAbsoluteError);
        Assert.Equal(0.125, check.MaxRelativeError);
        Assert.False(check.Passed);
        Assert.True(TensorCheck.Compare("subject", X, [4, 1e-9, -1], [4, 0, -1.5], 0.125).Passed);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_gradient_of_NaN_or_infinity_fails(double value)
    {
        Assert.False(TensorCheck.Compare("subject", X, [1, value, 1], [1, 1, 1], 1).Passed);
        Assert.False(TensorCheck.Compare("subject", X, [value, value, 1], [value, value, 1], 1).Passed);
    }

    [Fact]
    public void A_missing_gradient_fails() => Assert.False(TensorCheck.Compare("subject", X, [0, 0, 0], [0, 1e-12, 0], 1e-6).Passed);

    private sealed class WrongSignCase() : GradientCase("square, wrong sign", GradientInput.DrawAll(1, ("x", 2, 3)))
    {
        public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs)
        {
            Variable<T> y = tape.NewVariable(inputs[0].Rows, inputs[0].Columns);
            tape.Backend.Map(default(Square), y.Value, inputs[0].Value, inputs[0].Value);
            tape.Record(new WrongSignSquare<T>(inputs[0], y));
            return y;
        }
    }

    /// <summary>Values far smaller than the √(1e-5) that layer normalisation adds to their deviation.</summary>
    private sealed class NormNearZeroCase() : GradientCase(
        "layer norm near zero", [new("x", 1, 3, [1e-4, -5e-5, 2e-5]), new("gain", 1, 3, [1, 0.5, -1]), new("bias", 1, 3, [0, 1, -1])])
    {
        public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.LayerNorm(inputs[0], inputs[1], inputs[2]);
    }

    private sealed class UnusedInputCase() : GradientCase("unused input", GradientInput.DrawAll(2, ("x", 2, 3), ("unused", 1, 2)))
    {
        public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) => tape.Tanh(inputs[0]);
    }

    private readonly record struct WrongSignSquare<T>(Variable<T> X, Variable<T> Y) : IOperation<T>
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        public void Backward(Tape<T> tape) => tape.Backend.Map(default(WrongGradient), X.Gradient, Y.Gradient, X.Value);
    }

    private readonly struct Square : IFormula
    {
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => a * a;
    }

    private readonly struct WrongGradient : IFormula
    {
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => y - (a * (b + b));
    }
}
