using System.Text.Json.Serialization;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Configurations;

/// <summary>How a model is trained: the part of <c>config.json</c> that <c>--resume</c> goes by.</summary>
public sealed record TrainingConfiguration
{
    /// <summary>The steps of a language model's window where <see cref="Bptt"/> is 0.</summary>
    public const int UsualStreamWindow = 35;

    /// <summary>
    /// The weight of teachers where the user gives none: half of the gradient is the gold label's, which corrects a teacher that is wrong, and half tells how
    /// like it the other labels are.
    /// </summary>
    public const double UsualTeacherWeight = 0.5;

    /// <summary>The most threads.</summary>
    public const int MostThreads = 4096;

    /// <summary>How gradients change the weights.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>The learning rate that the schedule starts from; <c>--lr</c>.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>How the learning rate moves.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Constant;

    /// <summary>The steps over which the learning rate rises linearly; 0 for none.</summary>
    public int Warmup { get; init; }

    /// <summary>The largest Euclidean norm that all gradients together may have; null for no limit.</summary>
    public double? ClipNorm { get; init; } = 5;

    /// <summary>The largest magnitude of a gradient's entry; null for no limit.</summary>
    public double? ClipValue { get; init; }

    /// <summary>The weight decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// The decay of the exponential mean of the weights that is evaluated and saved in place of them; the key is missing where there is none, as 0 says.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Ema { get; init; }

    /// <summary>The steps after which back-propagation through time is cut; 0 for whole sequences.</summary>
    public int Bptt { get; init; }

    /// <summary>The most passes over the training corpus.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Sentences per batch; without effect where <see cref="BatchTokens"/> is set.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Tokens per batch; null to count sentences instead.</summary>
    public int? BatchTokens { get; init; }

    /// <summary>The evaluations without a better score after which training stops.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>What picks the best model; the key is missing where it is the task's own metric (<see cref="TaskMetrics"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvaluationMetric? Metric { get; init; }

    /// <summary>The beam of a translator's translations in evaluations; the key is missing for 1, greedy search.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ValidBeam { get; init; }

    /// <summary>The steps between evaluations; null for one at the end of each epoch.</summary>
    public int? EvaluateEvery { get; init; }

    /// <summary>The file whose vectors the tokens' embeddings started from; empty for none. A trained model does not need it.</summary>
    public string Pretrained { get; init; } = "";

    /// <summary>Whether the tokens' embeddings stay as they are.</summary>
    public bool FreezeEmbeddings { get; init; }

    /// <summary>The parameters that do not learn, by their names or by the beginnings of these, a space between two; null, or no key, for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Freeze { get; init; }

    /// <summary>The share of the probability that the loss spreads over all of a translator's symbols or a tagger's labels.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The exponent of the focal loss of a tagger; the key is missing where it is 0, the cross-entropy.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Focal { get; init; }

    /// <summary>
    /// The probability, at the end of training, with which a decoder reads its own prediction instead of the right symbol; it rises from 0 with the
    /// updates.
    /// </summary>
    public double ScheduledSampling { get; init; }

    /// <summary>The α of word dropout, by which words to learn from become unknown; the key is missing where it is 0, for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double WordDropout { get; init; }

    /// <summary>The probability that a merge is left out where words of pairs to learn from are segmented; the key is missing where it is 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double BpeDropout { get; init; }

    /// <summary>The softmax of a language model in training, as it is typed: <c>full</c>, or <c>sampled:N</c> for a sample of N symbols at each step.</summary>
    public string Softmax { get; init; } = SampledSoftmax.Full;

    /// <summary>Whether the sentences to learn from stay in their files, from which those of a batch are read; the key is missing where they do not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Stream { get; init; }

    /// <summary>The seed of every random number.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The threads that computed. Small models' gradients are sums over as many shards; <c>--resume</c> with another number warns.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The processes that shared each update, where there was more than one; the key is missing where there was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Processes { get; init; }

    /// <summary>The taggers that teach this one, by their numbers from 1; the key is missing where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, WeightsSource>? Teachers { get; init; }

    /// <summary>The weight of the teachers' distributions in the loss; the key is missing where there are no teachers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TeacherWeight { get; init; }

    /// <summary>The models whose weights' mean the weights are, by their numbers from 1; the key is missing of other models.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, WeightsSource>? Averaged { get; init; }

    /// <summary>The steps of a window of a language model's text, after which the state continues without its gradient.</summary>
    public int StreamWindow() => Bptt > 0 ? Bptt : UsualStreamWindow;

    /// <summary>What a tagger minimises.</summary>
    public TaggerLoss TaggerLoss() => new(LabelSmoothing, Focal);

    /// <summary>How large a batch may be.</summary>
    public BatchLimit BatchLimit() =>
        BatchTokens is { } tokens ? Text.Batching.BatchLimit.OfTokens(tokens) : Text.Batching.BatchLimit.OfSentences(BatchSize);
}
