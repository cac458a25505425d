using System.CommandLine;
using Rnnctl.Requests;

namespace Rnnctl.Options;

/// <summary>The options of every verb that computes.</summary>
internal sealed class ComputeOptions
{
    private readonly Option<DeviceName> _device = DeviceOption.Create();
    private readonly Option<int?> _threads = WholeNumber.Optional("--threads", "Threads of the CPU backend (default: one a processor)", 1);
    private readonly Option<int> _seed = WholeNumber.One("--seed", "Seed of every random number", 0, 1);

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Compute", _device, _threads, _seed);

    /// <summary>What the user chose.</summary>
    public ComputeSettings Read(ParseResult parsed) => new(parsed.GetValue(_device), parsed.GetValue(_threads), parsed.GetValue(_seed));
}
