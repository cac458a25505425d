using System.CommandLine;
using Rnnctl.Options;

namespace Rnnctl.Verbs;

/// <summary>A verb of the tool: its name, its options under headings, an example for its help, and the action that runs it.</summary>
internal abstract class Verb : Command
{
    private readonly List<OptionGroup> _groups = [];

    /// <summary>A verb without options.</summary>
    /// <param name="name">Its name on the command line.</param>
    /// <param name="description">What it does, in one sentence.</param>
    /// <param name="example">The example at the end of its help, one command per line.</param>
    protected Verb(string name, string description, string example)
        : base(name, description) => Example = example;

    public string Example { get; }

    /// <summary>The options under their headings, in the order in which the help lists them.</summary>
    public IReadOnlyList<OptionGroup> Groups => _groups;

    /// <summary>Options of other verbs that the <c>--config</c> file may contain; this verb ignores them.</summary>
    public virtual IReadOnlySet<string> Unread => System.Collections.Immutable.ImmutableHashSet<string>.Empty;

    /// <summary>Adds options to the verb and to its help.</summary>
    protected void Add(OptionGroup group)
    {
        _groups.Add(group);
        foreach (Option option in group.Options)
            Options.Add(option);
    }

    /// <summary>
    /// Runs the verb on another thread, so that signals are handled while it computes. On cancellation the verb may finish its step and save; then it
    /// throws <see cref="OperationCanceledException"/> itself.
    /// </summary>
    protected void RunToCompletion(Func<ParseResult, CancellationToken, int> run) =>
        SetAction((parsed, cancellation) => Task.Run(() => run(parsed, cancellation), CancellationToken.None));

    /// <summary>The same, but returns at once on cancellation: a filter that waits for input cannot react to it.</summary>
    protected void RunUntilCancelled(Func<ParseResult, CancellationToken, int> run) =>
        SetAction((parsed, cancellation) => Task.Run(() => run(parsed, cancellation), CancellationToken.None).WaitAsync(cancellation));
}
