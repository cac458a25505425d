using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The gated recurrent unit as Cho et al. published it (2014, arXiv:1406.1078v3), with the reset gate before the recurrent product:
/// <code>
/// r = σ(W_r x + b_r + U_r h' + b'_r)
/// z = σ(W_z x + b_z + U_z h' + b'_z)
/// n = tanh(W_n x + b_n + U_n (r ⊙ h') + b'_n)
/// h = (1 - z) ⊙ n + z ⊙ h'
/// </code>
/// </summary>
public readonly struct ResetBeforeGru : ICell
{
    /// <inheritdoc />
    public static int Gates => 3;

    /// <inheritdoc />
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.Recurrent(Gates, inputs, hidden);

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> x, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = previous.Hidden.Columns;
        Variable<T> a = tape.Linear(x, weights.Input, weights.InputBias);
        Variable<T> u = tape.Linear(previous.Hidden, weights.Recurrent.SliceRows(0, 2 * hidden), weights.RecurrentBias.SliceColumns(0, 2 * hidden));
        Variable<T> gates = tape.Logistic(tape.Add(a.SliceColumns(0, 2 * hidden), u));
        Variable<T> r = gates.SliceColumns(0, hidden), z = gates.SliceColumns(hidden, hidden);
        Variable<T> reset = tape.Multiply(r, previous.Hidden);
        Variable<T> candidate = tape.Linear(
            reset, weights.Recurrent.SliceRows(2 * hidden, hidden), weights.RecurrentBias.SliceColumns(2 * hidden, hidden));
        Variable<T> n = tape.Tanh(tape.Add(a.SliceColumns(2 * hidden, hidden), candidate));
        Variable<T> h = tape.Add(n, tape.Multiply(z, tape.Subtract(previous.Hidden, n)));
        return previous with { Hidden = h };
    }
}
