using System.Runtime.InteropServices;
using System.Text.Json;
using Rnnctl.Compute.Cpu;
using Rnnctl.Requests;
using Rnnctl.Terminal;

namespace Rnnctl.Runs.Devices;

/// <summary>Says what can compute here and in this build, and why not.</summary>
internal static class DevicesRun
{
    private const string NoBackend = "this build has no GPU backend";

    /// <summary>Prints the devices and returns the exit code.</summary>
    public static int Run(DevicesRequest request, ToolConsole console, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        DeviceDescription[] devices = [Cpu(), new("cuda", false, NoBackend), new("opencl", false, NoBackend), new("ilgpu-cpu", false, NoBackend)];
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(devices, RunJson.Default.DeviceDescriptionArray));
        else Write(console.Output, devices);
        return CommandLine.ExitCode.Done;
    }

    private static void Write(TextWriter output, DeviceDescription[] devices)
    {
        foreach (DeviceDescription device in devices)
            output.WriteLine($"{device.Name,-10} {(device.Available ? "yes" : "no"),-4} {device.Description}");
    }

    private static DeviceDescription Cpu()
    {
        string widths = string.Join(", ", CpuDevice.Widths<float>());
        string processors = Environment.ProcessorCount == 1 ? "1 processor" : $"{Environment.ProcessorCount} processors";
        return new("cpu", true, $"{RuntimeInformation.ProcessArchitecture}, {processors}, registers of {widths} bits; the default");
    }
}
