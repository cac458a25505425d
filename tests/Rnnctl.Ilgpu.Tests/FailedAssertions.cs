using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Rnnctl.Ilgpu.Tests;

/// <summary>
/// ILGPU's CPU accelerator asserts that every index lies within its view. The thread that runs the kernel cannot report a failure, so that failures are stored
/// here until a test reads them.
/// </summary>
internal static class FailedAssertions
{
    private static readonly ConcurrentQueue<string> Messages = [];

    [ModuleInitializer]
    internal static void Listen()
    {
        Trace.Listeners.Clear();
        Trace.Listeners.Add(new Recorder());
    }

    /// <summary>Returns the assertions that have failed since the last call.</summary>
    public static IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (Messages.TryDequeue(out string? message)) taken.Add(message);
        return taken;
    }

    private sealed class Recorder : TraceListener
    {
        public override void Write(string? message)
        {
        }

        public override void WriteLine(string? message)
        {
        }

        public override void Fail(string? message, string? detailMessage) => Messages.Enqueue($"{message} {detailMessage}\n{Environment.StackTrace}");
    }
}
