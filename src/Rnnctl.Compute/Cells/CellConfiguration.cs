namespace Rnnctl.Compute.Cells;

/// <summary>A cell's name and options.</summary>
/// <param name="Name">The cell's name.</param>
/// <param name="Options">The values of all options of the cell.</param>
/// <param name="Defaults">The default values of these options.</param>
internal sealed record CellConfiguration(string Name, CellSettings Options, CellSettings Defaults)
{
    /// <summary>The name, and the options that differ from their defaults: <c>elman (activation relu)</c>.</summary>
    public string Title
    {
        get
        {
            string options = string.Join(", ", Options.Named.Except(Defaults.Named).Select(option => $"{option.Name} {option.Value}"));
            return options.Length == 0 ? Name : $"{Name} ({options})";
        }
    }
}
