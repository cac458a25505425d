using System.CommandLine;
using Rnnctl.Text;

namespace Rnnctl.Options;

/// <summary>Turns the options of a file into words of the command line.</summary>
/// <param name="path">The file.</param>
/// <param name="known">The options that it may contain.</param>
internal sealed class OptionWords(string path, IReadOnlyCollection<Option> known)
{
    private const string Negation = "--no-";

    /// <summary>The option of an entry, or null if there is none by this name.</summary>
    public Option? Find(OptionsEntry entry) => known.FirstOrDefault(option => option.Name == entry.Name);

    /// <summary>The option of an entry.</summary>
    /// <exception cref="InputException">There is none by this name.</exception>
    public Option Require(OptionsEntry entry) => Find(entry) ?? throw Unknown(entry);

    /// <summary>The error of an entry that names no option.</summary>
    public InputException Unknown(OptionsEntry entry)
    {
        IEnumerable<string> names = known.Where(option => !option.Hidden).Select(option => option.Name[2..]);
        return InputException.At(path, entry.Line, $"unknown option '{entry.Key}', expected one of {string.Join(", ", names.Order())}");
    }

    /// <summary>
    /// The words of an entry: <c>--lr=0.005</c>, a word for each value; the flag itself for true, and its negation for false.
    /// </summary>
    /// <exception cref="InputException">A flag has a value other than true and false.</exception>
    public IEnumerable<string> Of(Option option, OptionsEntry entry) => option.Arity.MaximumNumberOfValues > 0
        ? entry.Values.Select(value => $"{option.Name}={value}")
        : entry.Values switch
        {
            [] => [],
            ["true"] => [option.Name],
            ["false"] => known.Where(other => other != option && Subject(other) == Subject(option)).Select(other => other.Name),
            _ => throw InputException.At(path, entry.Line, $"{option.Name}: expected true or false, found '{string.Join(", ", entry.Values)}'"),
        };

    /// <summary>
    /// What an option decides. It is the same of a flag and its negation, so that <c>--no-bidirectional</c> replaces <c>bidirectional: true</c>.
    /// </summary>
    public static string Subject(Option option) =>
        option.Name.StartsWith(Negation, StringComparison.Ordinal) ? "--" + option.Name[Negation.Length..] : option.Name;
}
