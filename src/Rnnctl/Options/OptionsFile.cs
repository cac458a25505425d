using Rnnctl.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Rnnctl.Options;

/// <summary>
/// A file of options, such as <c>--config</c> names: one mapping from long option names to a value or a list of values. It is YAML; JSON is a subset of YAML.
/// </summary>
internal sealed class OptionsFile
{
    private const int LongestFile = 1 << 18;

    private readonly List<OptionsEntry> _entries = [];
    private readonly List<OptionAlternatives> _alternatives = [];

    private OptionsFile(string path) => Path = path;

    /// <summary>The file's path as the user typed it.</summary>
    public string Path { get; }

    /// <summary>The options in the order of the file. A key without a value (<c>null</c>) is left out.</summary>
    public IReadOnlyList<OptionsEntry> Entries => _entries;

    /// <summary>The options with several values each to choose from, in the order of the file; empty where no key for them was asked for.</summary>
    public IReadOnlyList<OptionAlternatives> Alternatives => _alternatives;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="alternativesKey">The key below which options stand with lists of <see cref="Alternatives"/>; null for none.</param>
    /// <exception cref="InputException">The file is missing, or is not one mapping of options.</exception>
    public static OptionsFile Read(string path, string? alternativesKey = null)
    {
        try
        {
            return Parse(path, ReadText(path), alternativesKey);
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

    /// <summary>Reads the text of a file.</summary>
    /// <param name="path">Its name in messages.</param>
    /// <param name="text">The text.</param>
    /// <param name="alternativesKey">As of <see cref="Read"/>.</param>
    /// <exception cref="InputException">It is not one mapping of options.</exception>
    public static OptionsFile Parse(string path, string text, string? alternativesKey = null)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            var file = new OptionsFile(path);
            file.ReadDocument(parser, alternativesKey);
            return file;
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

    private static string ReadText(string path)
    {
        using StreamReader reader = File.OpenText(path);
        var text = new char[LongestFile + 1];
        int length = reader.ReadBlock(text);
        return length <= LongestFile
            ? new string(text, 0, length)
            : throw new InputException($"{path}: expected a file of options of at most {LongestFile >> 10} KiB, found a longer one");
    }

    private void ReadDocument(Parser parser, string? alternativesKey)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return;
        if (!parser.TryConsume<MappingStart>(out _)) throw At(parser, "expected options, such as 'hidden: 128'");
        var seen = new HashSet<string>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            Scalar key = ReadKey(parser, seen);
            if (key.Value == alternativesKey)
            {
                ReadAlternatives(parser, key.Value, seen);
                continue;
            }

            string[] values = ReadValues(parser, $"a value or a list of values for '{key.Value}'");
            if (values.Length > 0) _entries.Add(new OptionsEntry(key.Value, values, key.Start.Line));
        }

        parser.Consume<DocumentEnd>();
        if (!parser.TryConsume<StreamEnd>(out _)) throw At(parser, "expected one YAML document, found a second");
    }

    /// <summary>The options below a key, each with a list: <c>lr: [0.001, 0.005]</c>.</summary>
    private void ReadAlternatives(Parser parser, string below, HashSet<string> seen)
    {
        if (!parser.TryConsume<MappingStart>(out _)) throw At(parser, $"expected options with lists of values below '{below}', such as 'lr: [0.001, 0.005]'");
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            Scalar key = ReadKey(parser, seen);
            if (!parser.TryConsume<SequenceStart>(out _)) throw At(parser, $"expected a list of values for '{key.Value}', such as '{key.Value}: [A, B]'");
            var choices = new List<OptionsEntry>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                long line = parser.Current!.Start.Line;
                choices.Add(new OptionsEntry(key.Value, ReadValues(parser, $"a value or a list of values in the list of '{key.Value}'"), line));
            }

            _alternatives.Add(new OptionAlternatives(key.Value, choices, key.Start.Line));
        }
    }

    private Scalar ReadKey(Parser parser, HashSet<string> seen)
    {
        Scalar key = ReadScalar(parser, "the name of an option");
        return seen.Add(key.Value) ? key : throw InputException.At(Path, key.Start.Line, $"option '{key.Value}' is given twice");
    }

    /// <summary>A value, or those of a list; none for <c>null</c>.</summary>
    private string[] ReadValues(Parser parser, string expected)
    {
        if (!parser.TryConsume<SequenceStart>(out _))
            return ReadScalar(parser, expected) is var scalar && IsNull(scalar) ? [] : [scalar.Value];
        var values = new List<string>();
        while (!parser.TryConsume<SequenceEnd>(out _)) values.Add(ReadScalar(parser, expected).Value);
        return [.. values];
    }

    private Scalar ReadScalar(Parser parser, string expected) =>
        parser.TryConsume<Scalar>(out var scalar) ? scalar : throw At(parser, $"expected {expected}");

    private InputException At(Parser parser, string message) => InputException.At(Path, parser.Current!.Start.Line, message);

    private static bool IsNull(Scalar scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
}

/// <summary>An option in a file of options.</summary>
/// <param name="Key">Its long name without the dashes.</param>
/// <param name="Values">Its value, or the values of its list; empty where an alternative leaves the option out.</param>
/// <param name="Line">Its line in the file, counted from 1.</param>
internal sealed record OptionsEntry(string Key, IReadOnlyList<string> Values, long Line)
{
    /// <summary>The option's name as it is typed.</summary>
    public string Name => "--" + Key;
}

/// <summary>An option in a file of options with several values to choose from.</summary>
/// <param name="Key">Its long name without the dashes.</param>
/// <param name="Choices">The option with each of these, in the order of the file.</param>
/// <param name="Line">Its line in the file, counted from 1.</param>
internal sealed record OptionAlternatives(string Key, IReadOnlyList<OptionsEntry> Choices, long Line);
