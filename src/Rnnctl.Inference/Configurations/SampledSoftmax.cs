using System.Globalization;
using Rnnctl.Text;

namespace Rnnctl.Inference.Configurations;

/// <summary>The values of <c>--softmax</c>: <c>full</c>, or <c>sampled:N</c> to compare each label with N symbols in training.</summary>
public static class SampledSoftmax
{
    /// <summary>The softmax over the whole vocabulary.</summary>
    public const string Full = "full";

    private const string Prefix = "sampled:";

    /// <summary>The form of the values.</summary>
    internal const string Form = "full|sampled:N";

    /// <summary>Whether a text is a value.</summary>
    internal static bool IsValue(string text) => text == Full || SamplesOf(text) > 0;

    /// <summary>The symbols of the sample; 0 for the full softmax.</summary>
    public static int SamplesOf(string value) =>
        value.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(value.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int samples) ? samples : 0;

    /// <summary>Refuses a sample that is as large as the vocabulary.</summary>
    /// <exception cref="InputException">It is; the message names the option.</exception>
    public static void RequireFit(string value, int symbols)
    {
        if (SamplesOf(value) < symbols) return;
        string expected = string.Create(CultureInfo.InvariantCulture, $"expected fewer than the {symbols} symbols of the vocabulary");
        throw new InputException($"--softmax {value}: {expected}", "--softmax full compares with all of them");
    }
}
