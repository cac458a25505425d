using System.Diagnostics;
using System.Globalization;

namespace Rnnctl.Verbs.Train;

/// <summary>
/// How far training is. The training thread writes it at every step, which costs a few stores and allocates nothing; another thread reads it a
/// few times a second, and may see a loss one step older than its step.
/// </summary>
/// <param name="totalSteps">Steps of the whole run.</param>
internal sealed class ProgressState(long totalSteps)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _firstStep = -1;
    private long _step;
    private int _epoch;
    private double _loss;
    private double _tokensPerSecond;

    /// <summary>Steps done so far, those before a resume included.</summary>
    public long Step => Volatile.Read(ref _step);

    /// <summary>Records a step.</summary>
    public void StepDone(long step, int epoch, double loss, double tokensPerSecond)
    {
        if (_firstStep < 0)
            _firstStep = step - 1;
        _epoch = epoch;
        _loss = loss;
        _tokensPerSecond = tokensPerSecond;
        Volatile.Write(ref _step, step);
    }

    /// <summary>The text beside the bar: epoch, loss, tokens/s and the estimated time left.</summary>
    public override string ToString()
    {
        long step = Step;
        if (step == 0)
            return "starting";
        TimeSpan left = Stopwatch.GetElapsedTime(_began) * ((totalSteps - step) / (double)(step - _firstStep));
        return string.Create(
            CultureInfo.InvariantCulture, $"epoch {_epoch}  loss {_loss:F4}  {_tokensPerSecond:N0} tokens/s  {(int)left.TotalMinutes}:{left.Seconds:D2} left");
    }
}
