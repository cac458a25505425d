using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu.Memory;

public sealed class CpuMemoryTests
{
    [Fact]
    public void A_request_beyond_the_machines_memory_is_refused_with_the_amount_and_a_hint()
    {
        DeviceMemoryException refusal = Assert.Throws<DeviceMemoryException>(() => new CpuStorage<double>(1L << 43));

        Assert.StartsWith("cpu: cannot allocate 70.4 TB of memory: tensors use ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--batch-size", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_and_freed_memory_is_available_again()
    {
        for (int attempt = 0; attempt < 3; attempt++) Assert.Throws<DeviceMemoryException>(() => new CpuStorage<double>(1L << 43));
        for (int attempt = 0; attempt < 4096; attempt++) new CpuStorage<double>(1 << 24).Dispose();
    }

    [Fact]
    public void Attention_over_a_sequence_that_is_too_long_names_the_number_of_weights()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var tape = new Tape<float>(backend, recording: false);
        var steps = new PackedSteps();
        steps.Assign([200_000]);
        Variable<float> x = tape.NewVariable(200_000, 2);

        DeviceMemoryException refusal = Assert.Throws<DeviceMemoryException>(
            () => Attend<float>.Apply(tape, SequencePairs.Self(steps), heads: 2, scale: 1, x, x, x));

        Assert.Contains("over sequences of up to 200,000 tokens would have 80,000,000,000 weights", refusal.Message, StringComparison.Ordinal);
    }
}
