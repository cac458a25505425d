namespace Rnnctl.Text.Batching;

/// <summary>The batches of an epoch of training.</summary>
public interface IEpochPlan
{
    /// <summary>The number of batches.</summary>
    int Count { get; }

    /// <summary>The sequences of a batch, by their numbers in the corpus. Valid until the next call. An epoch's batches are asked for in order.</summary>
    ReadOnlySpan<int> this[int batch] { get; }

    /// <summary>Plans an epoch in an order that depends on the random numbers; they belong to the plan until the next epoch is planned.</summary>
    void Shuffle(Random random);
}
