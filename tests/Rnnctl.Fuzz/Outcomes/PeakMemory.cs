using System.Globalization;

namespace Rnnctl.Fuzz.Outcomes;

/// <summary>
/// The peak of the memory of this process, managed and native, during a case. Linux records the peak and can reset it; elsewhere it is the peak since the
/// process started, so that only a new maximum is seen.
/// </summary>
internal sealed class PeakMemory
{
    private const string ResetFile = "/proc/self/clear_refs";
    private const string ResetPeak = "5";
    private const long LargeHeap = 256 << 20;

    private readonly long _before;

    private PeakMemory(long before) => _before = before;

    /// <summary>Starts measuring.</summary>
    public static PeakMemory Start()
    {
        if (Environment.WorkingSet > LargeHeap) GC.Collect();
        if (File.Exists(ResetFile)) File.WriteAllText(ResetFile, ResetPeak);
        return new PeakMemory(Environment.WorkingSet);
    }

    /// <summary>The peak minus the memory at the start.</summary>
    public long Bytes => Math.Max(0, Peak() - _before);

    private static long Peak()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status)) return System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64;
        // "VmHWM:     123456 kB"
        string line = File.ReadLines(Status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
