using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>A recurrent cell under the name that a user types, with both ways to run a layer of it.</summary>
public abstract class CellDefinition
{
    /// <summary>A cell with the settings that were chosen.</summary>
    private protected CellDefinition(CellConfiguration configuration) => Configuration = configuration;

    /// <summary>The name: <c>lstm</c>.</summary>
    public string Name => Configuration.Name;

    /// <summary>The values of all options that the cell has.</summary>
    public CellSettings Options => Configuration.Options;

    /// <summary>The name, and the options that are not the usual ones: <c>elman (activation relu)</c>.</summary>
    public string Title => Configuration.Title;

    /// <summary>Whether there is a faster way to run a layer than step by step.</summary>
    public virtual bool IsFused => false;

    /// <summary>How many blocks of H rows the cell's weights have.</summary>
    public virtual int Gates => 1;

    /// <summary>Whether the gates read the previous hidden state through a weight U.</summary>
    public abstract bool HasRecurrentWeight { get; }

    /// <summary>Whether the cell has a memory c beside its hidden state.</summary>
    public virtual bool HasMemory => false;

    /// <summary>Whether a step needs more of the step before than its hidden state: the memory, or the output of networks that remember it.</summary>
    public virtual bool CarriesMemory => HasMemory;

    /// <summary>Whether a layer can go on, step by step, from the state that it ended in; else it reads a window of its inputs.</summary>
    public virtual bool IsRecurrent => true;

    /// <summary>Whether the cell reads the previous hidden state at all.</summary>
    public virtual bool ReadsHidden => false;

    /// <summary>The block of rows whose bias starts at 1, so that a memory is kept until the cell learns to forget (Gers et al. 2000), or -1.</summary>
    public virtual int ForgetGate => -1;

    /// <summary>The cell that was chosen.</summary>
    private protected CellConfiguration Configuration { get; }

    /// <summary>The cell as a tagger's top layer, whose weights then also hold the layer's block of the tagger's output weight and its bias.</summary>
    /// <param name="labelsOfTagger">How many labels the tagger has.</param>
    public virtual CellDefinition AtTop(int labelsOfTagger) => this;

    /// <summary>The parameters that a layer of the cell has in each direction.</summary>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    public abstract IReadOnlyList<CellParameter> Parameters(int inputs, int hidden);

    /// <summary>
    /// A layer over a packed batch, <c>[N, inputs]</c> to <c>[N, directions · H]</c>, the fastest way there is. <paramref name="trace"/> takes what it
    /// remembers.
    /// </summary>
    public virtual Variable<T> Run<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise = default, MemoryTrace<T>? trace = null)
        where T : unmanaged, IFloatingPointIeee754<T> => RunPlain(tape, x, steps, weights, window, noise, trace);

    /// <summary>The same layer by the cell's plain step: the specification.</summary>
    public abstract Variable<T> RunPlain<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise = default, MemoryTrace<T>? trace = null)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
