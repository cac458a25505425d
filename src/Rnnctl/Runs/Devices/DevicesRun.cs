using System.Runtime.InteropServices;
using System.Text.Json;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Ilgpu;
using Rnnctl.Requests;
using Rnnctl.Terminal;

namespace Rnnctl.Runs.Devices;

/// <summary>Says what can compute here, and why not.</summary>
internal static class DevicesRun
{
    /// <summary>Prints the devices and returns the exit code.</summary>
    public static int Run(DevicesRequest request, ToolConsole console, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        DeviceRow[] devices = [.. IlgpuDevices.Describe().Select(WithProducts).Prepend(Cpu()).Select(DeviceRow.Of)];
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(devices, RunJson.Default.DeviceRowArray));
        else Write(console.Table, devices);
        return CommandLine.ExitCode.Done;
    }

    private static void Write(TextWriter output, DeviceRow[] devices)
    {
        foreach (DeviceRow device in devices)
            output.WriteLine($"{device.Name,-10} {(device.Available ? "yes" : "no"),-4} {device.Description}");
    }

    private static DeviceDescription WithProducts(DeviceDescription device) => device is { Available: true, Name.Kind: DeviceKind.Cuda }
        ? device with { Description = $"{device.Description}, {IlgpuDevices.DescribeCuBlas()}" }
        : device;

    private static DeviceDescription Cpu()
    {
        string widths = string.Join(", ", CpuDevice.Widths<float>());
        string processors = Environment.ProcessorCount == 1 ? "1 processor" : $"{Environment.ProcessorCount} processors";
        return new(new DeviceName(DeviceKind.Cpu, 0), true, $"{RuntimeInformation.ProcessArchitecture}, {processors}, registers of {widths} bits; the default");
    }
}
