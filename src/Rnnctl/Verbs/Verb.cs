using System.CommandLine;
using Rnnctl.Options;

namespace Rnnctl.Verbs;

/// <summary>A verb of the tool: its name, its options under headings, a worked example and what it does.</summary>
internal abstract class Verb : Command
{
    private readonly List<OptionGroup> _groups = [];

    /// <summary>A verb without options as yet.</summary>
    /// <param name="name">What the user types.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="example">The worked example at the end of its help, a command a line.</param>
    protected Verb(string name, string description, string example)
        : base(name, description) => Example = example;

    /// <summary>The worked example at the end of the help.</summary>
    public string Example { get; }

    /// <summary>The options under their headings, in the order of the help.</summary>
    public IReadOnlyList<OptionGroup> Groups => _groups;

    /// <summary>The long names that a file of options may hold although this verb does not take them: it leaves them unread.</summary>
    public virtual IReadOnlySet<string> Unread => System.Collections.Immutable.ImmutableHashSet<string>.Empty;

    /// <summary>Adds options to the verb and to its help.</summary>
    protected void Add(OptionGroup group)
    {
        _groups.Add(group);
        foreach (Option option in group.Options)
            Options.Add(option);
    }

    /// <summary>
    /// Runs the verb on a thread of its own, so that a signal is seen while it computes. The verb is given time to finish its step and save:
    /// it throws <see cref="OperationCanceledException"/> by itself.
    /// </summary>
    protected void RunToCompletion(Func<ParseResult, CancellationToken, int> run) =>
        SetAction((parsed, cancellation) => Task.Run(() => run(parsed, cancellation), CancellationToken.None));

    /// <summary>Runs the verb likewise, and abandons it when it is cancelled: a filter that waits for input cannot answer.</summary>
    protected void RunUntilCancelled(Func<ParseResult, CancellationToken, int> run) =>
        SetAction((parsed, cancellation) => Task.Run(() => run(parsed, cancellation), CancellationToken.None).WaitAsync(cancellation));
}
