using Rnnctl.Compute.Activations;

namespace Rnnctl.Compute.Cells;

/// <summary>The cells that there are, by name, each with its options.</summary>
public static class CellCatalog
{
    private static readonly CellEntry[] Entries =
    [
        new(
            "elman",
            new() { Activation = ActivationKind.Tanh },
            CellActivations.Elman,
            new() { Activation = ActivationKind.Logistic },
            new() { Activation = ActivationKind.Relu }),
        new("jordan", choice => new JordanDefinition(choice)),
        new("srn-identity", choice => new FusedCellDefinition<IdentityRecurrence>(choice, squashesInput: true)),
        new("srn-linear", choice => new FusedCellDefinition<LinearMemory>(choice, squashesInput: true)),
        new(
            "tdnn",
            new() { Window = 2, Dilation = 1 },
            choice => new TimeDelayDefinition(choice),
            new() { Window = 1 },
            new() { Window = 3, Dilation = 2 }),
        new(
            "lstm",
            new() { CellActivation = ActivationKind.Tanh, OutputActivation = ActivationKind.Tanh },
            CellActivations.Lstm,
            new() { CellActivation = ActivationKind.Logistic },
            new() { CellActivation = ActivationKind.Relu },
            new() { CellActivation = ActivationKind.Identity, OutputActivation = ActivationKind.Identity },
            new() { OutputActivation = ActivationKind.Logistic },
            new() { OutputActivation = ActivationKind.Relu }),
        new(
            "lstm-peephole",
            new() { Peephole = PeepholeKind.Diagonal },
            choice => choice.Options.Peephole == PeepholeKind.Full
                ? new PlainCellDefinition<FullPeepholeLstm>(choice, forgetGate: 1)
                : new FusedCellDefinition<PeepholeLstm>(choice, forgetGate: 1),
            new CellOptions { Peephole = PeepholeKind.Full }),
        new("lstm-coupled", choice => new FusedCellDefinition<CoupledLstm>(choice, forgetGate: 0)),
        new("gru", choice => new FusedCellDefinition<Gru>(choice)),
        new("gru-before", choice => new FusedCellDefinition<ResetBeforeGru>(choice)),
        new("mingru", choice => new FusedCellDefinition<MinGru>(choice)),
        new("minlstm", choice => new FusedCellDefinition<MinLstm>(choice)),
    ];

    /// <summary>All cells with their usual options, in the order in which help texts and tables list them.</summary>
    public static IReadOnlyList<CellDefinition> All { get; } = [.. Entries.Select(entry => entry.With(CellOptions.None))];

    /// <summary>All cells' names.</summary>
    public static IEnumerable<string> Names => Entries.Select(entry => entry.Name);

    /// <summary>All cells, each followed by the same with other options, so that every value of every option is met: what is checked.</summary>
    public static IReadOnlyList<CellDefinition> Variants { get; } = [.. Entries.SelectMany(OfEntry)];

    /// <summary>The cell of that name with its usual options, or null.</summary>
    public static CellDefinition? Find(string name) => All.FirstOrDefault(cell => cell.Name == name);

    /// <summary>What is wrong with a name and options, in a line that says what there is; null where there is such a cell.</summary>
    public static string? MistakeIn(string name, CellOptions options) =>
        EntryOf(name) is { } entry ? entry.MistakeIn(options) : $"unknown cell '{name}', expected one of {string.Join(", ", Names)}";

    /// <summary>The cell of that name, with its usual values of the options that are not given.</summary>
    /// <exception cref="ArgumentException">There is no such cell, or one of the options is not the cell's: see <see cref="MistakeIn"/>.</exception>
    public static CellDefinition Create(string name, CellOptions options) =>
        MistakeIn(name, options) is { } mistake ? throw new ArgumentException(mistake, nameof(options)) : EntryOf(name)!.With(options);

    private static CellEntry? EntryOf(string name) => Array.Find(Entries, entry => entry.Name == name);

    private static IEnumerable<CellDefinition> OfEntry(CellEntry entry) => entry.Others.Prepend(CellOptions.None).Select(entry.With);
}
