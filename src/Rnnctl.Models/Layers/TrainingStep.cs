using Rnnctl.Compute.Randomness;

namespace Rnnctl.Models.Layers;

/// <summary>What a forward pass must know of the training step that it belongs to.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Number">The number of the step, from which its dropout masks follow.</param>
/// <param name="Window">Time steps after which the state goes on without its gradient (truncated BPTT); 0 for never.</param>
public readonly record struct TrainingStep(ulong Seed, ulong Number, int Window)
{
    /// <summary>The probability with which a decoder reads a symbol that it made itself rather than the right one (scheduled sampling).</summary>
    public double OwnSymbols { get; init; }

    /// <summary>The key of the dropout mask at a place in the model.</summary>
    internal DropoutKey Dropout(int place) => new(Seed, Number, (uint)place);

    /// <summary>The key of the mask at a place that is passed at every time step, and has another mask at each.</summary>
    /// <param name="place">The place in the model, below 65536.</param>
    /// <param name="time">The time step, below 65536.</param>
    internal DropoutKey Dropout(int place, int time) => new(Seed, Number, (uint)place + ((uint)time << 16));

    /// <summary>The key of the masks of a layer's state, which are beside those of dropout.</summary>
    internal DropoutKey State(int layer) => new(Seed, Number, (uint)layer);
}
