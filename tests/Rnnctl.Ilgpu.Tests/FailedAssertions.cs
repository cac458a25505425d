using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Rnnctl.Ilgpu.Tests;

/// <summary>
/// ILGPU asserts that every index lies within its view while a kernel runs on its CPU accelerator. The thread that runs the kernel could tell nobody, so
/// what failed is kept here until a test asks.
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

    /// <summary>The assertions that failed since the last call.</summary>
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
