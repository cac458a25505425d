using Rnnctl.Inference.Directories;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Loop;

/// <summary>What a trainer needs of the model that it trains and of the corpus that the model learns from.</summary>
public sealed record TrainingTask
{
    /// <summary>The model.</summary>
    public required TrainedModel Model { get; init; }

    /// <summary>What changes its parameters.</summary>
    public required Optimizer<float> Optimizer { get; init; }

    /// <summary>A digest of the training corpus.</summary>
    public required string CorpusDigest { get; init; }

    /// <summary>Plans the next epoch's batches with random numbers and tells how many there are.</summary>
    public required Func<Random, int> PlanEpoch { get; init; }

    /// <summary>Learns from a batch of the plan: its number in the epoch, the update's number, from 1, and the learning rate.</summary>
    public required Func<int, long, double, LearningStep> Learn { get; init; }

    /// <summary>Scores the model as it is; null where there is nothing to score it on.</summary>
    public required Func<Evaluation>? Evaluate { get; init; }
}
