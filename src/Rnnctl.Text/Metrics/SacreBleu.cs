using System.Globalization;

namespace Rnnctl.Text.Metrics;

/// <summary>The program that defines these scores: <a href="https://github.com/mjpost/sacrebleu">sacreBLEU</a> (Post 2018).</summary>
internal static class SacreBleu
{
    /// <summary>The version that the tests compare with; signatures name it.</summary>
    public const string Version = "2.6.0";

    /// <summary>The settings of a score as sacreBLEU writes them: <c>nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0</c>.</summary>
    /// <param name="references">The number of references of each segment.</param>
    /// <param name="settings">The settings of the metric: <c>case:mixed|eff:no|tok:13a|smooth:exp</c>.</param>
    public static string Signature(int references, string settings) =>
        string.Create(CultureInfo.InvariantCulture, $"nrefs:{references}|{settings}|version:{Version}");

    /// <summary>The signature of a score that was resampled: <c>nrefs:1|bs:1000|seed:1|case:...</c>.</summary>
    public static string Resampled(string signature, int resamples, ulong seed)
    {
        int settings = signature.IndexOf('|', StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{signature[..settings]}|bs:{resamples}|seed:{seed}{signature[settings..]}");
    }

    /// <summary>How a signature names the case of letters.</summary>
    public static string CaseName(bool lowercase) => lowercase ? "lc" : "mixed";

    /// <summary>How a signature writes a truth value.</summary>
    public static string YesNo(bool value) => value ? "yes" : "no";
}
