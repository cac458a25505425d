using Rnnctl.Compute.Backends;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Testing.Gradients;

/// <summary>Gradients of a case in which some inputs are constants, as frozen parameters are.</summary>
internal static class FrozenInputs
{
    // Which inputs are constants, by their number and by how many there are.
    private static readonly Func<int, int, bool>[] Patterns =
    [
        (input, _) => input % 2 == 0, (input, _) => input % 2 == 1, (input, _) => input % 4 < 2, (input, _) => input % 4 > 1,
        (input, count) => input < count - 1, (input, _) => input > 0,
    ];

    /// <summary>Requires each gradient that is left to have the bits that it has without constants.</summary>
    public static void AssertSameGradients(Backend<double> backend, GradientCase one)
    {
        double[][] whole = Gradients(backend, one, isFrozen: _ => false);
        foreach (Func<int, int, bool> pattern in Patterns)
        {
            bool IsFrozen(int input) => pattern(input, one.Inputs.Count);
            double[][] rest = Gradients(backend, one, IsFrozen);
            for (int input = 0; input < whole.Length; input++)
                Assert.True(IsFrozen(input) || whole[input].SequenceEqual(rest[input]), $"{one.Subject}: {one.Inputs[input].Name}");
        }
    }

    private static double[][] Gradients(Backend<double> backend, GradientCase one, Func<int, bool> isFrozen)
    {
        using var memory = new Arena<double>(backend.Allocate<double>);
        using var tape = new Tape<double>(backend);
        Variable<double>[] inputs = [.. one.Inputs.Select((input, number) => Place(backend, memory, input, isFrozen(number)))];
        Variable<double> y = one.Forward(tape, inputs);
        if (y.HasGradient) backend.Upload<double>([.. Enumerable.Range(1, y.Value.Count).Select(i => Math.Sin(i))], y.Gradient);
        tape.Backward();
        return [.. inputs.Select(input => Download(backend, input.Gradient))];
    }

    private static Variable<double> Place(Backend<double> backend, Arena<double> memory, GradientInput input, bool isFrozen)
    {
        Tensor<double> value = memory.Allocate(input.Rows, input.Columns);
        backend.Upload<double>([.. input.Values], value);
        if (isFrozen) return Variable<double>.Constant(value);
        Tensor<double> gradient = memory.Allocate(input.Rows, input.Columns);
        backend.Clear(gradient);
        return new Variable<double>(value, gradient);
    }

    private static double[] Download(Backend<double> backend, Tensor<double> tensor)
    {
        if (tensor.IsEmpty) return [];
        var values = new double[tensor.Count];
        backend.Download(tensor, values.AsSpan());
        return values;
    }
}
