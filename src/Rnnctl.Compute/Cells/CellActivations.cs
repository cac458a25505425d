using Rnnctl.Compute.Activations;

namespace Rnnctl.Compute.Cells;

/// <summary>Makes the cells whose activations can be chosen.</summary>
internal static class CellActivations
{
    private const int ForgetGate = 1;

    /// <summary>The network of Elman with the f that was chosen.</summary>
    public static CellDefinition Elman(CellChoice choice) => choice.Options.Activation switch
    {
        ActivationKind.Logistic => new FusedCellDefinition<Elman<Logistic>>(choice),
        ActivationKind.Relu => new FusedCellDefinition<Elman<Rectifier>>(choice),
        _ => new FusedCellDefinition<Elman<Tanh>>(choice),
    };

    /// <summary>The long short-term memory with the φ and ψ that were chosen.</summary>
    public static CellDefinition Lstm(CellChoice choice) => choice.Options.CellActivation switch
    {
        ActivationKind.Logistic => Lstm<Logistic>(choice),
        ActivationKind.Relu => Lstm<Rectifier>(choice),
        ActivationKind.Identity => Lstm<Identity>(choice),
        _ => Lstm<Tanh>(choice),
    };

    private static CellDefinition Lstm<TCellActivation>(CellChoice choice)
        where TCellActivation : struct, IActivation => choice.Options.OutputActivation switch
        {
            ActivationKind.Logistic => new FusedCellDefinition<Lstm<TCellActivation, Logistic>>(choice, ForgetGate),
            ActivationKind.Relu => new FusedCellDefinition<Lstm<TCellActivation, Rectifier>>(choice, ForgetGate),
            ActivationKind.Identity => new FusedCellDefinition<Lstm<TCellActivation, Identity>>(choice, ForgetGate),
            _ => new FusedCellDefinition<Lstm<TCellActivation, Tanh>>(choice, ForgetGate),
        };
}
