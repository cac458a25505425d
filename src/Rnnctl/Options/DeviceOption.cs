using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Rnnctl.Compute.Devices;

namespace Rnnctl.Options;

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
