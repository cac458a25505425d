namespace Rnnctl.Fuzz.Cases;

/// <summary>Values that often break programs.</summary>
internal static class EdgeValues
{
    /// <summary>Numbers at and beyond the limits of their types, and words that look like numbers.</summary>
    public static IReadOnlyList<string> Numbers { get; } =
    [
        "0", "-0", "1", "-1", "2", "0.5", "1.5", "00", "2147483647", "-2147483648", "2147483648", "9223372036854775807", "18446744073709551616",
        "1e309", "-1e309", "1e308", "1e-320", "NaN", "Infinity", "-Infinity", "0x10", "1e", "1_000", "1,5", "\u0661",
    ];

    /// <summary>Words that are not what an option or an argument expects.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        "", " ", "-", "--", "---", "=", "@file", "a b", "\0", "x\0y", "\u001b[31m", "\u0007", "a\nb", "a\rb", "\t", "\u2028", "\u202e", "\ud800", "😀",
        "e\u0301", "\ufeff", "none", "null", "true", "[0,0]", "x[1,2", "missing/file", "--help", "--no-x", "-o", "-x", "%s", "{0}", "*", "~",
        new string('a', 300), new string('/', 5000), new string('x', 100_000),
    ];
}
