using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Devices;
using Rnnctl.Ilgpu;
using Rnnctl.Mpi;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Devices;

/// <summary>Lists the devices of this machine, and what is missing for those that do not work; and whether there is MPI.</summary>
internal static class DevicesRun
{
    /// <summary>Prints the devices and returns the exit code.</summary>
    public static int Run(DevicesRequest request, ToolConsole console, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        DeviceRow[] devices = [.. IlgpuDevices.Describe().Select(WithProducts).Prepend(Cpu()).Select(DeviceRow.Of), Mpi()];
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(devices, DevicesJson.Default.DeviceRowArray));
        else Write(console.Table, devices);
        return ExitCode.Done;
    }

    private static void Write(TextWriter output, DeviceRow[] devices)
    {
        foreach (DeviceRow device in devices)
            output.WriteLine($"{device.Name,-10} {(device.Available ? "yes" : "no"),-4} {device.Description}");
    }

    /// <summary>What lets several processes train together; it is no device, but belongs to what a machine offers.</summary>
    private static DeviceRow Mpi()
    {
        IReadOnlyList<MpiInstallation> found = MpiInstallation.FindAll();
        string description = found.Count == 0
            ? "neither Open MPI nor MPICH is installed; train would share its work among processes with it"
            : $"{string.Join(", ", found.Select(one => one.Version))}: mpirun -np N rnnctl train ... shares the work among processes";
        return new DeviceRow("mpi", found.Count > 0, description, MemoryBytes: 0, string.Join(", ", found.Select(one => one.File)));
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

/// <summary>A device in <c>rnnctl devices</c>, or MPI.</summary>
/// <param name="Name">Its name for <c>--device</c>; <c>mpi</c>.</param>
/// <param name="Available">Whether it can be used.</param>
/// <param name="Description">What it is, or what is missing.</param>
/// <param name="MemoryBytes">Its memory in bytes; 0 if unknown.</param>
/// <param name="Driver">Its driver and version; empty if there is none.</param>
internal sealed record DeviceRow(string Name, bool Available, string Description, long MemoryBytes, string Driver)
{
    public static DeviceRow Of(DeviceDescription device) =>
        new(device.Name.ToString(), device.Available, device.Description, device.MemoryBytes, device.Driver);
}

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeviceRow[]))]
internal sealed partial class DevicesJson : JsonSerializerContext;
