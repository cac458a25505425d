using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>The parameters of one direction of a recurrent layer, with PyTorch's shapes and order of gates (G gates, H hidden units, I inputs).</summary>
/// <param name="Input">W, <c>[G H, I]</c>: <c>weight_ih</c>.</param>
/// <param name="Recurrent">U, <c>[G H, H]</c>: <c>weight_hh</c>.</param>
/// <param name="InputBias">b, <c>[1, G H]</c>: <c>bias_ih</c>.</param>
/// <param name="RecurrentBias">b', <c>[1, G H]</c>: <c>bias_hh</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct CellWeights<T>(Variable<T> Input, Variable<T> Recurrent, Variable<T> InputBias, Variable<T> RecurrentBias)
    where T : unmanaged
{
    /// <summary>The number of hidden units H.</summary>
    public int Hidden => Recurrent.Columns;
}
