using System.Globalization;

namespace Rnnctl.Fuzz;

/// <summary>The arguments of the fuzzer.</summary>
internal sealed record FuzzSettings
{
    public const string Usage = """
        usage: Rnnctl.Fuzz [--seconds N | --cases N | --case NUMBER] [--seed N] [--findings DIR]
          --seconds N      how long to run (default 60)
          --cases N        how many cases to run, instead of a time
          --case NUMBER    run one case and show its whole output
          --seed N         seed of the cases (default 1)
          --findings DIR   where to keep the inputs of findings (default artifacts/fuzz)
        """;

    /// <summary>The seed. A case depends only on the seed and its number.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The number of the first case.</summary>
    public long First { get; init; }

    /// <summary>The maximum number of cases.</summary>
    public long Cases { get; init; } = long.MaxValue;

    /// <summary>After this time no further case starts.</summary>
    public double Seconds { get; init; } = double.PositiveInfinity;

    /// <summary>Whether to print each case with the whole output of the tool.</summary>
    public bool ShowsCase { get; init; }

    /// <summary>The folder for the inputs of findings.</summary>
    public string Findings { get; init; } = Path.Combine("artifacts", "fuzz");

    /// <summary>The run folder of a worker; null for the supervisor.</summary>
    public string? RunFolder { get; init; }

    /// <summary>Parses a command line; returns null if it is wrong.</summary>
    public static FuzzSettings? Parse(string[] words)
    {
        if (words.Length % 2 != 0) return null;
        var settings = new FuzzSettings();
        foreach (string[] pair in words.Chunk(2))
        {
            if (settings.With(pair[0], pair[1]) is not { } next) return null;
            settings = next;
        }

        bool unlimited = settings.Cases == long.MaxValue && double.IsPositiveInfinity(settings.Seconds);
        return unlimited ? settings with { Seconds = 60 } : settings;
    }

    private FuzzSettings? With(string option, string value) => option switch
    {
        "--findings" => this with { Findings = value },
        "--run-folder" => this with { RunFolder = value },
        _ => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? With(option, number) : null,
    };

    private FuzzSettings? With(string option, long number) => option switch
    {
        "--seconds" => this with { Seconds = number },
        "--cases" => this with { Cases = number },
        "--first" => this with { First = number },
        "--case" => this with { First = number, Cases = 1, ShowsCase = true },
        "--seed" when number <= int.MaxValue => this with { Seed = (int)number },
        _ => null,
    };
}
