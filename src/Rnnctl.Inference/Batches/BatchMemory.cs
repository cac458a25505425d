using System.Globalization;
using Rnnctl.Compute.Devices;
using Rnnctl.Inference.Configurations;

namespace Rnnctl.Inference.Batches;

/// <summary>The errors for a batch that does not fit memory.</summary>
public static class BatchMemory
{
    /// <summary>The error for a training batch; it names the option that makes the batch so large.</summary>
    public static DeviceMemoryException Refused(TrainingConfiguration options, BatchSize size, DeviceMemoryException failure)
    {
        if (size.Sequences == 1) return Refused(size, failure);
        string name = options.BatchTokens is null ? "--batch-size" : "--batch-tokens";
        int value = options.BatchTokens ?? options.BatchSize;
        return new DeviceMemoryException(
            string.Create(CultureInfo.InvariantCulture, $"{name} {value}: {Words(size)} does not fit: {failure.Message}"),
            $"try a smaller {name}, --hidden or --embedding",
            failure);
    }

    /// <summary>The error for a batch that a trained model reads, or for a sentence that is too long by itself.</summary>
    public static DeviceMemoryException Refused(BatchSize size, DeviceMemoryException failure) => new(
        $"{Words(size)} does not fit: {failure.Message}", failure.Hint, failure);

    private static string Words(BatchSize size) => string.Create(
        CultureInfo.InvariantCulture, $"a batch of {size.Sequences:N0} sentence{(size.Sequences == 1 ? "" : "s")} and {size.Tokens:N0} tokens");
}
