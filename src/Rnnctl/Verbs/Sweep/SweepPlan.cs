using System.Globalization;
using Rnnctl.Compute.Randomness;
using Rnnctl.Options;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Sweep;

/// <summary>All runs of a sweep: settings times seeds.</summary>
internal sealed class SweepPlan
{
    // More would take years, and are a slip. Among so many combinations a sample is drawn.
    private const int MostSettings = 10_000;
    private const double MostCombinations = 1e15;

    private SweepPlan(SweepFile file, SweepRequest request, IReadOnlyList<SweepSetting> settings)
    {
        Output = request.Output ?? file.Output
            ?? throw new InputException("--output is missing: the directory of the runs", "an option 'output' in the file of --config says it too");
        (Settings, Threads) = (settings, file.Threads);
        Swept = [.. file.Swept.Select(option => option.Key)];
        IReadOnlyList<string> fixedWords = file.FixedWords;

        // All settings with the first seed come first: so the table has every setting early.
        Runs = [.. request.Seeds.SelectMany(seed => settings.Select(setting => Run(setting, seed)))];

        SweepRunPlan Run(SweepSetting setting, int seed)
        {
            string directory = Path.Combine(Output, setting.FolderName, $"seed-{seed.ToString(CultureInfo.InvariantCulture)}");
            return new SweepRunPlan(
                setting,
                seed,
                directory,
                [.. fixedWords, .. setting.Choices.SelectMany(file.WordsOf), $"--seed={seed.ToString(CultureInfo.InvariantCulture)}"]);
        }
    }

    /// <summary>The names of the swept options.</summary>
    public IReadOnlyList<string> Swept { get; }

    /// <summary>The combinations of their values, the last option's changing first.</summary>
    public IReadOnlyList<SweepSetting> Settings { get; }

    /// <summary>The runs in the order in which they begin.</summary>
    public IReadOnlyList<SweepRunPlan> Runs { get; }

    /// <summary>The directory of the runs.</summary>
    public string Output { get; }

    /// <summary>The threads of a run; null where the file leaves them open.</summary>
    public int? Threads { get; }

    /// <summary>Reads the file of a sweep and plans its runs.</summary>
    /// <exception cref="InputException">The file is malformed, or there are too many combinations.</exception>
    public static SweepPlan Read(SweepRequest request, Verb train)
    {
        SweepFile file = SweepFile.Read(request.File, train);
        int[] sizes = [.. file.Swept.Select(option => option.Choices.Count)];
        double all = sizes.Aggregate(1.0, (product, size) => product * size);
        int taken = (int)Math.Min(request.Sample ?? int.MaxValue, Math.Min(all, int.MaxValue));
        if (taken > MostSettings || all > MostCombinations)
        {
            throw new InputException(
                string.Create(CultureInfo.InvariantCulture, $"{request.File}: expected at most {MostSettings:N0} settings, found {Math.Min(taken, all):N0}"),
                "--sample N takes some of them");
        }

        IEnumerable<long> numbers = taken < all ? Drawn((long)all, taken, request.SampleSeed) : Enumerable.Range(0, taken).Select(number => (long)number);
        return new SweepPlan(file, request, [.. numbers.Select(number => SettingOf(file.Swept, number))]);
    }

    /// <summary>The combination with a number: its digits, each to the base of a list's length, say which value of the list.</summary>
    private static SweepSetting SettingOf(IReadOnlyList<OptionAlternatives> swept, long number)
    {
        var choices = new OptionsEntry[swept.Count];
        for (int i = swept.Count - 1; i >= 0; i--)
        {
            choices[i] = swept[i].Choices[(int)(number % swept[i].Choices.Count)];
            number /= swept[i].Choices.Count;
        }

        return new SweepSetting(choices);
    }

    /// <summary>Different numbers below a bound, in ascending order. They are drawn one after the other, so that more of them hold the fewer.</summary>
    private static SortedSet<long> Drawn(long bound, int count, ulong seed)
    {
        var random = new PhiloxRandom(seed, stream: 0);
        var numbers = new SortedSet<long>();
        while (numbers.Count < count) numbers.Add(random.NextInt64(bound));
        return numbers;
    }
}

/// <summary>A run of a sweep.</summary>
/// <param name="Setting">The values of the swept options.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Directory">The directory of its model.</param>
/// <param name="Words">Its options, a word each, without the directory: <c>--lr=0.01</c>.</param>
internal sealed record SweepRunPlan(SweepSetting Setting, int Seed, string Directory, IReadOnlyList<string> Words)
{
    /// <summary>The file that what the run says is written to.</summary>
    public string Log => Directory + ".log";

    /// <summary>The words of its command line after <c>rnnctl</c>.</summary>
    /// <param name="resumes">Whether it goes on with what is in its directory.</param>
    public IReadOnlyList<string> CommandLine(bool resumes) => ["train", .. Words, $"--output={Directory}", .. resumes ? (string[])["--resume"] : []];

    /// <summary>Its name in messages: <c>hidden=64 lr=0.01 seed 2</c>.</summary>
    public override string ToString() => $"{Setting} seed {Seed.ToString(CultureInfo.InvariantCulture)}".TrimStart();
}
