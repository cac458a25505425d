using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>A recurrent cell under the name that a user types, with both ways to run a layer of it.</summary>
public abstract class CellDefinition
{
    /// <summary>The cell that was chosen.</summary>
    private protected CellDefinition(CellChoice choice) => (Name, Options, Title) = (choice.Name, choice.Options, choice.Title);

    /// <summary>The name: <c>lstm</c>.</summary>
    public string Name { get; }

    /// <summary>The values of all options that the cell has.</summary>
    public CellOptions Options { get; }

    /// <summary>The name, and the options that are not the usual ones: <c>elman (activation relu)</c>.</summary>
    public string Title { get; }

    /// <summary>Whether there is a faster way to run a layer than step by step.</summary>
    public abstract bool IsFused { get; }

    /// <summary>How many blocks of H rows the cell's weights have.</summary>
    public abstract int Gates { get; }

    /// <summary>Whether the gates read the previous hidden state through a weight U.</summary>
    public abstract bool HasRecurrentWeight { get; }

    /// <summary>Whether the cell has a memory c beside its hidden state.</summary>
    public abstract bool HasMemory { get; }

    /// <summary>Whether the cell reads the previous hidden state at all.</summary>
    public abstract bool ReadsHidden { get; }

    /// <summary>The block of rows whose bias starts at 1, so that a memory is kept until the cell learns to forget (Gers et al. 2000), or -1.</summary>
    public abstract int ForgetGate { get; }

    /// <summary>The parameters that a layer of the cell has in each direction.</summary>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    public abstract IReadOnlyList<CellParameter> Parameters(int inputs, int hidden);

    /// <summary>A layer over a packed batch, <c>[N, inputs]</c> to <c>[N, directions · H]</c>, the fastest way there is.</summary>
    public abstract Variable<T> Run<T>(
        Operations.Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise = default)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The same layer by the cell's plain step: the specification.</summary>
    public abstract Variable<T> RunPlain<T>(
        Operations.Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise = default)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
