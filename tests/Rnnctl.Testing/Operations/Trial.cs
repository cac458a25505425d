using System.Numerics;
using Rnnctl.Compute.Backends;

namespace Rnnctl.Testing.Operations;

/// <summary>The inputs of a case, its run on a device, and the expected results.</summary>
/// <param name="Run">Runs the operation on a device and reads its results, one for each expectation.</param>
/// <param name="Expectations">The results by the definition.</param>
internal sealed record Trial<T>(Func<Workspace<T>, double[][,]> Run, params Expectation[] Expectations)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Asserts that a device's results agree with the definition, and returns them.</summary>
    public double[][,] AssertAgrees(Backend<T> device) => Compare(device, Expectations);

    /// <summary>Asserts that a device gives the same bits as an earlier run.</summary>
    public void AssertRepeats(Backend<T> device, double[][,] earlier) =>
        Compare(device, [.. earlier.Zip(Expectations, (result, one) => Expectation.Exact($"{one.Name}, run again", result))]);

    private double[][,] Compare(Backend<T> device, Expectation[] expectations)
    {
        using var workspace = new Workspace<T>(device);
        double[][,] results = Run(workspace);
        Assert.Equal(expectations.Length, results.Length);
        foreach ((Expectation expectation, double[,] result) in expectations.Zip(results))
            expectation.AssertMet(result, $"{typeof(T).Name} on {device.Name}, {device.Threads} threads");
        return results;
    }
}
