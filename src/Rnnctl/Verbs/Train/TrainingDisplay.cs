using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Train;

/// <summary>
/// What a person sees of training, on standard error: a bar where that is a terminal, a line for every evaluation where it is not, and nothing
/// with <c>--quiet</c>. One thread sends the events.
/// </summary>
/// <param name="console">Where it is shown.</param>
internal sealed class TrainingDisplay(ToolConsole console) : IDisposable
{
    private ProgressState? _progress;
    private ProgressBar? _bar;

    /// <summary>Training begins.</summary>
    /// <param name="totalSteps">Steps of the whole run, those before a resume included.</param>
    public void Started(long totalSteps)
    {
        if (!console.ShowsProgress)
            return;
        var progress = new ProgressState(totalSteps);
        _progress = progress;
        _bar = new ProgressBar(console.Error, console.Colors, totalSteps, () => progress.Step, progress.ToString);
    }

    /// <summary>A step is done. Allocates nothing.</summary>
    /// <param name="step">Steps done so far, from 1.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="loss">Mean loss of the step.</param>
    /// <param name="tokensPerSecond">The pace of late.</param>
    public void StepDone(long step, int epoch, double loss, double tokensPerSecond) =>
        _progress?.StepDone(step, epoch, loss, tokensPerSecond);

    /// <summary>The model was evaluated.</summary>
    public void Evaluated(in Evaluation evaluation) => Note(evaluation.ToString());

    /// <summary>Says something that is good to know, above the bar where there is one.</summary>
    public void Note(string line)
    {
        if (_bar is null)
            console.Note(line);
        else
            _bar.WriteLine(PrintableText.Message(line));
    }

    /// <summary>Takes the bar away, so that what follows has the terminal to itself.</summary>
    public void Dispose()
    {
        _bar?.Dispose();
        _bar = null;
        _progress = null;
    }
}
