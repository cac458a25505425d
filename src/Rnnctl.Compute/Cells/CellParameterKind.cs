namespace Rnnctl.Compute.Cells;

/// <summary>What a parameter of a recurrent cell does.</summary>
public enum CellParameterKind
{
    /// <summary>W, which reads the input.</summary>
    InputWeight,

    /// <summary>U, which reads the previous hidden state.</summary>
    RecurrentWeight,

    /// <summary>b.</summary>
    InputBias,

    /// <summary>b', the second bias of cuDNN and PyTorch.</summary>
    RecurrentBias,

    /// <summary>The diagonals or matrices by which gates see the memory.</summary>
    PeepholeWeight,

    /// <summary>The gain of layer normalisation over W x.</summary>
    InputGain,

    /// <summary>The gain of layer normalisation over U h'.</summary>
    RecurrentGain,

    /// <summary>h_0, the hidden state that every sequence starts from.</summary>
    InitialHidden,

    /// <summary>c_0, the memory that every sequence starts from.</summary>
    InitialMemory,

    /// <summary>V, which makes the output of a network that remembers it.</summary>
    OutputWeight,

    /// <summary>c, its bias.</summary>
    OutputBias,
}
