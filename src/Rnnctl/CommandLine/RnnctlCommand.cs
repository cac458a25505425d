using System.CommandLine;
using System.CommandLine.Help;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Verbs;
using Rnnctl.Verbs.Average;
using Rnnctl.Verbs.Bench;
using Rnnctl.Verbs.Devices;
using Rnnctl.Verbs.Embed;
using Rnnctl.Verbs.Eval;
using Rnnctl.Verbs.Export;
using Rnnctl.Verbs.Gradcheck;
using Rnnctl.Verbs.Gradflow;
using Rnnctl.Verbs.Import;
using Rnnctl.Verbs.Inspect;
using Rnnctl.Verbs.Landscape;
using Rnnctl.Verbs.Plot;
using Rnnctl.Verbs.Recipe;
using Rnnctl.Verbs.Report;
using Rnnctl.Verbs.Sample;
using Rnnctl.Verbs.Score;
using Rnnctl.Verbs.Sweep;
using Rnnctl.Verbs.Tag;
using Rnnctl.Verbs.Trace;
using Rnnctl.Verbs.Train;
using Rnnctl.Verbs.Translate;
using Rnnctl.Verbs.Vocab;

namespace Rnnctl.CommandLine;

/// <summary>The command <c>rnnctl</c> with its verbs.</summary>
internal sealed class RnnctlCommand : RootCommand
{
    public RnnctlCommand(ToolConsole console)
        : base("Train, measure and run recurrent sequence models.")
    {
        var train = new TrainVerb(console);
        Verbs =
        [
            train,
            new RecipeVerb(console),
            new SweepVerb(console, train),
            new EvalVerb(console),
            new TagVerb(console),
            new TranslateVerb(console),
            new ScoreVerb(console),
            new EmbedVerb(console),
            new SampleVerb(console),
            new VocabVerb(console),
            new GradcheckVerb(console, train),
            new BenchVerb(console),
            new ImportVerb(console),
            new AverageVerb(console),
            new ExportVerb(console),
            new DevicesVerb(console),
            new InspectVerb(console),
            new PlotVerb(console),
            new ReportVerb(console),
            new GradflowVerb(console),
            new LandscapeVerb(console),
            new TraceVerb(console),
        ];
        foreach (Verb verb in Verbs)
            Subcommands.Add(verb);
        foreach (Option option in General.Group.Options)
        {
            option.Recursive = true;
            Options.Add(option);
        }
        Options.OfType<HelpOption>().Single().Action = new HelpText(this);
    }

    /// <summary>The verbs, in the order in which the help lists them.</summary>
    public IReadOnlyList<Verb> Verbs { get; }

    public GeneralOptions General { get; } = new();
}

/// <summary>The options that every verb takes.</summary>
internal sealed class GeneralOptions
{
    public Option<string?> Config { get; } =
        PathArgument.Option("--config", "FILE", "YAML or JSON file with options under their long names; the command line wins");

    public Option<string?> Quiet { get; } = Flag.One("--quiet", "Show no progress and no notes");

    public Option<string?> Verbose { get; } = Flag.One("--verbose", "Show the stack trace of an error; in bench, the theoretical peak too");

    public OptionGroup Group => new("General", Config, Quiet, Verbose);
}
