using System.Text;
using Rnnctl.Fuzz.Mutations;
using Rnnctl.Fuzz.Seeds;

namespace Rnnctl.Fuzz.Cases;

/// <summary>Creates a case, which depends only on the seed and its number.</summary>
/// <param name="seeds">The valid files.</param>
/// <param name="outside">A file outside of the folders of cases; some cases have a link to it.</param>
internal sealed class CaseMaker(SeedFolder seeds, string outside)
{
    private readonly RandomWords _randomWords = new();

    /// <summary>Creates a case with its files in a new folder.</summary>
    public FuzzCase Make(int seed, long number, string folder)
    {
        var random = new Random(HashOf(seed, number));
        Scenario scenario = Scenario.All[random.Next(Scenario.All.Count)];
        List<string> files = Copy(scenario, folder);
        var changes = new List<string>();
        bool ofWords = files.Count == 0 || random.Next(4) == 0;
        IReadOnlyList<string> words = ofWords ? _randomWords.Change(scenario.Words, random) : scenario.Words;
        for (int i = ofWords ? 0 : 1 + random.Next(2); i > 0; i--)
            changes.Add(ChangeFile(folder, files, random));
        CapFiles(folder, files);
        byte[] input = scenario.Input is { } name && ReadFile(folder, name) is { } text ? text : [];
        return new FuzzCase(number, folder, CostlyOptions.Cap(words), input, changes) { Verb = scenario.Verb };
    }

    private List<string> Copy(Scenario scenario, string folder)
    {
        Directory.CreateDirectory(folder);
        IEnumerable<string> names = scenario.Words.Skip(1).Concat(scenario.Further).Where(seeds.Has);
        if (scenario.Input is { } input) names = names.Append(input);
        return [.. names.Distinct().SelectMany(name => seeds.CopyTo(folder, name))];
    }

    private string ChangeFile(string folder, List<string> files, Random random)
    {
        string name = files[random.Next(files.Count)];
        string path = Path.Combine(folder, name);
        if (ReadFile(folder, name) is not { } content) return $"{name}: left as it is";
        if (random.Next(25) == 0) return $"{name}: {Replace(path, random)}";
        byte[] other = ReadFile(folder, files[random.Next(files.Count)]) ?? [];
        byte[] changed = Mutator.Change(name, content, other, random);
        File.WriteAllBytes(path, changed);
        return $"{name}: {content.Length} bytes became {changed.Length}";
    }

    private string Replace(string path, Random random)
    {
        File.Delete(path);
        switch (random.Next(4))
        {
            case 0:
                return "missing";
            case 1:
                File.WriteAllBytes(path, []);
                return "empty";
            case 2:
                Directory.CreateDirectory(path);
                return "a directory";
            default:
                File.CreateSymbolicLink(path, outside);
                return "a link out of the folder";
        }
    }

    // Links and directories are not read, so that a change never writes through them.
    private static byte[]? ReadFile(string folder, string name)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        return file.Exists && file.LinkTarget is null ? File.ReadAllBytes(file.FullName) : null;
    }

    private static void CapFiles(string folder, List<string> files)
    {
        foreach (string name in files.Where(name => Path.GetExtension(name) is ".json" or ".yaml"))
        {
            if (ReadFile(folder, name) is not { } content) continue;
            // Latin-1 preserves every byte.
            string text = Encoding.Latin1.GetString(content);
            File.WriteAllBytes(Path.Combine(folder, name), Encoding.Latin1.GetBytes(CostlyOptions.Cap(text)));
        }
    }

    // The finaliser of SplitMix64, so that neighbouring numbers give unrelated cases.
    private static int HashOf(int seed, long number)
    {
        ulong mixed = ((ulong)number * 0x9E3779B97F4A7C15) + (ulong)seed;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)(mixed >> 33);
    }
}
