namespace Rnnctl.Requests;

/// <summary>The recurrent cells that can be chosen.</summary>
internal enum CellKind
{
    /// <summary>A simple recurrent network (Elman 1990).</summary>
    Elman,

    /// <summary>Long short-term memory with a forget gate (Hochreiter and Schmidhuber 1997, Gers 2000).</summary>
    Lstm,

    /// <summary>A gated recurrent unit whose reset follows the product (Cho et al. 2014, v1).</summary>
    Gru,
}
