using Rnnctl.Compute.Devices;

namespace Rnnctl.Runs.Bench;

/// <summary>What a user is told of layers or translators that do not fit memory.</summary>
internal static class BenchSize
{
    /// <summary>Measures something of these sizes.</summary>
    /// <exception cref="DeviceMemoryException">It does not fit; the message names the options.</exception>
    public static void Guard(int hidden, int batch, int steps, Action measure)
    {
        try
        {
            measure();
        }
        catch (DeviceMemoryException failure)
        {
            throw new DeviceMemoryException(
                $"--hidden {hidden} --batch {batch} --steps {steps} do not fit: {failure.Message}", "try smaller numbers", failure);
        }
    }
}
