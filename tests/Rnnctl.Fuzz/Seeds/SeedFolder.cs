using System.IO.Compression;
using System.Text.RegularExpressions;
using Rnnctl.Fuzz.Runs;

namespace Rnnctl.Fuzz.Seeds;

/// <summary>
/// The valid files that cases start from: small texts in every format, and models that the tool trains on them. They are equal on every run, except for
/// rounding on another processor.
/// </summary>
internal sealed partial class SeedFolder(string path)
{
    private const string Tiny = "--hidden 2 --embedding 2 --epochs 1 --threads 1 --batch-size 2";

    private static readonly string[] Models =
    [
        $"train --train tagging.tsv --valid tagging.tsv --output tagger {Tiny}",
        $"train --train tagging.tsv --valid tagging.tsv --ema 0.5 --seed 2 --output mean {Tiny}",
        $"train --train tagging.conll --features 2 --output characters --crf --char-cell lstm --char-hidden 2 --char-embedding 2 --cell gru {Tiny}",
        "vocab source.txt target.txt --bpe 4 --output vocabulary",
        $"train --task translate --train source.txt target.txt --valid source.txt target.txt --output translator {Tiny}",
        $"train --task lm --train source.txt --valid target.txt --output language {Tiny}",
        $"train --task translate --train pairs.tsv --src-vocab vocabulary --tgt-vocab vocabulary --output segments {Tiny}",
        $"train --task lm --train source.txt --unit characters --output letters {Tiny}",
        $"train --task lm --train source.txt --src-vocab vocabulary --direction forward --output pieces {Tiny}",
        $"train --task lm --train source.txt --char-cell cnn --char-filters 1:2,2:2 --highway 1 --char-embedding 2 --projection 2 --output spelt {Tiny}",
        $"train --train tagging.tsv --contextual language --contextual-at both --output context {Tiny}",
        $"train --train tagging.tsv --contextual letters --fine-tune --output tuned {Tiny}",
        $"train --task translate --train source.txt target.txt --contextual letters --contextual-at both --output reader {Tiny}",
        "import elmo --options elmo.json --weights elmo.hdf5 --output elmo",
    ];

    public string Path { get; } = path;

    /// <summary>Creates the files in a new folder, which is the current directory meanwhile.</summary>
    /// <exception cref="InvalidOperationException">The tool did not train a model.</exception>
    public static SeedFolder Create(string path)
    {
        string before = Environment.CurrentDirectory;
        Directory.CreateDirectory(path);
        Environment.CurrentDirectory = path;
        foreach (string file in Directory.GetFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "Seeds", "Files")))
            File.Copy(file, System.IO.Path.GetFileName(file));
        Compress("vectors.txt");
        ElmoSeed.Write("elmo.json", "elmo.hdf5");
        foreach (string words in Models)
            Train(words.Split(' '));
        foreach (string file in Directory.GetFiles(path, "*", SearchOption.AllDirectories))
            ForgetTime(file);
        Environment.CurrentDirectory = before;
        return new SeedFolder(path);
    }

    /// <summary>Whether a word names a file or directory here.</summary>
    public bool Has(string name) => IsPlain(name) && (File.Exists(In(name)) || Directory.Exists(In(name)));

    /// <summary>Copies a file or directory to another folder, and returns the sorted names of the copied files.</summary>
    public IReadOnlyList<string> CopyTo(string folder, string name)
    {
        string[] files = Directory.Exists(In(name)) ? Directory.GetFiles(In(name), "*", SearchOption.AllDirectories) : [In(name)];
        string[] names = [.. files.Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];
        foreach (string file in names)
        {
            string target = System.IO.Path.Combine(folder, file);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(In(file), target, overwrite: true);
        }

        return names;
    }

    private static bool IsPlain(string name) => name.Length is > 0 and < 40 && name[0] != '.' && !name.Contains('/') && !name.Contains('\0');

    private static void Compress(string name)
    {
        using var zip = new GZipStream(File.Create(name + ".gz"), CompressionLevel.Optimal);
        zip.Write(File.ReadAllBytes(name));
    }

    private static void Train(string[] words)
    {
        ToolRun run = ToolRun.Of(words, []);
        if (run.ExitCode != 0) throw new InvalidOperationException($"rnnctl {string.Join(' ', words)}: {run.Error}");
    }

    // Training times are the only difference between the models of two runs.
    private static void ForgetTime(string file)
    {
        if (System.IO.Path.GetFileName(file) == "training.json")
            File.WriteAllText(file, Seconds().Replace(File.ReadAllText(file), "${key}0.25"));
        if (System.IO.Path.GetFileName(file) == "metrics.csv")
            File.WriteAllText(file, SecondsAndSpeed().Replace(File.ReadAllText(file), "${step}0.25,100,"));
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    [GeneratedRegex("""(?<key>"seconds(_at_evaluation)?": )[0-9.eE+-]+""")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"(?<step>^\d+,\d+,)[^,]+,[^,]+,", RegexOptions.Multiline)]
    private static partial Regex SecondsAndSpeed();
}
