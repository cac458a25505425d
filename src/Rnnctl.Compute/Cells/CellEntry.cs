namespace Rnnctl.Compute.Cells;

/// <summary>A cell of the catalogue.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Usual">The options that it has, with the values that they have where nothing else is said.</param>
/// <param name="Make">Makes it with some values of these options.</param>
/// <param name="Others">Other values of the options, each of them once: what is checked beside the usual ones.</param>
internal sealed record CellEntry(
    string Name, CellOptions Usual, Func<CellChoice, CellDefinition> Make, params IReadOnlyList<CellOptions> Others)
{
    /// <summary>A cell without options.</summary>
    public CellEntry(string name, Func<CellChoice, CellDefinition> make)
        : this(name, CellOptions.None, make)
    {
    }

    /// <summary>The cell with some values in place of the usual ones.</summary>
    public CellDefinition With(CellOptions options) => Make(new CellChoice(Name, options.Over(Usual), Usual));

    /// <summary>What is wrong with the options, or null.</summary>
    public string? MistakeIn(CellOptions options)
    {
        foreach (((string name, string? given), (_, string? usual)) in options.Named.Zip(Usual.Named))
        {
            if (given is not null && usual is null) return $"{Name} has no option {name}{Known()}";
        }

        if (Usual.Activation is not null && options.Activation == Activations.ActivationKind.Identity)
            return $"activation: {Name} has tanh, logistic, relu, found identity";
        if (options.Window < 1) return $"window: expected at least 1, found {options.Window}";
        return options.Dilation < 1 ? $"dilation: expected at least 1, found {options.Dilation}" : null;
    }

    private string Known()
    {
        string known = string.Join(" and ", Usual.Named.Where(option => option.Value is not null).Select(option => option.Name));
        return known.Length == 0 ? ", nor any other" : $", but {known}";
    }
}
