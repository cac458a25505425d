using System.Globalization;
using Rnnctl.Text;
using Rnnctl.Training.Logging;

namespace Rnnctl.Training.Tests.Logging;

public sealed class MetricsLogTests : IDisposable
{
    private const string Header =
        "epoch,step,seconds,tokens_per_second,learning_rate,gradient_norm,train_loss,valid_loss,accuracy,precision,recall,f1,score,bleu,chrf,metric\n";

    private const string OldestHeader =
        "epoch,step,seconds,tokens_per_second,learning_rate,gradient_norm,train_loss,valid_loss,accuracy,precision,recall,f1,score\n";

    private readonly TemporaryFolder _directory = new();

    private string Log => _directory["metrics.csv"];

    public void Dispose() => _directory.Dispose();

    public static MetricsRow Row(long step) => new()
    {
        Epoch = 1,
        Step = step,
        Seconds = 0.1 + 0.2,
        TokensPerSecond = 12345.5,
        LearningRate = 1e-5,
        GradientNorm = 1.5,
        TrainLoss = 2,
        Accuracy = 0.25,
        Score = -0.25,
        Metric = "loss",
    };

    [Fact]
    public void A_row_has_every_digit_and_empty_fields_for_what_was_not_measured()
    {
        Save(MetricsLog.Create(), 7);
        Assert.Equal(Header + Line(7), File.ReadAllText(Log));
    }

    [Fact]
    public void Numbers_have_a_decimal_point_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = commas;
            Save(MetricsLog.Create(), 7);
            Save(MetricsLog.Resume(_directory.Root, 7));
            Assert.Equal(Header + Line(7), File.ReadAllText(Log));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Only_a_log_with_intents_has_their_columns()
    {
        MetricsLog log = MetricsLog.Create();
        log.Append(Row(7) with { IntentAccuracy = 0.75, SentenceAccuracy = 0.5 });
        Save(log);
        string header = Header[..^1] + ",intent_accuracy,sentence_accuracy\n";
        Assert.Equal(header + Line(7)[..^1] + ",0.75,0.5\n", File.ReadAllText(Log));
        Assert.Equal(0.75, MetricsLog.Read(_directory.Root)[0].IntentAccuracy);
        Save(MetricsLog.Resume(_directory.Root, step: 7));
        Assert.Equal(header + Line(7)[..^1] + ",0.75,0.5\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Rows_are_read_as_they_were_written()
    {
        Save(MetricsLog.Create());
        Assert.Empty(MetricsLog.Read(_directory.Root));
        Save(MetricsLog.Create(), 7, 9);
        Assert.Equal([Row(7), Row(9)], MetricsLog.Read(_directory.Root));
    }

    [Fact]
    public void Reading_names_a_line_that_is_not_a_row()
    {
        File.WriteAllText(Log, Header + Line(7) + "7,many\n");
        string message = Assert.Throws<InputException>(() => MetricsLog.Read(_directory.Root)).Message;
        Assert.Equal($"{Log}:3: expected a row of rnnctl's metrics, found '7,many'", message);
    }

    [Fact]
    public void Resuming_drops_the_rows_after_the_step()
    {
        Save(MetricsLog.Create(), 10, 20, 30);
        Save(MetricsLog.Resume(_directory.Root, step: 20), 25);
        Assert.Equal(Header + Line(10) + Line(20) + Line(25), File.ReadAllText(Log));
    }

    [Fact]
    public void A_log_cut_inside_a_row_is_refused()
    {
        for (int length = 1; length < Line(10).Length; length++)
        {
            string cut = Header + Line(10)[..length];
            File.WriteAllText(Log, cut);
            string expected = $"{Log}: its last line has no end: the file was cut short";
            Assert.Equal(expected, Assert.Throws<InputException>(() => MetricsLog.Resume(_directory.Root, step: 20)).Message);
            Assert.Equal(expected, Assert.Throws<InputException>(() => MetricsLog.Read(_directory.Root)).Message);
            Assert.Equal(cut, File.ReadAllText(Log));
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(",bleu", ",")]
    public void An_older_log_goes_on_with_the_columns_that_it_lacks(string column, string field)
    {
        string header = OldestHeader[..^1] + column + "\n";
        File.WriteAllText(Log, $"{header}1,10,0.30000000000000004,12345.5,1E-05,1.5,2,,0.25,,,,-0.25{field}\n1,20,0,0,0,0,0,,,,,,{field}\n");
        Assert.Equal(Row(10) with { Metric = null }, MetricsLog.Read(_directory.Root)[0]);
        MetricsLog log = MetricsLog.Resume(_directory.Root, step: 10);
        log.Append(Row(20) with { Bleu = 94.43, Chrf = 97.5, Metric = "chrf" });
        Save(log);
        string[] expected = [Line(10).Replace("loss", "", StringComparison.Ordinal), Line(20).Replace(",,,loss", ",94.43,97.5,chrf", StringComparison.Ordinal)];
        Assert.Equal(Header + string.Concat(expected), File.ReadAllText(Log));
    }

    [Fact]
    public void A_missing_log_is_begun()
    {
        Save(MetricsLog.Resume(_directory.Root, step: 5));
        Assert.Equal(Header, File.ReadAllText(Log));
    }

    [Theory]
    [InlineData("", "metrics.csv:1: expected the header of rnnctl's metrics, found none")]
    [InlineData("a,b\n", "metrics.csv:1: expected the header of rnnctl's metrics, found another")]
    [InlineData(Header + "1,2,3\n", "metrics.csv:2: expected a row of rnnctl's metrics, found '1,2,3'")]
    [InlineData(Header + "\n", "metrics.csv:2: expected a row of rnnctl's metrics, found an empty line")]
    [InlineData(Header + "1,x,0,0,0,0,0,,,,,,,,,\n", "metrics.csv:2: expected a row of rnnctl's metrics, found '1,x,0,0,0,0,0,,,,,,,,,'")]
    [InlineData(Header + "1,\"2,0,0,0,0,0,,,,,,,,,\n", "metrics.csv:2: expected a row of rnnctl's metrics, found '1,\"2,0,0,0,0,0,,,,,,,,,'")]
    public void Another_file_is_refused_with_its_line_and_kept(string text, string message)
    {
        File.WriteAllText(Log, text);
        InputException refusal = Assert.Throws<InputException>(() => MetricsLog.Resume(_directory.Root, step: 5));
        Assert.EndsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(Log));
    }

    private void Save(MetricsLog log, params int[] steps)
    {
        foreach (int step in steps) log.Append(Row(step));
        using FileStream stream = File.Create(Log);
        log.Write(stream);
    }

    private static string Line(long step) => $"1,{step},0.30000000000000004,12345.5,1E-05,1.5,2,,0.25,,,,-0.25,,,loss\n";
}
