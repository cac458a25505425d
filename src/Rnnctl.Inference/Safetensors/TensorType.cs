namespace Rnnctl.Inference.Safetensors;

/// <summary>The element types that a checkpoint stores; the safetensors format has more, which are refused by name.</summary>
public enum TensorType
{
    /// <summary>IEEE 754 binary32, <c>F32</c> in the file: weights and the optimiser's moments.</summary>
    Real32,

    /// <summary>IEEE 754 binary64, <c>F64</c> in the file.</summary>
    Real64,

    /// <summary>IEEE 754 binary16, <c>F16</c> in the file: weights of other tools, read as 32-bit floats.</summary>
    Real16,

    /// <summary>The upper half of binary32, <c>BF16</c> in the file, read as 32-bit floats.</summary>
    Brain16,

    /// <summary>Signed 64-bit integers, <c>I64</c> in the file: positions in the data.</summary>
    Integer64,

    /// <summary>Unsigned 64-bit integers, <c>U64</c> in the file: the state of a random number generator.</summary>
    Unsigned64,
}
