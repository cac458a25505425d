using Rnnctl.Compute.Activations;

namespace Rnnctl.Compute.Cells;

/// <summary>The cells that there are, by name.</summary>
public static class CellCatalog
{
    /// <summary>All cells, in the order in which help texts and tables list them.</summary>
    public static IReadOnlyList<CellDefinition> All { get; } =
    [
        new FusedCellDefinition<Elman<Tanh>>("elman"),
        new FusedCellDefinition<IdentityRecurrence>("srn-identity", squashesInput: true),
        new FusedCellDefinition<LinearMemory>("srn-linear", squashesInput: true),
        new TimeDelayDefinition("tdnn", delays: 2),
        new FusedCellDefinition<Lstm<Tanh, Tanh>>("lstm", forgetGate: 1),
        new FusedCellDefinition<PeepholeLstm>("lstm-peephole", forgetGate: 1),
        new FusedCellDefinition<CoupledLstm>("lstm-coupled", forgetGate: 0),
        new FusedCellDefinition<Gru>("gru"),
        new FusedCellDefinition<ResetBeforeGru>("gru-before"),
        new FusedCellDefinition<MinGru>("mingru"),
        new FusedCellDefinition<MinLstm>("minlstm"),
    ];

    /// <summary>All cells' names.</summary>
    public static IEnumerable<string> Names => All.Select(cell => cell.Name);

    /// <summary>The cell of that name, or null.</summary>
    public static CellDefinition? Find(string name) => All.FirstOrDefault(cell => cell.Name == name);
}
