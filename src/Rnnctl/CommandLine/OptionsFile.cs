using Rnnctl.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Rnnctl.CommandLine;

/// <summary>
/// The file that <c>--config</c> names: one mapping from long option names to a value or a list of values. It is YAML; JSON is a subset of YAML.
/// </summary>
internal sealed class OptionsFile
{
    private const int LongestFile = 1 << 18;

    private OptionsFile(string path, IReadOnlyList<OptionsEntry> entries)
    {
        Path = path;
        Entries = entries;
    }

    /// <summary>The file's path as the user typed it.</summary>
    public string Path { get; }

    /// <summary>The options in the order of the file. A key without a value (<c>null</c>) is left out.</summary>
    public IReadOnlyList<OptionsEntry> Entries { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file is missing, or is not one mapping of options.</exception>
    public static OptionsFile Read(string path)
    {
        try
        {
            return new OptionsFile(path, Parse(path, new Parser(new StringReader(ReadText(path)))));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: no such file", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string cause = Directory.Exists(path) ? "expected a file of options, found a directory" : failure.Message;
            throw new InputException($"{path}: {cause}", failure);
        }
    }

    private static string ReadText(string path)
    {
        using StreamReader reader = File.OpenText(path);
        var text = new char[LongestFile + 1];
        int length = reader.ReadBlock(text);
        return length <= LongestFile
            ? new string(text, 0, length)
            : throw new InputException($"{path}: expected a file of options of at most {LongestFile >> 10} KiB, found a longer one");
    }

    private static List<OptionsEntry> Parse(string path, Parser parser)
    {
        try
        {
            return ReadMapping(path, parser);
        }
        catch (YamlException failure)
        {
            throw InputException.At(path, failure.Start.Line, $"not YAML or JSON: {failure.InnerException?.Message ?? failure.Message}");
        }
        catch (Exception failure) when (failure is not (InputException or IOException))
        {
            // After an unclosed bracket YamlDotNet fails in its own code with exceptions of several types.
            long line = parser.Current?.Start.Line ?? 1;
            throw InputException.At(path, line, "not YAML or JSON: is a bracket or a quote left open?");
        }
    }

    private static List<OptionsEntry> ReadMapping(string path, Parser parser)
    {
        var entries = new List<OptionsEntry>();
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return entries;
        if (!parser.TryConsume<MappingStart>(out _))
            throw InputException.At(path, parser.Current!.Start.Line, "expected options, such as 'hidden: 128'");
        var seen = new HashSet<string>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadScalar(path, parser, "the name of an option");
            if (!seen.Add(key.Value))
                throw InputException.At(path, key.Start.Line, $"option '{key.Value}' is given twice");
            string[] values = ReadValues(path, parser, key.Value);
            if (values.Length > 0)
                entries.Add(new OptionsEntry(key.Value, values, key.Start.Line));
        }
        parser.Consume<DocumentEnd>();
        if (!parser.TryConsume<StreamEnd>(out _))
            throw InputException.At(path, parser.Current!.Start.Line, "expected one YAML document, found a second");
        return entries;
    }

    private static string[] ReadValues(string path, Parser parser, string key)
    {
        string expected = $"a value or a list of values for '{key}'";
        if (!parser.TryConsume<SequenceStart>(out _))
            return ReadScalar(path, parser, expected) is var scalar && IsNull(scalar) ? [] : [scalar.Value];
        var values = new List<string>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            values.Add(ReadScalar(path, parser, expected).Value);
        return [.. values];
    }

    private static Scalar ReadScalar(string path, Parser parser, string expected) =>
        parser.TryConsume<Scalar>(out var scalar)
            ? scalar
            : throw InputException.At(path, parser.Current!.Start.Line, $"expected {expected}");

    private static bool IsNull(Scalar scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
}

/// <summary>An option in a file of options.</summary>
/// <param name="Key">Its long name without the dashes.</param>
/// <param name="Values">Its value, or the values of its list.</param>
/// <param name="Line">Its line in the file, counted from 1.</param>
internal sealed record OptionsEntry(string Key, IReadOnlyList<string> Values, long Line)
{
    /// <summary>The option's name as it is typed.</summary>
    public string Name => "--" + Key;
}
