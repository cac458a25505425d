using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Rnnctl.Compute.Devices;
using Rnnctl.Inference.Configurations;

namespace Rnnctl.Options;

/// <summary>The options of every verb that computes.</summary>
internal sealed class ComputeOptions
{
    private readonly Option<OptionValue<DeviceName>> _device = DeviceOption.Create();
    private readonly Option<OptionValue<int?>> _threads;
    private readonly Option<OptionValue<int>> _seed = WholeNumber.One(ConfigurationOptions.Seed.Name, ConfigurationOptions.Seed.Help, 0, 1);

    private readonly Option<string?>? _noDeviceCheck;
    private readonly int _fallbackThreads;

    /// <summary>The options of a verb that uses one thread per processor by default.</summary>
    public ComputeOptions()
        : this(Environment.ProcessorCount, "one a processor") =>
        _noDeviceCheck = Flag.One("--no-device-check", "Don't hold a GPU against the CPU before it is used");

    /// <summary>The options of a verb that checks the device itself, with another default number of threads, which help describes.</summary>
    public ComputeOptions(int fallbackThreads, string description)
    {
        _fallbackThreads = fallbackThreads;
        ConfigurationOption threads = ConfigurationOptions.Threads;
        _threads = WholeNumber.Optional(threads.Name, $"{threads.Help} (default: {description})", 1);
    }

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => GroupWith();

    /// <summary>The same, followed by options of a verb's own.</summary>
    public OptionGroup GroupWith(params ReadOnlySpan<Option> more) => new("Compute", [_device, .. NoDeviceCheck, _threads, _seed, .. more]);

    /// <summary>The device, threads and seed that the user chose.</summary>
    public ComputeSettings Read(ParseResult parsed) => new(
        parsed.Read(_device),
        parsed.Read(_threads) ?? _fallbackThreads,
        parsed.IsGiven(_seed) ? parsed.Read(_seed) : null)
    {
        IsDeviceGiven = parsed.IsGiven(_device),
        IsIndexGiven = parsed.IsGiven(_device) && parsed.GetResult(_device)!.Tokens[0].Value.Contains(':', StringComparison.Ordinal),
        AreThreadsGiven = parsed.IsGiven(_threads),
        ChecksDevice = _noDeviceCheck is not null && !parsed.IsGiven(_noDeviceCheck),
    };

    private IEnumerable<Option> NoDeviceCheck => _noDeviceCheck is null ? [] : [_noDeviceCheck];
}

/// <summary>Where and how a verb computes.</summary>
/// <param name="Device">The device.</param>
/// <param name="Threads">Threads of the CPU backend.</param>
/// <param name="GivenSeed">The seed of every random number; null where the user gave none.</param>
internal sealed record ComputeSettings(DeviceName Device, int Threads, int? GivenSeed)
{
    private const ulong DefaultSeed = 1;

    /// <summary>Whether the user named the device, <c>auto</c> included.</summary>
    public bool IsDeviceGiven { get; init; }

    /// <summary>Whether the user named one of several devices of a kind: <c>cuda:0</c>.</summary>
    public bool IsIndexGiven { get; init; }

    /// <summary>Whether the user gave the number of threads.</summary>
    public bool AreThreadsGiven { get; init; }

    /// <summary>The number of this process among those of its host that compute together, from 0; null if it computes alone.</summary>
    public int? HostRank { get; init; }

    /// <summary>Whether a GPU is checked before it is used.</summary>
    public bool ChecksDevice { get; init; } = true;

    /// <summary>The seed: the user's, or the default.</summary>
    public ulong Seed => GivenSeed is { } given ? (ulong)given : DefaultSeed;
}

/// <summary>The option <c>--device</c>.</summary>
internal static class DeviceOption
{
    private const string Forms = "auto|cpu|cuda[:N]|opencl[:N]|ilgpu-cpu";

    /// <summary>A new <c>--device</c>, <c>auto</c> by default.</summary>
    public static Option<OptionValue<DeviceName>> Create()
    {
        var option = new Option<OptionValue<DeviceName>>("--device")
        {
            Description = "What computes: auto is cpu unless a GPU is proven (default auto)",
            HelpName = Forms,
            CustomParser = result => new OptionValue<DeviceName>(Parse(result)),
        };
        option.CompletionSources.Add(Choice.NamesOf(typeof(DeviceKind)));
        return option;
    }

    private static DeviceName Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        string[] parts = text.Split(':', 2);
        int place = Array.IndexOf(Choice.NamesOf(typeof(DeviceKind)), parts[0]);
        int index = 0;
        if (place >= 0 && (parts.Length == 1 || IsIndex((DeviceKind)place, parts[1], out index)))
            return new DeviceName((DeviceKind)place, index);
        result.AddError($"--device: unknown value '{text}', expected one of {Forms.Replace("|", ", ", StringComparison.Ordinal)}");
        return default;
    }

    private static bool IsIndex(DeviceKind kind, string text, out int index) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index) && kind is DeviceKind.Cuda or DeviceKind.Opencl;
}
