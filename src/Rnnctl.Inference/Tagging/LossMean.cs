using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;

namespace Rnnctl.Inference.Tagging;

/// <summary>The mean of a loss over the batches of a run.</summary>
internal sealed class LossMean
{
    /// <summary>The sum of the losses.</summary>
    public double Sum { get; private set; }

    /// <summary>How many tokens or sentences the sum is over.</summary>
    public int Count { get; private set; }

    /// <summary>The mean; not a number of none.</summary>
    public double Mean => Sum / Count;

    /// <summary>Removes all.</summary>
    public void Clear() => (Sum, Count) = (0, 0);

    /// <summary>Adds the mean of a batch, <c>[1, 1]</c>, over so many.</summary>
    public void Add(Backend<float> backend, Tensor<float> mean, int count)
    {
        Span<float> value = stackalloc float[1];
        backend.Download(mean, value);
        Sum += (double)value[0] * count;
        Count += count;
    }

    /// <summary>Adds what the other parts of a shared run have.</summary>
    public void Join(WorkShare share)
    {
        Span<double> sums = [Sum, Count];
        share.Sum(sums);
        (Sum, Count) = (sums[0], (int)sums[1]);
    }
}
