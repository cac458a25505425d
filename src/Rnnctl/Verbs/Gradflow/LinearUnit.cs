using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Curves;

namespace Rnnctl.Verbs.Gradflow;

/// <summary>
/// The textbook example of vanishing and exploding gradients: one unit without an activation,
/// <code>
/// h_t = w h_(t-1) + x_t,   x = 1, 0, 0, ...,   L_T = h_T
/// </code>
/// so that h_T = w^(T-1) and ∂L_T / ∂h_t = w^(T-t): the gradient vanishes for w below 1 and explodes for w above 1.
/// </summary>
internal static class LinearUnit
{
    /// <summary>Runs the unit forward and backward over <paramref name="count"/> steps, through the same code as a trained layer.</summary>
    public static FlowCurve Run(Backend<double> backend, double w, int count)
    {
        using var tape = new Tape<double>(backend);
        var steps = new PackedSteps();
        steps.Assign([count]);
        double[] impulse = new double[count];
        impulse[0] = 1;
        Variable<double> one = Constant(tape, [1], 1), zero = Constant(tape, [0], 1);
        Variable<double> x = Constant(tape, impulse, count) with { Gradient = tape.NewZeros(count, 1).Value }; // Without it h would have no gradient.
        var weights = new CellWeights<double>(Input: one, Recurrent: Constant(tape, [w], 1), InputBias: zero, RecurrentBias: zero);

        Variable<double> h = RecurrentLayer<double, Elman<Identity>>.Apply(tape, x, steps, new LayerWeights<double>(weights, null), window: 0);
        backend.Fill(h.Gradient.SliceRows(count - 1, 1), 1);
        tape.Backward();

        double[] output = Download(backend, h.Value);
        double[] norms = [.. Download(backend, h.Gradient).Select(Math.Abs).Reverse()];
        return new FlowCurve(FormattableString.Invariant($"w = {w}"), Layer: 1, FlowState.Hidden, norms, [.. norms.Select(_ => 1)]) { Output = output[^1] };
    }

    private static Variable<double> Constant(Tape<double> tape, double[] values, int rows)
    {
        Tensor<double> tensor = tape.NewTensor(rows, values.Length / rows);
        tape.Backend.Upload<double>(values, tensor);
        return Variable<double>.Constant(tensor);
    }

    private static double[] Download(Backend<double> backend, Tensor<double> tensor)
    {
        double[] values = new double[tensor.Count];
        backend.Download(tensor, values.AsSpan());
        return values;
    }
}
