namespace Rnnctl.Models.Parameters;

/// <summary>The distribution of a parameter's initial values.</summary>
public enum Distribution
{
    /// <summary>Zeros: biases.</summary>
    Zero,

    /// <summary>-2 throughout: biases of gates that start nearly closed.</summary>
    MinusTwo,

    /// <summary>Uniform in ±√(6 / (inputs + outputs)): weights between layers (Glorot and Bengio 2010).</summary>
    Glorot,

    /// <summary>A random orthogonal matrix, so that a state neither grows nor shrinks over time: recurrent weights (Saxe et al.
    /// 2014).</summary>
    Orthogonal,

    /// <summary>Uniform in ±√(3 / columns), which gives every row unit length on average: embeddings (Ma and Hovy 2016).</summary>
    Embedding,
}
