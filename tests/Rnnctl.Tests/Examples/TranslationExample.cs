namespace Rnnctl.Tests.Examples;

/// <summary>An example that trains a translator on the files of its generator.</summary>
internal sealed class TranslationExample(string name)
{
    private readonly GeneratedExample _files = new(name);

    /// <summary>The folder of the example in the repository.</summary>
    public string Folder => _files.Folder;

    /// <summary>The path of a file in the temporary folder, which all tests share.</summary>
    public string this[string file] => _files[file];

    /// <summary>Reads the pairs of a generated file.</summary>
    public (string Source, string Target)[] Read(string name) =>
        [.. File.ReadLines(_files[name]).Select(line => line.Split('\t')).Select(columns => (columns[0], columns[1]))];

    /// <summary>Writes pairs to a file with two columns.</summary>
    public void Write(string name, IEnumerable<(string Source, string Target)> pairs) =>
        File.WriteAllText(_files[name], string.Concat(pairs.Select(pair => $"{pair.Source}\t{pair.Target}\n")));

    /// <summary>Trains a model on a file with two columns.</summary>
    public void Train(string model, string file, params string[] options) => Train(model, [file], options);

    /// <summary>Trains a model on one file with two columns, or on two parallel files.</summary>
    public void Train(string model, string[] files, params string[] options)
    {
        IEnumerable<string> paths = files.Select(file => _files[file]);
        InProcessTool.Done(["train", "--task", "translate", "--train", .. paths, "--output", _files[model], "--device", "cpu", "--threads", "1", .. options]);
    }

    /// <summary>Translates source sentences with a model.</summary>
    public string[] Translate(string model, IEnumerable<string> sources, params string[] options)
    {
        File.WriteAllText(_files["sources"], string.Concat(sources.Select(source => source + "\n")));
        string translated = InProcessTool.Done(["translate", _files[model], _files["sources"], "--device", "cpu", "--threads", "1", .. options]);
        return translated.Split('\n')[..^1];
    }

    /// <summary>The share of pairs whose source a model translates exactly.</summary>
    public double ShareCorrect(string model, (string Source, string Target)[] pairs) =>
        Translate(model, pairs.Select(pair => pair.Source)).Zip(pairs).Average(one => one.First == one.Second.Target ? 1.0 : 0.0);
}
