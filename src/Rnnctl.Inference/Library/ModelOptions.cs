namespace Rnnctl.Inference.Library;

/// <summary>How an opened model computes.</summary>
public sealed record ModelOptions
{
    /// <summary>
    /// The most threads that compute at the same time, over all calls; by default one for each processor. A call beyond them waits for another to end. The
    /// threads share the model's weights; each keeps a prepared copy of those of its matrix products.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int Threads { get; init => field = Argument.InRange(value, least: 1, most: int.MaxValue, nameof(Threads)); } = Environment.ProcessorCount;
}
