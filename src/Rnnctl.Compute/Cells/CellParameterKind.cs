namespace Rnnctl.Compute.Cells;

/// <summary>The roles of a recurrent cell's parameters.</summary>
public enum CellParameterKind
{
    /// <summary>W, the weight of the input.</summary>
    InputWeight,

    /// <summary>U, the weight of the previous hidden state.</summary>
    RecurrentWeight,

    /// <summary>b.</summary>
    InputBias,

    /// <summary>b', the second bias of cuDNN and PyTorch.</summary>
    RecurrentBias,

    /// <summary>Peephole weights (diagonals or matrices), through which gates read the memory.</summary>
    PeepholeWeight,

    /// <summary>The gain of layer normalisation over W x.</summary>
    InputGain,

    /// <summary>The gain of layer normalisation over U h'.</summary>
    RecurrentGain,

    /// <summary>h_0, the initial hidden state of every sequence.</summary>
    InitialHidden,

    /// <summary>c_0, the initial memory of every sequence.</summary>
    InitialMemory,

    /// <summary>V, the output weight of a Jordan network.</summary>
    OutputWeight,

    /// <summary>c, the output bias of a Jordan network.</summary>
    OutputBias,

    /// <summary>P, the projection of an LSTM's output to its hidden state.</summary>
    ProjectionWeight,
}
