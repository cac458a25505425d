using System.Numerics;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Devices;
using Rnnctl.Ilgpu.Accelerators;

// ILGPU compiles a kernel again for every opened device, which takes most of the time of these tests; one after another they share the devices. Tests of other
// projects run beside them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Rnnctl.Ilgpu.Tests;

/// <summary>
/// The devices for every test: every device that ILGPU finds on this machine, and its CPU accelerator as users see it. Their memory is initialised with NaN and
/// with an id outside every table, so that reads before writes are detected.
/// </summary>
public static class Devices
{
    // ILGPU's CPU accelerator with groups of several threads, which wait at barriers as on a GPU: a hundred times slower.
    private const string Grouped = "ilgpu-cpu in groups";
    private const int ThreadsOfGroup = 4;
    private const uint NotANumber = 0x7FFBADF1;

    private static readonly DeviceWatch Garbage = new() { Allocated = Fill };

    private static readonly DeviceName[] Found = [.. IlgpuDevices.Describe().Where(device => device.Available).Select(device => device.Name)];

    private static readonly Dictionary<(string Device, Type Number), IDisposable> Opened = [];

    /// <summary>The names of the devices.</summary>
    public static TheoryData<string> All => [.. Names];

    /// <summary>The names of the devices, and of a device whose groups have several threads: for tests of single operations.</summary>
    public static TheoryData<string> AllAndGroups => [.. Names, Grouped];

    private static IEnumerable<string> Names => Found.Select(name => name.ToString());

    /// <summary>Every device combined with each of some words.</summary>
    public static TheoryData<string, string> With(IEnumerable<string> words) => Pairs(Names, words);

    /// <summary>The same, including the device whose groups have several threads.</summary>
    public static TheoryData<string, string> WithGroups(IEnumerable<string> words) => Pairs([.. Names, Grouped], words);

    /// <summary>A device by its name, which is opened once for all tests.</summary>
    public static Backend<T> Open<T>(string device)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Opened.TryGetValue((device, typeof(T)), out IDisposable? backend)) Opened[(device, typeof(T))] = backend = OpenNew<T>(device);
        return (Backend<T>)backend;
    }

    private static Backend<T> OpenNew<T>(string device)
        where T : unmanaged, IFloatingPointIeee754<T> => device == Grouped
            ? OpenEmulation<T>(ThreadsOfGroup, Garbage)
            : IlgpuDevices.Open<T>(IlgpuContext.Open(Found.Single(name => name.ToString() == device), Garbage));

    private static TheoryData<string, string> Pairs(IEnumerable<string> names, IEnumerable<string> words)
    {
        var data = new TheoryData<string, string>();
        foreach (string word in words)
        {
            foreach (string device in names) data.Add(device, word);
        }

        return data;
    }

    private static void Fill(ArrayView<byte> memory)
    {
        var bytes = new byte[memory.Length];
        MemoryMarshal.Cast<byte, uint>(bytes.AsSpan()).Fill(NotANumber);
        memory.CopyFromCPU(bytes);
    }

    /// <summary>ILGPU's CPU accelerator with groups of a given size.</summary>
    internal static Backend<T> OpenEmulation<T>(int threads, DeviceWatch? watch = null)
        where T : unmanaged, IFloatingPointIeee754<T> => IlgpuDevices.Open<T>(IlgpuContext.OpenEmulation(threads, threads, watch));
}
