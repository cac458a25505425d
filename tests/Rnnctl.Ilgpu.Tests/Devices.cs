using System.Numerics;
using Rnnctl.Compute;
using Rnnctl.Compute.Devices;

namespace Rnnctl.Ilgpu.Tests;

/// <summary>
/// The devices that every test runs on: always the stand-in for ILGPU, and where the build has brought ILGPU itself into the folder <c>ilgpu</c>, every
/// device that it finds.
/// </summary>
public static class Devices
{
    /// <summary>The stand-in's emulation.</summary>
    public const string StandIn = "stand-in";

    private static readonly DeviceLibrary? Library = DeviceLibrary.Load(Path.Combine(AppContext.BaseDirectory, "ilgpu"), "Rnnctl.Ilgpu");

    private static readonly DeviceName[] Found = [.. Library?.Describe().Where(device => device.Available).Select(device => device.Name) ?? []];

    /// <summary>The devices' names.</summary>
    public static TheoryData<string> All => [.. Names];

    /// <summary>Likewise, to go through.</summary>
    public static IEnumerable<string> Names => [StandIn, .. Found.Select(name => name.ToString())];

    /// <summary>Every device with each of some words.</summary>
    public static TheoryData<string, string> With(IEnumerable<string> words)
    {
        var data = new TheoryData<string, string>();
        foreach (string word in words)
        {
            foreach (string device in Names) data.Add(device, word);
        }

        return data;
    }

    /// <summary>Opens a device by its name.</summary>
    public static Backend<T> Open<T>(string device)
        where T : unmanaged, IFloatingPointIeee754<T> => device == StandIn
            ? new IlgpuDevices().Open<T>(new DeviceName(DeviceKind.IlgpuCpu, 0))
            : Library!.Open<T>(Found.Single(name => name.ToString() == device));
}
