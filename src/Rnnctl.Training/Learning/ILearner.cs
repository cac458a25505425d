using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Directories;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Learning;

/// <summary>A model with its training corpus and its validation corpus: what a trainer trains, for every task.</summary>
public interface ILearner : IDisposable
{
    /// <summary>The model.</summary>
    TrainedModel Model { get; }

    /// <summary>What changes its parameters.</summary>
    Optimizer<float> Optimizer { get; }

    /// <summary>A digest of the training corpus.</summary>
    string CorpusDigest { get; }

    /// <summary>
    /// What learning carries from batch to batch in addition to parameters and moments, such as the states of a language model's streams; <c>default</c> for
    /// nothing. A checkpoint holds it.
    /// </summary>
    Tensor<float> Carried => default;

    /// <summary>Gathers <see cref="Carried"/> from the processes that train together, which all call this.</summary>
    void GatherCarried()
    {
    }

    /// <summary>Plans the next epoch's batches with random numbers and returns how many there are.</summary>
    int PlanEpoch(Random random);

    /// <summary>Learns from a batch of the plan.</summary>
    /// <param name="batch">The batch's number in the epoch, from 0.</param>
    /// <param name="number">The number of the update, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    LearningStep Learn(int batch, long number, double rate);

    /// <summary>Scores the model with its current weights; null without a validation corpus.</summary>
    Evaluation? Evaluate();
}
