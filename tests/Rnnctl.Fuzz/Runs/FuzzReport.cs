using System.Diagnostics;
using Rnnctl.Fuzz.Cases;

namespace Rnnctl.Fuzz.Runs;

/// <summary>Counts cases, prints the counts every minute, prints every finding and keeps its input.</summary>
/// <param name="settings">The settings of the run.</param>
/// <param name="maker">Creates the case of a finding again, to keep it.</param>
/// <param name="output">Where to print.</param>
internal sealed class FuzzReport(FuzzSettings settings, CaseMaker maker, TextWriter output)
{
    private readonly SortedDictionary<string, long> _cases = [];
    private readonly SortedDictionary<string, long> _ends = [];
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private long _number;

    /// <summary>The number of findings.</summary>
    public long Findings { get; private set; }

    /// <summary>Adds a message of a worker.</summary>
    public void Add(WorkerLine told)
    {
        _number = told.Number;
        if (told.Event == WorkerEvent.Ended) Count(told);
        if (told.Event == WorkerEvent.Shown) output.WriteLine(told.Text);
        if (told.Event == WorkerEvent.Finding) AddFinding(told);
        if (_sinceLine.Elapsed < TimeSpan.FromMinutes(1)) return;
        _sinceLine.Restart();
        WriteCounts();
    }

    /// <summary>Prints the counts of the whole run.</summary>
    public void Finish() => WriteCounts();

    private void Count(WorkerLine told)
    {
        _cases[told.Verb] = 1 + _cases.GetValueOrDefault(told.Verb);
        _ends[told.Text] = 1 + _ends.GetValueOrDefault(told.Text);
    }

    private void AddFinding(WorkerLine told)
    {
        Findings++;
        string folder = Path.GetFullPath(Path.Combine(settings.Findings, $"{settings.Seed}-{told.Number}"));
        FuzzCase made = Keep(told, folder);
        output.WriteLine($"finding: --seed {settings.Seed} --case {told.Number}: {told.Text}\n  rnnctl {made}\n  kept in {folder}");
    }

    private FuzzCase Keep(WorkerLine told, string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        FuzzCase made = maker.Make(settings.Seed, told.Number, folder);
        File.WriteAllText(folder + ".txt", $"rnnctl {made}\n{string.Join('\n', made.Changes)}\n{told.Text}\n");
        return made;
    }

    private void WriteCounts()
    {
        output.WriteLine($"{_cases.Values.Sum()} cases up to {_number} ({List(_cases)}; {List(_ends)}), {Findings} findings");
        output.Flush();
    }

    private static string List(SortedDictionary<string, long> counts) => string.Join(", ", counts.Select(pair => $"{pair.Key}: {pair.Value}"));
}
