using System.CommandLine;
using Rnnctl.Requests;

namespace Rnnctl.Options;

/// <summary>The options of every verb that computes.</summary>
internal sealed class ComputeOptions
{
    private readonly Option<OptionValue<DeviceName>> _device = DeviceOption.Create();
    private readonly Option<OptionValue<int?>> _threads = WholeNumber.Optional("--threads", "Threads of the CPU backend (default: one a processor)", 1);
    private readonly Option<OptionValue<int>> _seed = WholeNumber.One("--seed", "Seed of every random number", 0, 1);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Compute", _device, _threads, _seed);

    /// <summary>What the user chose.</summary>
    public ComputeSettings Read(ParseResult parsed) => new(
        parsed.Read(_device),
        parsed.Read(_threads) ?? Environment.ProcessorCount,
        parsed.IsGiven(_seed) ? parsed.Read(_seed) : null);
}
