using System.CommandLine;
using Rnnctl.CommandLine;
using Rnnctl.Terminal;
using Rnnctl.Verbs;

namespace Rnnctl.Fuzz.Cases;

/// <summary>Makes random command lines: the words of a scenario with options added, removed, duplicated or given other values.</summary>
internal sealed class RandomWords
{
    // These take seconds or show stack traces.
    private static readonly string[] Unused = ["--verbose", "--all", "--exhaustive", "--device"];

    // Without these options the verbs run for seconds.
    private static readonly Dictionary<string, string[]> Bounds = new()
    {
        ["gradcheck"] = ["--cell=elman"],
        ["bench"] = ["--cell=elman", "--seconds=0.001", "--hidden=2", "--batch=1", "--steps=2"],
        ["gradflow"] = ["--steps=3", "--sequences=2"],
        ["landscape"] = ["--points=3"],
        ["train"] = ["--epochs=1", "--hidden=2"],
        ["translate"] = ["--max-length=8"],
        ["eval"] = ["--max-length=8"],
    };

    private readonly RnnctlCommand _command = new(new ToolConsole(TextWriter.Null, () => TextWriter.Null, () => Stream.Null));

    /// <summary>Valid numbers that are too large for any machine; few cases use them.</summary>
    public static IReadOnlyList<string> Oversized { get; } =
    [
        "--hidden=20000", "--hidden=65536", "--layers=256", "--embedding=65536", "--feature-embedding=65536", "--self-attention=65536", "--window=2147483647",
        "--dilation=2147483647", "--steps=2147483647", "--sequences=2147483647", "--points=2147483647", "--nbest=2147483647", "--batch=2147483647",
    ];

    /// <summary>Makes one to four changes to the words of a scenario.</summary>
    public IReadOnlyList<string> Change(IReadOnlyList<string> words, Random random)
    {
        List<string> changed = [.. words];
        int changes = 1 + random.Next(4);
        for (int i = 0; i < changes; i++)
            ChangeOnce(changed, words[0], random);
        return Bounded(changed);
    }

    private static List<string> Bounded(List<string> words)
    {
        string[] bounds = words.Count > 0 ? Bounds.GetValueOrDefault(words[0], []) : [];
        int end = words.IndexOf("--");
        words.InsertRange(end < 0 ? words.Count : end, bounds.Where(bound => !Gives(words, bound)));
        return words;
    }

    private static bool Gives(List<string> words, string bound)
    {
        string option = bound[..bound.IndexOf('=')];
        return words.Any(word => word == option || word.StartsWith(option + "=", StringComparison.Ordinal));
    }

    private void ChangeOnce(List<string> words, string verb, Random random)
    {
        int place = random.Next(words.Count + 1);
        bool inside = place < words.Count;
        switch (random.Next(60) == 0 ? -1 : random.Next(12))
        {
            case -1:
                words.Add(Oversized[random.Next(Oversized.Count)]);
                break;
            case 0 when inside && words.Count > 1:
                words.RemoveAt(place);
                break;
            case 1 when inside:
                words.Insert(place, words[place]);
                break;
            case 2 when inside:
                (words[place], words[0]) = (words[0], words[place]);
                break;
            case 3 when inside:
                words[place] = Value(random);
                break;
            case 4:
                words.Insert(place, Value(random));
                break;
            case 5:
                AddOption(words, _command.Verbs[random.Next(_command.Verbs.Count)], random);
                break;
            default:
                AddOption(words, _command.Verbs.First(known => known.Name == verb), random);
                break;
        }
    }

    private void AddOption(List<string> words, Verb verb, Random random)
    {
        Option[] options = [.. verb.Options.Concat(_command.General.Group.Options).Where(option => !Unused.Contains(option.Name))];
        if (options.Length == 0) return;
        Option chosen = options[random.Next(options.Length)];
        if (chosen.Arity.MaximumNumberOfValues == 0 && random.Next(8) > 0)
            words.Add(chosen.Name);
        else if (random.Next(3) == 0)
            words.Add($"{chosen.Name}={ValueOf(chosen, random)}");
        else
            words.AddRange([chosen.Name, ValueOf(chosen, random)]);
    }

    private static string ValueOf(Option option, Random random)
    {
        string[] choices = [.. option.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(item => item.Label)];
        return choices.Length > 0 && random.Next(3) > 0 ? choices[random.Next(choices.Length)] : Value(random);
    }

    private static string Value(Random random)
    {
        IReadOnlyList<string> values = random.Next(2) == 0 ? EdgeValues.Numbers : EdgeValues.Words;
        return values[random.Next(values.Count)];
    }
}
