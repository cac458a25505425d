using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Sweep;

/// <summary><c>rnnctl sweep</c>: trains with every combination of some options' values, and compares the scores.</summary>
internal sealed class SweepVerb : Verb
{
    private const string WorkedExample = """
        cat > sweep.yaml <<'END'
        train: train.tsv             # options of every run, as for train --config
        valid: valid.tsv
        epochs: 10
        sweep:                       # options with lists of values: 2 x 2 x 2 settings
          lr: [0.001, 0.005]
          crf: [false, true]
          features: [[2], [2, 3]]    # an option of several values: a list of lists
        END
        rnnctl sweep --config sweep.yaml --output sweep --seeds 1 2 3
        rnnctl sweep --config sweep.yaml --output sweep --seeds 1 2 3 --resume
        rnnctl sweep --config sweep.yaml --output sweep --table --json
        rnnctl sweep --config sweep.yaml --output sweep --sample 4 --list | parallel --jobs 2
        """;

    private readonly Option<string?> _config = PathArgument.Option(
        "--config", "FILE", "YAML or JSON file: options of train for every run, and below sweep: those with lists of values");

    private readonly Option<string?> _output = PathArgument.Option(
        "--output", "DIR", "Directory of the runs, each in DIR/SETTING/seed-N with its log beside it (default: output of the file)");

    private readonly Option<int[]> _seeds = WholeNumber.Many("--seeds", "Seeds that each setting is trained with", 0, int.MaxValue, 1, 2, 3);
    private readonly Option<OptionValue<int?>> _sample = WholeNumber.Optional("--sample", "Take this many of the settings, drawn at random", 1);
    private readonly Option<OptionValue<int>> _seed = WholeNumber.One("--seed", "Seed of --sample; a larger sample holds the smaller one", 0, 1);
    private readonly Option<OptionValue<int?>> _jobs = WholeNumber.Optional(
        "--jobs", "Runs side by side (default: one a processor; of --threads N in the file, so many that they share the processors)", 1);

    private readonly Option<string?> _resume = Flag.One("--resume", "Go on with what is missing; finished runs stay");
    private readonly Option<string?> _list = Flag.One("--list", "Print the command line of each run, a line each, and run nothing");
    private readonly Option<string?> _table = Flag.One("--table", "Print the table of the runs that are finished, and run nothing");
    private readonly Option<string?> _json = JsonOption.Create("Print the table as JSON, an object a setting");

    /// <summary>The verb.</summary>
    /// <param name="console">Where it prints.</param>
    /// <param name="train">The verb whose options the file holds.</param>
    public SweepVerb(ToolConsole console, Verb train)
        : base("sweep", "Train with every combination of some options' values, and rank them by their scores.", WorkedExample)
    {
        _config.Required = true;
        Add(new OptionGroup("Runs", _config, _output, _seeds, _sample, _seed, _jobs, _resume));
        Add(new OptionGroup("Output", _list, _table, _json));
        RunToCompletion((parsed, cancellation) => SweepRun.Run(Read(parsed), train, TrainProcess.Run, console, cancellation));
    }

    /// <summary>What the user asked for. Throws <see cref="InputException"/> where options exclude each other.</summary>
    public SweepRequest Read(ParseResult parsed)
    {
        int[] seeds = parsed.GetRequiredValue(_seeds);
        if (seeds.Distinct().Count() < seeds.Length) throw new InputException("--seeds: a seed is given twice");
        if (parsed.IsGiven(_seed) && !parsed.IsGiven(_sample)) throw new InputException("--seed is of no use without --sample; --seeds are those of the runs");
        if (parsed.IsGiven(_list)) parsed.RequireNone([_table, _json, _jobs], _list.Name);
        if (parsed.IsGiven(_table)) parsed.RequireNone([_resume, _jobs], _table.Name);
        return new SweepRequest
        {
            File = parsed.GetRequiredValue(_config)!,
            Output = parsed.GetValue(_output),
            Seeds = seeds,
            Sample = parsed.Read(_sample),
            SampleSeed = (ulong)parsed.Read(_seed),
            Jobs = parsed.Read(_jobs),
            Resume = parsed.IsGiven(_resume),
            List = parsed.IsGiven(_list),
            Table = parsed.IsGiven(_table),
            Json = parsed.IsGiven(_json),
        };
    }
}

/// <summary>What <c>rnnctl sweep</c> was asked to do.</summary>
internal sealed record SweepRequest
{
    /// <summary>The file of options.</summary>
    public required string File { get; init; }

    /// <summary>The directory of the runs; null for that which the file names.</summary>
    public required string? Output { get; init; }

    /// <summary>The seeds of each setting.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>How many settings are drawn; null for all.</summary>
    public required int? Sample { get; init; }

    /// <summary>The seed of the draw.</summary>
    public required ulong SampleSeed { get; init; }

    /// <summary>The most runs at a time; null where processors decide.</summary>
    public required int? Jobs { get; init; }

    /// <summary>Whether to go on with what is missing.</summary>
    public required bool Resume { get; init; }

    /// <summary>Whether only command lines are printed.</summary>
    public required bool List { get; init; }

    /// <summary>Whether only the table is printed.</summary>
    public required bool Table { get; init; }

    /// <summary>Whether the table is JSON.</summary>
    public required bool Json { get; init; }
}
