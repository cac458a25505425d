using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Rnnctl.Terminal;

/// <summary>
/// Shows the progress of countable work as a bar on standard error, if that is a terminal and <c>--quiet</c> was not given.
/// Only one thread may count.
/// </summary>
internal sealed class CountDisplay : IDisposable
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly ToolConsole _console;
    private readonly string _items;
    private readonly long _total;
    private readonly ProgressBar? _bar;
    private long _done;

    /// <param name="console">The console.</param>
    /// <param name="total">How many items there are.</param>
    /// <param name="items">What to call them: <c>points</c>.</param>
    public CountDisplay(ToolConsole console, long total, string items)
    {
        (_console, _total, _items) = (console, total, items);
        if (console.ShowsProgress) _bar = new ProgressBar(console.Error, console.Colors, total, () => Volatile.Read(ref _done), ToString);
    }

    /// <summary>Counts one more item.</summary>
    public void OneDone() => Volatile.Write(ref _done, _done + 1);

    /// <summary>Writes a line of results while the work goes on: above the bar if both are on one screen.</summary>
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

    /// <summary>The text beside the bar: how many items are done, and the estimated time left.</summary>
    public override string ToString()
    {
        long done = Volatile.Read(ref _done);
        if (done == 0) return "starting";
        TimeSpan left = Stopwatch.GetElapsedTime(_began) * ((_total - done) / (double)done);
        return string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {_total:N0} {_items}  {(int)left.TotalMinutes}:{left.Seconds:D2} left");
    }

    /// <summary>Removes the bar.</summary>
    public void Dispose() => _bar?.Dispose();
}

/// <summary>A progress bar at the bottom of the terminal. Its own thread redraws it ten times a second; other lines scroll above it.</summary>
internal sealed class ProgressBar : IDisposable
{
    private const int MillisecondsBetweenDrawings = 100;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly long _total;
    private readonly Func<long> _done;
    private readonly Func<string> _label;
    private readonly IAnsiConsole _console;
    private readonly Thread _drawing;

    /// <param name="output">The terminal.</param>
    /// <param name="colors">Whether colours may be used.</param>
    /// <param name="total">How much work there is.</param>
    /// <param name="done">Returns how much of it is done; the drawing thread calls it.</param>
    /// <param name="label">Returns the text beside the bar; the drawing thread calls it.</param>
    public ProgressBar(TextWriter output, bool colors, long total, Func<long> done, Func<string> label)
    {
        (_total, _done, _label) = (total, done, label);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = OperatingSystem.IsWindows() ? AnsiSupport.Detect : AnsiSupport.Yes,
            ColorSystem = colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
        });
        _drawing = new Thread(Draw) { IsBackground = true, Name = "progress bar" };
        _drawing.Start();
    }

    /// <summary>Adds a line above the bar.</summary>
    public void WriteLine(string line) => _lines.Enqueue(line);

    /// <summary>Writes the remaining lines and removes the bar.</summary>
    public void Dispose()
    {
        _ended.Set();
        _drawing.Join();
        _ended.Dispose();
    }

    private void Draw()
    {
        try
        {
            _console.Progress()
                .AutoRefresh(false)
                .AutoClear(true)
                .Columns(new ProgressBarColumn { Width = 20 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
                .Start(DrawUntilEnded);
        }
        catch (IOException)
        {
            // The terminal was closed; the work goes on.
        }
    }

    private void DrawUntilEnded(ProgressContext context)
    {
        ProgressTask task = context.AddTask(Markup.Escape(_label()), maxValue: Math.Max(1, _total));
        bool ended;
        do
        {
            ended = _ended.Wait(MillisecondsBetweenDrawings);
            while (_lines.TryDequeue(out string? line))
                _console.WriteLine(line);
            task.Value = _done();
            task.Description = Markup.Escape(_label());
            context.Refresh();
        }
        while (!ended);
    }
}
