using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Training.Learning;

/// <summary>A part of a batch, with the model over the gradients that this part adds to: what one thread computes by itself.</summary>
public interface IShard
{
    /// <summary>
    /// The shard's share of the batch's loss, <c>[1, 1]</c>: the sum over the shard's predictions, divided by the number of predictions of the whole batch.
    /// Without rows if the shard is empty.
    /// </summary>
    /// <param name="tape">The shard's tape.</param>
    /// <param name="step">The training step.</param>
    Variable<float> Loss(Tape<float> tape, TrainingStep step);
}
