using System.Text;
using Rnnctl.Inference.Configurations;
using Rnnctl.Terminal;
using Rnnctl.Training.Logging;
using Rnnctl.Verbs.Train;

namespace Rnnctl.Tests.Terminal;

public class TrainingDisplayTests
{
    private static readonly MetricsRow Third = new()
    {
        Epoch = 3,
        Step = 477,
        TrainLoss = 0.12345,
        ValidLoss = 0.2,
        Score = 0.95123,
        LearningRate = 0.001,
        TokensPerSecond = 12_345,
        Seconds = 12.34,
        GradientNorm = 1,
    };

    private readonly StringBuilder _error = new();

    [Fact]
    public void Without_a_terminal_every_evaluation_prints_a_line()
    {
        Show(terminal: false, quiet: false);
        const string Line = "epoch 3  step 477  loss 0.1235  valid loss 0.2000  f1 95.12 best  lr 0.001  12,345 tokens/s  12.3 s\n";
        Assert.Equal(Line, _error.ToString());
    }

    [Theory]
    [InlineData(EvaluationMetric.F1, 0.94431, "94.43")]
    [InlineData(EvaluationMetric.Bleu, 0.9167, "91.67")]
    [InlineData(EvaluationMetric.Perplexity, 0.0125, "80.000")]
    [InlineData(EvaluationMetric.Loss, 0.0125, "4.3820")]
    [InlineData(EvaluationMetric.Chrf, 0, "0.00")]
    [InlineData(null, 0.5, "50.00")]
    public void Scores_are_shown_as_eval_prints_them(EvaluationMetric? metric, double score, string shown) =>
        Assert.Equal(shown, ScoreText.Of(metric, score));

    [Fact]
    public void Without_validation_data_there_is_no_score()
    {
        using (var display = new TrainingDisplay(Console(terminal: false, quiet: false), json: false))
            display.Evaluated(Third with { ValidLoss = null, Score = null }, metric: null, improved: true);
        Assert.Equal("epoch 3  step 477  loss 0.1235  lr 0.001  12,345 tokens/s  12.3 s\n", _error.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Quiet_shows_nothing(bool terminal)
    {
        Show(terminal, quiet: true);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void Terminal_shows_a_bar_with_loss_speed_and_time_left_below_the_evaluations()
    {
        Show(terminal: true, quiet: false);
        string shown = _error.ToString();
        Assert.Contains("epoch 3  step 477", shown, StringComparison.Ordinal);
        Assert.Contains("50%", shown, StringComparison.Ordinal);
        Assert.Contains("loss 0.5000  12,345 tokens/s", shown, StringComparison.Ordinal);
        Assert.Contains(" left", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Bar_without_colours_sends_no_colour_codes()
    {
        Show(terminal: true, quiet: false);
        Assert.DoesNotContain("\e[3", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Step_allocates_nothing(bool terminal)
    {
        using var display = new TrainingDisplay(Console(terminal, quiet: false), json: false);
        display.Started(1_000_000);
        display.StepDone(1, 1, 0.5, 100);
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (int step = 2; step < 100_000; step++)
                display.StepDone(step, 1, 0.5, 100);
        }));
    }

    private void Show(bool terminal, bool quiet)
    {
        using var display = new TrainingDisplay(Console(terminal, quiet), json: false);
        display.Started(954);
        display.StepDone(476, 3, 0.6, 12_000);
        display.StepDone(477, 3, 0.5, 12_345);
        display.Evaluated(Third, EvaluationMetric.F1, improved: true);
    }

    private ToolConsole Console(bool terminal, bool quiet) =>
        new(TextWriter.Null, () => new StringWriter(_error) { NewLine = "\n" }, () => Stream.Null)
        {
            ErrorIsTerminal = terminal,
            Quiet = quiet,
        };
}
