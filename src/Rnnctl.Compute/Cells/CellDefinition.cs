using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>A recurrent cell with its name, its properties, and two ways to run a layer: fused and step by step.</summary>
public abstract class CellDefinition
{
    /// <summary>A cell with this name and options.</summary>
    private protected CellDefinition(CellConfiguration configuration) => Configuration = configuration;

    /// <summary>The name, for example <c>lstm</c>.</summary>
    public string Name => Configuration.Name;

    /// <summary>The values of all options of the cell; null for options that it lacks.</summary>
    public CellSettings Options => Configuration.Options;

    /// <summary>The name, and the options that differ from their defaults: <c>elman (activation relu)</c>.</summary>
    public string Title => Configuration.Title;

    /// <summary>Whether a layer can run as one fused operation instead of step by step.</summary>
    public virtual bool IsFused => false;

    /// <summary>The number of gates: the cell's weights have this many blocks of H rows.</summary>
    public virtual int Gates => 1;

    /// <summary>Whether the gates read the previous hidden state through a weight U.</summary>
    public abstract bool HasRecurrentWeight { get; }

    /// <summary>Whether the cell has a memory c in addition to its hidden state.</summary>
    public virtual bool HasMemory => false;

    /// <summary>Whether a step passes on more than the hidden state: a memory, or the previous output of a Jordan network.</summary>
    public virtual bool CarriesMemory => HasMemory;

    /// <summary>Whether a layer can continue from the state in which it ended. If false, it reads a window of its inputs.</summary>
    public virtual bool IsRecurrent => true;

    /// <summary>Whether the cell reads the previous hidden state at all.</summary>
    public virtual bool ReadsHidden => false;

    /// <summary>The gate whose bias starts at 1, so that the memory is kept until the cell learns to forget (Gers et al. 2000); -1 if there is none.</summary>
    public virtual int ForgetGate => -1;

    /// <summary>The cell's name and options.</summary>
    private protected CellConfiguration Configuration { get; }

    /// <summary>The cell for the top layer of a tagger. The weights of this layer may contain the tagger's output weight and bias.</summary>
    /// <param name="labelsOfTagger">The number of labels of the tagger.</param>
    public virtual CellDefinition AtTop(int labelsOfTagger) => this;

    /// <summary>The width of the hidden state h, which the next layer reads: H, or that of its projection. The memory is H wide.</summary>
    /// <param name="hidden">H, the number of hidden units.</param>
    public virtual int OutputWidth(int hidden) => hidden;

    /// <summary>The parameters of one direction of a layer.</summary>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    public abstract IReadOnlyList<CellParameter> Parameters(int inputs, int hidden);

    /// <summary>
    /// Runs a layer over a packed batch, <c>[N, inputs]</c> to <c>[N, directions · width]</c> (see <see cref="OutputWidth"/>), in the fastest way.
    /// <paramref name="trace"/> receives the memory.
    /// </summary>
    public virtual Variable<T> Run<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise = default, MemoryTrace<T>? trace = null)
        where T : unmanaged, IFloatingPointIeee754<T> => RunPlain(tape, x, steps, weights, window, noise, trace);

    /// <summary>Runs the same layer step by step: the specification.</summary>
    public abstract Variable<T> RunPlain<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise = default, MemoryTrace<T>? trace = null)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
