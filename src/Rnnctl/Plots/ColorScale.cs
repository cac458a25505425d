using System.Globalization;

namespace Rnnctl.Plots;

/// <summary>
/// Colours for heights: viridis (van der Walt and Smith 2015), which grows lighter all the way, so that it can be read in grey print and with any
/// colour vision.
/// </summary>
internal static class ColorScale
{
    /// <summary>How many different colours there are.</summary>
    public const int Count = 64;

    private const double Light = 0.6;

    private static readonly (int Red, int Green, int Blue)[] Anchors =
    [
        (0x44, 0x01, 0x54), (0x48, 0x28, 0x78), (0x3e, 0x4a, 0x89), (0x31, 0x68, 0x8e), (0x26, 0x82, 0x8e),
        (0x1f, 0x9e, 0x89), (0x35, 0xb7, 0x79), (0x6e, 0xce, 0x58), (0xb5, 0xde, 0x2b), (0xfd, 0xe7, 0x25),
    ];

    /// <summary>The number of the colour of a height from 0, the lowest, to 1.</summary>
    public static int NumberOf(double fraction) => Math.Clamp((int)(fraction * Count), 0, Count - 1);

    /// <summary>The colour of a number, <c>#rrggbb</c>.</summary>
    public static string Color(int number)
    {
        double place = number / (Count - 1.0) * (Anchors.Length - 1);
        int below = Math.Min((int)place, Anchors.Length - 2);
        (int Red, int Green, int Blue) low = Anchors[below], high = Anchors[below + 1];
        double share = place - below;
        return string.Create(
            CultureInfo.InvariantCulture, $"#{Mix(low.Red, high.Red, share):x2}{Mix(low.Green, high.Green, share):x2}{Mix(low.Blue, high.Blue, share):x2}");
    }

    /// <summary>The colour of a line that can be seen on a height's colour.</summary>
    public static string InkOn(double fraction) => fraction > Light ? "#000000" : "#ffffff";

    private static int Mix(int low, int high, double share) => (int)Math.Round(low + (share * (high - low)));
}
