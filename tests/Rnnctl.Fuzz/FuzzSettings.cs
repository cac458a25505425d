using System.Globalization;

namespace Rnnctl.Fuzz;

/// <summary>What a run of the fuzzer was asked to do.</summary>
internal sealed record FuzzSettings
{
    /// <summary>How the fuzzer is called.</summary>
    public const string Usage = """
        usage: Rnnctl.Fuzz [--seconds N | --cases N | --case NUMBER] [--seed N] [--findings DIR]
          --seconds N      run for so long (default 60)
          --cases N        run so many cases instead
          --case NUMBER    run one case and show all of it
          --seed N         seed of the cases (default 1)
          --findings DIR   where inputs that fail are kept (default artifacts/fuzz)
        """;

    /// <summary>The seed; with a case's number it says everything about the case.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The number of the first case.</summary>
    public long First { get; init; }

    /// <summary>The most cases to run.</summary>
    public long Cases { get; init; } = long.MaxValue;

    /// <summary>The seconds after which no further case starts.</summary>
    public double Seconds { get; init; } = double.PositiveInfinity;

    /// <summary>Whether to print a case with all that the tool answers.</summary>
    public bool ShowsCase { get; init; }

    /// <summary>Where inputs that fail are kept.</summary>
    public string Findings { get; init; } = Path.Combine("artifacts", "fuzz");

    /// <summary>The folder of the run that this process works for; null for the process that watches over the others.</summary>
    public string? RunFolder { get; init; }

    /// <summary>Reads a command line; null where it is wrong.</summary>
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
