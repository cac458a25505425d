using System.Globalization;
using Rnnctl.Compute.Activations;

namespace Rnnctl.Compute.Cells;

/// <summary>All cells with their names and options.</summary>
public static class CellCatalog
{
    private static readonly Entry[] Entries =
    [
        new(
            "elman",
            new() { Activation = ActivationKind.Tanh },
            Elman,
            new() { Activation = ActivationKind.Logistic },
            new() { Activation = ActivationKind.Relu }),
        new("jordan", cell => new JordanDefinition(cell)),
        new("srn-identity", cell => new FusedCellDefinition<IdentityRecurrence>(cell, squashesInput: true)),
        new("srn-linear", cell => new FusedCellDefinition<LinearMemory>(cell, squashesInput: true)),
        new(
            "tdnn",
            new() { Window = 2, Dilation = 1 },
            cell => new TimeDelayDefinition(cell),
            new() { Window = 1 },
            new() { Window = 3, Dilation = 2 }),
        new(
            "lstm",
            new() { CellActivation = ActivationKind.Tanh, OutputActivation = ActivationKind.Tanh, Projection = 0, CellClip = 0, ProjectionClip = 0 },
            Lstm,
            new() { CellActivation = ActivationKind.Logistic },
            new() { CellActivation = ActivationKind.Relu },
            new() { CellActivation = ActivationKind.Identity, OutputActivation = ActivationKind.Identity },
            new() { OutputActivation = ActivationKind.Logistic },
            new() { OutputActivation = ActivationKind.Relu },
            new() { CellClip = 0.3 },
            new() { Projection = 2 },
            new() { Projection = 2, CellClip = 0.3, ProjectionClip = 0.2 }),
        new(
            "lstm-peephole",
            new() { Peephole = PeepholeKind.Diagonal },
            cell => cell.Options.Peephole == PeepholeKind.Full
                ? new FusedCellDefinition<FullPeepholeLstm>(cell, forgetGate: 1)
                : new FusedCellDefinition<PeepholeLstm>(cell, forgetGate: 1),
            new CellSettings { Peephole = PeepholeKind.Full }),
        new("lstm-coupled", cell => new FusedCellDefinition<CoupledLstm>(cell, forgetGate: 0)),
        new("gru", cell => new FusedCellDefinition<Gru>(cell)),
        new("gru-before", cell => new FusedCellDefinition<ResetBeforeGru>(cell)),
        new("mingru", cell => new FusedCellDefinition<MinGru>(cell)),
        new("minlstm", cell => new FusedCellDefinition<MinLstm>(cell)),
    ];

    /// <summary>All cells with default options, in the order of help texts and tables.</summary>
    public static IReadOnlyList<CellDefinition> All { get; } = [.. Entries.Select(entry => entry.With(CellSettings.None))];

    /// <summary>The names of all cells.</summary>
    public static IEnumerable<string> Names => Entries.Select(entry => entry.Name);

    /// <summary>All cells, each followed by its variants. The variants cover every value of every option; gradient checks run over all of them.</summary>
    public static IReadOnlyList<CellDefinition> Variants { get; } = [.. Entries.SelectMany(OfEntry)];

    /// <summary>The cell with this name and default options, or null.</summary>
    public static CellDefinition? Find(string name) => All.FirstOrDefault(cell => cell.Name == name);

    /// <summary>Describes what is wrong with a name or its options, and lists the valid ones; null if the cell exists.</summary>
    public static string? MistakeIn(string name, CellSettings options) =>
        EntryOf(name) is { } entry ? entry.MistakeIn(options) : $"unknown cell '{name}', expected one of {string.Join(", ", Names)}";

    /// <summary>Creates the cell with this name; options that are null take their default values.</summary>
    /// <exception cref="ArgumentException">The cell does not exist, or it lacks one of the options: see <see cref="MistakeIn"/>.</exception>
    public static CellDefinition Create(string name, CellSettings options) =>
        MistakeIn(name, options) is { } mistake ? throw new ArgumentException(mistake, nameof(options)) : EntryOf(name)!.With(options);

    private static Entry? EntryOf(string name) => Array.Find(Entries, entry => entry.Name == name);

    private static IEnumerable<CellDefinition> OfEntry(Entry entry) => entry.Variants.Prepend(CellSettings.None).Select(entry.With);

