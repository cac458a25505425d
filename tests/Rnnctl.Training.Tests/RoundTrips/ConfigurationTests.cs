using CsCheck;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Characters;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Logging;

namespace Rnnctl.Training.Tests.RoundTrips;

/// <summary>What a model's directory says of a model and of its training is read back as it was written, to the last bit of every number.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private static readonly Gen<int> Count = Gen.OneOf(Gen.Int[1, 9], Gen.Const(int.MaxValue));
    private static readonly Gen<double> Fraction = Gen.Double[0, 0.999];
    private static readonly Gen<double> Positive = Gen.OneOf(Gen.Double[1e-9, 1e9], Gen.Const(double.Epsilon), Gen.Const(double.MaxValue));
    private static readonly Gen<double> Finite = Gen.Double.Where(double.IsFinite);

    private static readonly Gen<TrainingConfiguration> Training =
        Gen.Select(Gen.Enum<OptimizerKind>(), Positive, Gen.Enum<ScheduleKind>(), Positive.Nullable(), Count.Nullable(), AwkwardText.Any, Fraction, Gen.Long)
            .Select((optimizer, rate, schedule, clip, count, pretrained, smoothing, seed) => new TrainingConfiguration
            {
                Optimizer = optimizer,
                LearningRate = rate,
                Schedule = schedule,
                ClipNorm = clip,
                ClipValue = clip,
                BatchTokens = count,
                EvaluateEvery = count,
                Pretrained = pretrained,
                LabelSmoothing = smoothing,
                Seed = seed,
            });

    private static readonly Gen<TextConfiguration> Text =
        Gen.Select(
                Gen.Enum<CorpusFormat>(),
                Gen.Enum<ConlluColumn>(),
                Gen.Enum<LabelScheme>(),
                Gen.Enum<ScoreKind>().Nullable(),
                Gen.Bool,
                Count,
                Count.Nullable())
            .Select((format, column, scheme, score, lowercase, count, most) => new TextConfiguration
            {
                Format = format,
                Column = column,
                TokenColumn = most,
                LabelColumn = count,
                Scheme = scheme,
                OutputScheme = scheme,
                Score = score,
                Lowercase = lowercase,
                DigitsToZero = !lowercase,
                LowercaseTarget = most is null ? null : lowercase,
                MinCount = count,
                MaxVocab = most,
            });

    private static readonly Gen<Dictionary<string, int>> Vocabularies = Gen.Dictionary(AwkwardText.Any, Gen.Int[1, 1 << 28])[0, 4];

    private static readonly Gen<ArchitectureConfiguration> Architecture =
        Gen.Select(Gen.Int[1, 1 << 16], Gen.Int[0, 256], Gen.Bool, Fraction, Gen.Enum<CharacterCell>(), Vocabularies)
            .Select((hidden, layers, crf, dropout, characters, vocabularies) => new ArchitectureConfiguration
            {
                Hidden = hidden,
                Embedding = hidden,
                Layers = layers,
                Crf = crf,
                Bidirectional = !crf,
                Dropout = dropout,
                CharCell = characters,
                Vocabularies = vocabularies,
            });

    private static readonly Gen<TrainingProgress> Progress =
        Gen.Select(AwkwardText.Any, Count, Gen.Long[0, long.MaxValue], Finite.Nullable(), Positive, Gen.Bool, Finite)
            .Select((digest, count, step, score, seconds, finished, loss) => new TrainingProgress
            {
                CorpusDigest = digest,
                Epoch = count,
                Step = step,
                BestStep = step,
                BestScore = score,
                BestLoss = loss,
                LowestLoss = score,
                Seconds = seconds,
                Finished = finished,
                LossSum = loss,
            });

    private static readonly Gen<MetricsRow> Row =
        Gen.Select(Count, Gen.Long[0, long.MaxValue], Gen.Double, Gen.Double, Finite.Nullable(), Gen.Double.Nullable())
            .Select((epoch, step, seconds, loss, score, valid) => new MetricsRow
            {
                Epoch = epoch,
                Step = step,
                Seconds = seconds,
                TokensPerSecond = -seconds,
                LearningRate = double.Epsilon,
                GradientNorm = double.MaxValue,
                TrainLoss = loss,
                ValidLoss = valid,
                Score = score,
            });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_configuration_is_read_as_it_was_written() => Gen.Select(Architecture, Text, Training).Check(values =>
    {
        (ArchitectureConfiguration architecture, TextConfiguration text, TrainingConfiguration training) = values;
        if (architecture.Crf) training = training with { LabelSmoothing = 0 };
        var written = new ModelConfiguration { Architecture = architecture, Text = text, Training = training };
        ModelConfiguration read = ModelConfiguration.Read("config.json", Bytes(written.Write));
        Assert.Equal(InOrder(architecture.Vocabularies), InOrder(read.Architecture.Vocabularies));
        Assert.Equal(architecture, read.Architecture with { Vocabularies = architecture.Vocabularies });
        Assert.Equal((text, training), (read.Text, read.Training));
    });

    [Fact]
    public void The_progress_of_training_is_read_as_it_was_written() =>
        Progress.Check(written => Assert.Equal(written, TrainingProgress.Read("training.json", Bytes(written.Write))));

    [Fact]
    public void Rows_of_metrics_are_read_as_they_were_written() => Row.Array[0, 4].Check(rows =>
    {
        MetricsLog log = MetricsLog.Create();
        foreach (MetricsRow row in rows) log.Append(row);
        _folder.Write("metrics.csv", Bytes(log.Write).ToArray());
        Assert.Equal(rows, MetricsLog.Read(_folder.Root));
    });

    private static IEnumerable<KeyValuePair<string, int>> InOrder(IReadOnlyDictionary<string, int> sizes) =>
        sizes.OrderBy(entry => entry.Key, StringComparer.Ordinal);

    private static MemoryStream Bytes(Action<Stream> write)
    {
        var stream = new MemoryStream();
        write(stream);
        stream.Position = 0;
        return stream;
    }
}
