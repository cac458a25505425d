using System.Collections.Concurrent;
using Spectre.Console;

namespace Rnnctl.Terminal;

/// <summary>A bar at the foot of a terminal, redrawn ten times a second by a thread of its own, with lines that scroll by above it.</summary>
internal sealed class ProgressBar : IDisposable
{
    private const int MillisecondsBetweenDrawings = 100;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly long _total;
    private readonly Func<long> _done;
    private readonly Func<string> _words;
    private readonly IAnsiConsole _console;
    private readonly Thread _drawing;

    /// <summary>Starts to draw.</summary>
    /// <param name="output">The terminal.</param>
    /// <param name="colors">Whether colours may be used.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="done">How much of it is done by now; called by another thread.</param>
    /// <param name="words">What stands beside the bar; likewise.</param>
    public ProgressBar(TextWriter output, bool colors, long total, Func<long> done, Func<string> words)
    {
        (_total, _done, _words) = (total, done, words);
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

    /// <summary>Writes the last lines and removes the bar.</summary>
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
            // The terminal has gone; that is no reason for training to stop.
        }
    }

    private void DrawUntilEnded(ProgressContext context)
    {
        ProgressTask task = context.AddTask(Markup.Escape(_words()), maxValue: Math.Max(1, _total));
        bool ended;
        do
        {
            ended = _ended.Wait(MillisecondsBetweenDrawings);
            while (_lines.TryDequeue(out string? line))
                _console.WriteLine(line);
            task.Value = _done();
            task.Description = Markup.Escape(_words());
            context.Refresh();
        }
        while (!ended);
    }
}