    private static CellDefinition Elman(CellConfiguration cell) => cell.Options.Activation switch
    {
        ActivationKind.Logistic => new FusedCellDefinition<Elman<Logistic>>(cell),
        ActivationKind.Relu => new FusedCellDefinition<Elman<Rectifier>>(cell),
        _ => new FusedCellDefinition<Elman<Tanh>>(cell),
    };

    private static CellDefinition Lstm(CellConfiguration cell) => cell.Options.CellActivation switch
    {
        ActivationKind.Logistic => Lstm<Logistic>(cell),
        ActivationKind.Relu => Lstm<Rectifier>(cell),
        ActivationKind.Identity => Lstm<Identity>(cell),
        _ => Lstm<Tanh>(cell),
    };

    private static CellDefinition Lstm<TCellActivation>(CellConfiguration cell)
        where TCellActivation : struct, IActivation => cell.Options.OutputActivation switch
        {
            ActivationKind.Logistic => Lstm<TCellActivation, Logistic>(cell),
            ActivationKind.Relu => Lstm<TCellActivation, Rectifier>(cell),
            ActivationKind.Identity => Lstm<TCellActivation, Identity>(cell),
            _ => Lstm<TCellActivation, Tanh>(cell),
        };

    private static CellDefinition Lstm<TCellActivation, TOutputActivation>(CellConfiguration cell)
        where TCellActivation : struct, IActivation
        where TOutputActivation : struct, IActivation
    {
        if (cell.Options.Projection > 0) return new LimitedLstmDefinition<ProjectedLstm<TCellActivation, TOutputActivation>>(cell);
        if (cell.Options.CellClip > 0) return new LimitedLstmDefinition<ClippedLstm<TCellActivation, TOutputActivation>>(cell);
        return new FusedCellDefinition<Lstm<TCellActivation, TOutputActivation>>(cell, forgetGate: 1);
    }

    /// <summary>An entry of the catalogue.</summary>
    /// <param name="Name">The cell's name.</param>
    /// <param name="Defaults">The default values of the cell's options; null for options that the cell lacks.</param>
    /// <param name="Make">Creates the cell.</param>
    /// <param name="Variants">Other values of the options; each value appears once.</param>
    private sealed record Entry(
        string Name, CellSettings Defaults, Func<CellConfiguration, CellDefinition> Make, params IReadOnlyList<CellSettings> Variants)
    {
        /// <summary>An entry for a cell without options.</summary>
        public Entry(string name, Func<CellConfiguration, CellDefinition> make)
            : this(name, CellSettings.None, make)
        {
        }

        /// <summary>Creates the cell; null options take their defaults.</summary>
        public CellDefinition With(CellSettings options) => Make(new CellConfiguration(Name, options.Over(Defaults), Defaults));

        /// <summary>Describes what is wrong with the options, or null.</summary>
        public string? MistakeIn(CellSettings options)
        {
            foreach (((string name, string? given), (_, string? defaultValue)) in options.Named.Zip(Defaults.Named))
            {
                if (given is not null && defaultValue is null) return $"{Name} has no option {name}; {Known()}";
            }

            if (Defaults.Activation is not null && options.Activation == ActivationKind.Identity)
                return $"activation: expected tanh, logistic or relu for {Name}, found identity";
            if (options.Projection < 0) return $"projection: expected at least 0, found {options.Projection}";
            if (MistakeInLimit("cell-clip", options.CellClip) is { } inCellClip) return inCellClip;
            if (MistakeInLimit("projection-clip", options.ProjectionClip) is { } inProjectionClip) return inProjectionClip;
            if (options.ProjectionClip > 0 && options.Projection is null or 0) return "projection-clip: there is no projection whose result it could clip";
            if (options.Window < 1) return $"window: expected at least 1, found {options.Window}";
            return options.Dilation < 1 ? $"dilation: expected at least 1, found {options.Dilation}" : null;
        }

        private static string? MistakeInLimit(string name, double? limit) => limit is { } value && !(double.IsFinite(value) && value >= 0)
            ? string.Create(CultureInfo.InvariantCulture, $"{name}: expected a number of at least 0, found {value}")
            : null;

        private string Known()
        {
            string[] known = [.. Defaults.Named.Where(option => option.Value is not null).Select(option => option.Name)];
            if (known.Length < 2) return known.Length == 0 ? "it has no options" : $"it has {known[0]}";
            return $"it has {string.Join(", ", known[..^1])} and {known[^1]}";
        }
    }
}
