using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Testing.Gradients;

namespace Rnnctl.Compute.Tests.GradientChecks;

/// <summary>Operations and layers some of whose inputs are constants: the others' gradients do not change.</summary>
public sealed class FrozenInputTests : IDisposable
{
    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void Operations_leave_out_the_gradients_of_constants() =>
        Assert.All(GradientCases.Operations, one => FrozenInputs.AssertSameGradients(_backend, one));

    [Fact]
    public void Fused_layers_leave_out_the_gradients_of_constants()
    {
        GradientCase[] fused = [.. GradientCases.Cells.Where(one => one.Subject.Contains(" fused, 2 layers", StringComparison.Ordinal))];
        Assert.NotEmpty(fused);
        Assert.All(fused, one => FrozenInputs.AssertSameGradients(_backend, one));
    }
}
