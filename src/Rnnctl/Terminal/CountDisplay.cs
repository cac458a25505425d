using System.Diagnostics;
using System.Globalization;

namespace Rnnctl.Terminal;

/// <summary>
/// What a person sees of work that is done a thing at a time: a bar where standard error is a terminal, and nothing where it is not or with <c>--quiet</c>.
/// One thread counts.
/// </summary>
internal sealed class CountDisplay : IDisposable
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly ToolConsole _console;
    private readonly string _things;
    private readonly long _total;
    private readonly ProgressBar? _bar;
    private long _done;

    /// <summary>The work begins.</summary>
    /// <param name="console">Where it is shown.</param>
    /// <param name="total">How many things there are to do.</param>
    /// <param name="things">What they are called: <c>points</c>.</param>
    public CountDisplay(ToolConsole console, long total, string things)
    {
        (_console, _total, _things) = (console, total, things);
        if (console.ShowsProgress) _bar = new ProgressBar(console.Error, console.Colors, total, () => Volatile.Read(ref _done), ToString);
    }

    /// <summary>Another thing is done.</summary>
    public void OneDone() => Volatile.Write(ref _done, _done + 1);

    /// <summary>Writes a line of data as the work goes on: above the bar where both stand on one screen.</summary>
    public void WriteData(string line)
    {
        if (_bar is not null && _console.OutputIsTerminal)
        {
            _bar.WriteLine(PrintableText.Of(line));
            return;
        }

        _console.Table.WriteLine(line);
        _console.Table.Flush();
    }

    /// <summary>The words beside the bar: how many are done, and the time left at the pace so far.</summary>
    public override string ToString()
    {
        long done = Volatile.Read(ref _done);
        if (done == 0) return "starting";
        TimeSpan left = Stopwatch.GetElapsedTime(_began) * ((_total - done) / (double)done);
        return string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {_total:N0} {_things}  {(int)left.TotalMinutes}:{left.Seconds:D2} left");
    }

    /// <summary>Takes the bar away.</summary>
    public void Dispose() => _bar?.Dispose();
}
