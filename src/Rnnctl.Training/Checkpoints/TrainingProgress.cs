using System.Text.Json.Serialization;
using Rnnctl.Inference.Configurations;
using Rnnctl.Text;

namespace Rnnctl.Training.Checkpoints;

/// <summary>
/// <c>training.json</c>: how far training is. With <c>training.safetensors</c> of the same step it is all that a resumed run needs to go on
/// bit for bit; numbers are written with all their digits.
/// </summary>
public sealed record TrainingProgress
{
    /// <summary>The only version of the file that this tool writes and reads.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>The version of the file's format.</summary>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>A digest of the training corpus: a position in one corpus means nothing in another.</summary>
    public string CorpusDigest { get; init; } = "";

    /// <summary>The epochs completed.</summary>
    public int Epoch { get; init; }

    /// <summary>The batches of the current epoch that were trained on.</summary>
    public int Batch { get; init; }

    /// <summary>The updates of the weights made in all.</summary>
    public long Step { get; init; }

    /// <summary>The evaluations made.</summary>
    public int Evaluations { get; init; }

    /// <summary>The best score so far, larger is better; null before the first evaluation.</summary>
    public double? BestScore { get; init; }

    /// <summary>The validation loss of the best evaluation; the key is missing where it is not known, as in files of rnnctl 0.1.0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BestLoss { get; init; }

    /// <summary>The lowest validation loss so far, likewise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LowestLoss { get; init; }

    /// <summary>The evaluation, counted from 1, that was the best; 0 before the first.</summary>
    public int BestEvaluation { get; init; }

    /// <summary>The step of the best evaluation, whose weights are in <c>model.safetensors</c>.</summary>
    public long BestStep { get; init; }

    /// <summary>The evaluations since the best one that used up patience.</summary>
    public int WithoutImprovement { get; init; }

    /// <summary>How often the plateau schedule has lowered the learning rate.</summary>
    public int PlateauReductions { get; init; }

    /// <summary>Whether training came to its end: all epochs made or patience run out.</summary>
    public bool Finished { get; init; }

    /// <summary>The seconds trained so far, over all runs.</summary>
    public double Seconds { get; init; }

    /// <summary>The seconds of <see cref="Seconds"/> that had passed at the last evaluation.</summary>
    public double SecondsAtEvaluation { get; init; }

    /// <summary>The sum of the loss over the tokens trained on since the last evaluation.</summary>
    public double LossSum { get; init; }

    /// <summary>The tokens trained on since the last evaluation.</summary>
    public long Tokens { get; init; }

    /// <summary>The sum of the gradient's norm, before clipping, over the steps since the last evaluation.</summary>
    public double GradientNormSum { get; init; }

    /// <summary>The steps since the last evaluation.</summary>
    public long Steps { get; init; }

    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">Its name in messages.</param>
    /// <param name="stream">The open file.</param>
    /// <exception cref="InputException">It is of another version, or a key in it is missing, unknown, of the wrong type or out of
    /// range.</exception>
    public static TrainingProgress Read(string path, Stream stream)
    {
        TrainingProgress progress = StrictJson.Read(path, stream, TrainingJson.Default.TrainingProgress, CurrentFormatVersion);
        progress.RequireRanges(path);
        return progress;
    }

    /// <summary>Writes the file's bytes: indented JSON in UTF-8.</summary>
    public void Write(Stream stream) => StrictJson.Write(stream, this, TrainingJson.Default.TrainingProgress);

    private void RequireRanges(string path)
    {
        (string Key, double Value)[] counts =
        [
            ("epoch", Epoch), ("batch", Batch), ("step", Step), ("evaluations", Evaluations),
            ("best_evaluation", BestEvaluation), ("best_step", BestStep), ("without_improvement", WithoutImprovement),
            ("plateau_reductions", PlateauReductions), ("seconds", Seconds),
            ("seconds_at_evaluation", SecondsAtEvaluation), ("tokens", Tokens), ("gradient_norm_sum", GradientNormSum), ("steps", Steps),
        ];
        foreach ((string key, double value) in counts)
        {
            if (!Interval.NotNegative.Contains(value))
                throw new InputException($"{path}: {key}: expected {Interval.NotNegative.Expected(value)}, found {value}");
        }
    }
}

/// <summary>The JSON of <c>training.json</c>; generated at build time, since reflection would cost every start of the tool.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n",
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TrainingProgress))]
internal sealed partial class TrainingJson : JsonSerializerContext;
