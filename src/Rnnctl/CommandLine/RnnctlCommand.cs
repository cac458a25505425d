using System.CommandLine;
using System.CommandLine.Help;
using Rnnctl.Terminal;
using Rnnctl.Verbs;
using Rnnctl.Verbs.Bench;
using Rnnctl.Verbs.Devices;
using Rnnctl.Verbs.Eval;
using Rnnctl.Verbs.Gradcheck;
using Rnnctl.Verbs.Gradflow;
using Rnnctl.Verbs.Inspect;
using Rnnctl.Verbs.Landscape;
using Rnnctl.Verbs.Plot;
using Rnnctl.Verbs.Tag;
using Rnnctl.Verbs.Train;
using Rnnctl.Verbs.Translate;
using Rnnctl.Verbs.Vocab;

namespace Rnnctl.CommandLine;

/// <summary>The command <c>rnnctl</c> with its verbs.</summary>
internal sealed class RnnctlCommand : RootCommand
{
    /// <summary>The command, whose verbs talk to <paramref name="console"/>.</summary>
    public RnnctlCommand(ToolConsole console)
        : base("Train, measure and run recurrent sequence models.")
    {
        var train = new TrainVerb(console);
        Verbs =
        [
            train,
            new EvalVerb(console),
            new TagVerb(console),
            new TranslateVerb(console),
            new VocabVerb(console),
            new GradcheckVerb(console, train),
            new BenchVerb(console),
            new DevicesVerb(console),
            new InspectVerb(console),
            new PlotVerb(console),
            new GradflowVerb(console),
            new LandscapeVerb(console),
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

    /// <summary>The verbs in the order of the help.</summary>
    public IReadOnlyList<Verb> Verbs { get; }

    /// <summary>The options of every verb.</summary>
    public GeneralOptions General { get; } = new();
}
