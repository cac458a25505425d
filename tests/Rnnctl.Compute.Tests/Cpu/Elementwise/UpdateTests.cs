using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Cpu.Elementwise;

public sealed class UpdateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(1024)]
    [InlineData(4099)]
    public void A_rule_is_applied_to_every_parameter_and_its_moments(int count)
    {
        CpuDevices.ForEach<float>(backend => Check(backend, count));
        CpuDevices.ForEach<double>(backend => Check(backend, count));
    }

    private static void Check<T>(Backend<T> backend, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var workspace = new Workspace<T>(backend);
        var random = new PhiloxRandom(31, 0);
        double[,] x = CpuDevices.RandomMatrix<T>(random, 1, count), g = CpuDevices.RandomMatrix<T>(random, 1, count);
        double[,] m = CpuDevices.RandomMatrix<T>(random, 1, count), v = CpuDevices.RandomMatrix<T>(random, 1, count);
        PlacedMatrix<T> parameters = workspace.Place(x), gradients = workspace.Place(g);
        PlacedMatrix<T> first = workspace.Place(m), second = workspace.Place(v);

        backend.Update(new Rule(0.5), parameters.Tensor, gradients.Tensor, first.Tensor, second.Tensor);

        double bound = 8 * CpuDevices.UnitRoundoff<T>();
        double[,] moment = CpuDevices.Matrix(1, count, (_, i) => (0.5 * m[0, i]) + g[0, i]);
        CpuDevices.AssertClose(moment, first.Read(), (_, _) => bound, "first moment");
        double[,] square = CpuDevices.Matrix(1, count, (_, i) => v[0, i] + (g[0, i] * g[0, i]));
        CpuDevices.AssertClose(square, second.Read(), (_, _) => bound, "second moment");
        CpuDevices.AssertClose(CpuDevices.Matrix(1, count, (_, i) => x[0, i] - moment[0, i]), parameters.Read(), (_, _) => bound, "parameters");
        Assert.Equal(g, gradients.Read());
    }

    /// <summary>m ← decay m + g, v ← v + g², x ← x - m.</summary>
    private readonly struct Rule(double decay) : IUpdateRule
    {
        public void Apply<TReal>(ref TReal parameter, TReal gradient, ref TReal first, ref TReal second)
            where TReal : struct, IReal<TReal>
        {
            first = (TReal.Constant(decay) * first) + gradient;
            second += gradient * gradient;
            parameter -= first;
        }
    }
}
