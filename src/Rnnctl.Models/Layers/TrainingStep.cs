using Rnnctl.Compute.Randomness;

namespace Rnnctl.Models.Layers;

/// <summary>The settings of the training step that a forward pass belongs to.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Number">The number of the step, which selects its dropout masks.</param>
/// <param name="Window">The length of truncated BPTT in time steps, after which the state continues without its gradient; 0 for full BPTT.</param>
public readonly record struct TrainingStep(ulong Seed, ulong Number, int Window)
{
    /// <summary>The place of the masks of whole embeddings, far above the places of layers.</summary>
    internal const int EmbeddingPlace = 1 << 15;

    /// <summary>The same for a translator's target.</summary>
    internal const int TargetEmbeddingPlace = EmbeddingPlace + 1;

    /// <summary>The place of the random numbers of word dropout.</summary>
    internal const int WordPlace = EmbeddingPlace + 2;

    /// <summary>The probability that the decoder reads its own prediction instead of the target symbol (scheduled sampling).</summary>
    public double ScheduledSampling { get; init; }

    /// <summary>The number of the batch's shard, from 0. Only masks that know no sequences depend on it.</summary>
    public int Shard { get; init; }

    /// <summary>The key of the dropout mask at a place in the model.</summary>
    internal DropoutKey Dropout(int place) => new(Seed, Number, (uint)place);

    /// <summary>The key of the dropout mask at a place in the model that has its own mask at each time step.</summary>
    /// <param name="place">The place in the model, below 65536.</param>
    /// <param name="time">The time step, below 65536.</param>
    internal DropoutKey Dropout(int place, int time) => new(Seed, Number, (uint)place + ((uint)time << 16));

    /// <summary>The key of the masks of a layer's state (recurrent dropout, zoneout); independent of the dropout masks.</summary>
    internal DropoutKey State(int layer) => new(Seed, Number, (uint)layer);
}
