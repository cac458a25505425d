namespace Rnnctl.Compute.Cells;

/// <summary>A cell that was chosen.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Options">The values of all options that it has.</param>
/// <param name="Defaults">Those values where nothing else is said.</param>
internal sealed record CellConfiguration(string Name, CellSettings Options, CellSettings Defaults)
{
    /// <summary>The name, and the options that are not the usual ones: <c>elman (activation relu)</c>.</summary>
    public string Title
    {
        get
        {
            string options = string.Join(", ", Options.Named.Except(Defaults.Named).Select(option => $"{option.Name} {option.Value}"));
            return options.Length == 0 ? Name : $"{Name} ({options})";
        }
    }
}
