using System.Numerics;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cells;

/// <summary>
/// An LSTM with one unit, worked by hand in a course: identity as both activations, logistic gates, no recurrent weights, and
/// <code>
/// z = x1, z_i = 100 x2 - 10, z_f = 100 x2 + 10, z_o = 100 x3 - 10
/// </code>
/// x2 = 1 adds x1 to the memory, x2 = 0 keeps it, x2 = -1 clears it, and x3 = 1 outputs it. By hand, a gate is 0 or 1; the real gate differs by at most
/// σ(-10) = 4.5e-5, and a memory of 7 by 7 times that.
/// </summary>
public sealed class HandWorkedLstmTests
{
    private const double Saturation = 1e-3;

    private static readonly double[] Inputs = [3, 1, 0, 4, 1, 0, 2, 0, 0, 1, 0, 1, 3, -1, 0];
    private static readonly double[] InputWeight = [0, 100, 0, 0, 100, 0, 1, 0, 0, 0, 0, 100];
    private static readonly double[] InputBias = [-10, 10, 0, -10];
    private static readonly double[] Memory = [3, 7, 7, 7, 0];
    private static readonly double[] Output = [0, 0, 0, 7, 0];

    // One row per step: input gate, forget gate, input to the memory, output gate.
    private static readonly double[] Gates = [1, 1, 3, 0, 1, 1, 4, 0, 0, 1, 2, 0, 0, 1, 1, 1, 0, 0, 3, 0];

    [Fact]
    public void The_fused_layer_gives_the_output_worked_by_hand()
    {
        foreach (int width in CpuDevice.Widths<float>()) CheckLayer<float>(width);
        foreach (int width in CpuDevice.Widths<double>()) CheckLayer<double>(width);
    }

    [Fact]
    public void The_fused_pass_leaves_the_memory_and_the_gates_worked_by_hand()
    {
        foreach (int width in CpuDevice.Widths<float>()) CheckPass<float>(width);
        foreach (int width in CpuDevice.Widths<double>()) CheckPass<double>(width);
    }

    [Fact]
    public void The_plain_step_gives_the_memory_and_the_output_worked_by_hand()
    {
        foreach (int width in CpuDevice.Widths<float>()) CheckSteps<float>(width);
        foreach (int width in CpuDevice.Widths<double>()) CheckSteps<double>(width);
    }

    private static void CheckLayer<T>(int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Backend<T> backend = CpuDevice.Open<T>(threads: 1, width);
        using var tape = new Tape<T>(backend, recording: false);
        var weights = new LayerWeights<T>(Weights(tape), null);

        Variable<T> x = Variable(tape, 5, 3, Inputs);
        Variable<T> h = RecurrentLayer<T, Lstm<Identity, Identity>>.Apply(tape, x, FiveSteps(), weights, window: 0);

        AssertClose(Output, Download(backend, h.Value));
    }

    private static void CheckPass<T>(int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Backend<T> backend = CpuDevice.Open<T>(threads: 1, width);
        using var tape = new Tape<T>(backend, recording: false);
        CellWeights<T> weights = Weights(tape);
        var pass = new RecurrentPass<T>
        {
            Steps = FiveSteps(),
            Reverse = false,
            Window = 0,
            RecurrentWeight = weights.Recurrent.Value,
            Gates = tape.Linear(Variable(tape, 5, 3, Inputs), weights.Input, weights.InputBias).Value,
            Memory = tape.NewTensor(5, 1),
            Hidden = tape.NewTensor(5, 1),
        };

        backend.RunForward<Lstm<Identity, Identity>>([pass]);

        AssertClose(Gates, Download(backend, pass.Gates));
        AssertClose(Memory, Download(backend, pass.Memory));
        AssertClose(Output, Download(backend, pass.Hidden));
    }

    private static void CheckSteps<T>(int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Backend<T> backend = CpuDevice.Open<T>(threads: 1, width);
        using var tape = new Tape<T>(backend, recording: false);
        CellWeights<T> weights = Weights(tape);
        Variable<T> input = weights.FromInput(tape, Variable(tape, 5, 3, Inputs));
        var state = new CellState<T>(tape.NewZeros(1, 1), tape.NewZeros(1, 1));
        for (int t = 0; t < 5; t++)
        {
            state = Lstm<Identity, Identity>.Step(tape, input.SliceRows(t, 1), state, weights);
            AssertClose([Memory[t]], Download(backend, state.Memory.Value));
            AssertClose([Output[t]], Download(backend, state.Hidden.Value));
        }
    }

    private static CellWeights<T> Weights<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
            Variable(tape, 4, 3, InputWeight),
            Variable(tape, 4, 1, new double[4]),
            Variable(tape, 1, 4, InputBias),
            Variable(tape, 1, 4, new double[4]));

    private static Variable<T> Variable<T>(Tape<T> tape, int rows, int columns, double[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> variable = tape.NewVariable(rows, columns);
        tape.Backend.Upload([.. values.Select(T.CreateChecked)], variable.Value);
        return variable;
    }

    private static PackedSteps FiveSteps()
    {
        var steps = new PackedSteps();
        steps.Assign([5]);
        return steps;
    }

    private static double[] Download<T>(Backend<T> backend, Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[tensor.Count];
        backend.Download(tensor, values.AsSpan());
        return [.. values.Select(double.CreateChecked)];
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Saturation);
    }
}
