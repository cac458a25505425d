using System.Globalization;

namespace Rnnctl.Fuzz.Outcomes;

/// <summary>
/// The most memory that this process has held since a moment, managed and native together. Linux keeps that peak and lets a process start it anew; elsewhere
/// it is the peak since the process started, so that a later, larger case still shows.
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

    /// <summary>The peak, less what the process held at the start.</summary>
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
