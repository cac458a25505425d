using System.Security.Cryptography;
using System.Text;
using Rnnctl.Options;

namespace Rnnctl.Verbs.Sweep;

/// <summary>A combination of the swept options' values.</summary>
/// <param name="Choices">Each swept option with one of its values, in the order of the file.</param>
internal sealed record SweepSetting(IReadOnlyList<OptionsEntry> Choices)
{
    private const int LongestName = 100;
    private const int DigestLetters = 8;

    /// <summary>
    /// The name of its folder, which follows from the values alone: <c>hidden=64_lr=0.01</c>. A value with other letters than those of file names, or a long
    /// name, is told from others by a digest.
    /// </summary>
    public string FolderName
    {
        get
        {
            if (Choices.Count == 0) return "plain";
            string text = string.Join('_', Choices.Select(choice => $"{choice.Key}={TextOf(choice)}"));
            string name = string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) || "=_.,+-".Contains(letter) ? letter : '-'));
            if (name == text && name.Length <= LongestName) return name;
            string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            return $"{name[..Math.Min(name.Length, LongestName - DigestLetters - 1)]}-{digest[..DigestLetters]}";
        }
    }

    /// <summary>The values as a person reads them: <c>hidden=64 lr=0.01</c>.</summary>
    public override string ToString() => string.Join(' ', Choices.Select(choice => $"{choice.Key}={TextOf(choice)}"));

    /// <summary>A value, several with commas between them, or null where the option is left out.</summary>
    public static string TextOf(OptionsEntry choice) => choice.Values.Count == 0 ? "null" : string.Join(',', choice.Values);
}
