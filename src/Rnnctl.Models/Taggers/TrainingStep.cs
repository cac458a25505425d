using Rnnctl.Compute.Randomness;

namespace Rnnctl.Models.Taggers;

/// <summary>What a forward pass must know of the training step that it belongs to.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Number">The number of the step, from which its dropout masks follow.</param>
/// <param name="Window">Time steps after which the state goes on without its gradient (truncated BPTT); 0 for never.</param>
public readonly record struct TrainingStep(ulong Seed, ulong Number, int Window)
{
    /// <summary>The key of the dropout mask at a place in the model.</summary>
    internal DropoutKey Dropout(int place) => new(Seed, Number, (uint)place);

    /// <summary>The key of the masks of a layer's state, which are beside those of dropout.</summary>
    internal DropoutKey State(int layer) => new(Seed, Number, (uint)layer);
}
