using System.CommandLine;
using Rnnctl.Compute.Devices;
using Rnnctl.Requests;

namespace Rnnctl.Options;

/// <summary>The options of every verb that computes.</summary>
internal sealed class ComputeOptions
{
    private readonly Option<OptionValue<DeviceName>> _device = DeviceOption.Create();
    private readonly Option<OptionValue<int?>> _threads;
    private readonly Option<OptionValue<int>> _seed = WholeNumber.One("--seed", "Seed of every random number", 0, 1);

    private readonly Option<string?>? _noDeviceCheck;
    private readonly int _fallbackThreads;

    /// <summary>The options, with one thread a processor by default.</summary>
    public ComputeOptions()
        : this(Environment.ProcessorCount, "one a processor") =>
        _noDeviceCheck = Flag.One("--no-device-check", "Don't hold a GPU against the CPU before it is used");

    /// <summary>The options of a verb that checks the device itself, with a default number of threads, which help describes.</summary>
    public ComputeOptions(int fallbackThreads, string description)
    {
        _fallbackThreads = fallbackThreads;
        _threads = WholeNumber.Optional("--threads", $"Threads of the CPU backend (default: {description})", 1);
    }

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new("Compute", [_device, .. NoDeviceCheck, _threads, _seed]);

    /// <summary>What the user chose.</summary>
    public ComputeSettings Read(ParseResult parsed) => new(
        parsed.Read(_device),
        parsed.Read(_threads) ?? _fallbackThreads,
        parsed.IsGiven(_seed) ? parsed.Read(_seed) : null)
    {
        IsDeviceGiven = parsed.IsGiven(_device),
        ChecksDevice = _noDeviceCheck is not null && !parsed.IsGiven(_noDeviceCheck),
    };

    private IEnumerable<Option> NoDeviceCheck => _noDeviceCheck is null ? [] : [_noDeviceCheck];
}
