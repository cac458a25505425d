using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Operations;

public sealed class FocalLossTests
{
    private const int Rows = 9, Classes = 5, Counted = 7;

    private static readonly int[] Ids = [0, 4, -1, 2, 2, 1, -1, 3, 0];

    [Fact]
    public void The_example_of_the_paper_has_a_hundredth_of_the_cross_entropy()
    {
        // Lin et al. 2017, section 3.2: with gamma 2, p = 0.9 costs 100 times less, and p = 0.968 about 1000 times less; p = 0.5 costs 4 times less at most.
        foreach ((double p, double less) in ((double, double)[])[(0.9, 100), (0.968, 976.5625), (0.5, 4)])
            Assert.Equal(-Math.Log(p) / less, Run<double>([Math.Log(p), Math.Log(1 - p)], [0], counted: 1, gamma: 2).Loss, 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Loss_and_gradient_are_those_of_the_definition(double gamma)
    {
        double[] logits = Logits();
        (double loss, double[] gradient) = Defined(logits, gamma);
        (double Loss, double[] Gradient) inDouble = Run<double>(logits, Ids, Counted, gamma), inSingle = Run<float>(logits, Ids, Counted, gamma);

        Assert.Equal(loss, inDouble.Loss, 1e-13);
        Assert.Equal(loss, inSingle.Loss, 1e-5);
        Assert.All(gradient.Zip(inDouble.Gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
        Assert.All(gradient.Zip(inSingle.Gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(2)]
    public void Certain_and_impossible_labels_give_finite_numbers(double gamma)
    {
        (double loss, double[] gradient) = Run<float>([200, 0, 0, 200, 30, 0], [0, 0, 0], counted: 1, gamma);

        // Only the second row, which is wrong, costs anything: (1 - 0)^gamma 200. Its gradient is p - onehot(id).
        Assert.Equal(200, loss, 1e-3);
        Assert.All(((double[])[0, 0, -1, 1, 0, 0]).Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(7, -0.1)]
    public void No_counted_rows_and_a_negative_gamma_are_refused(int counted, double gamma) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Run<double>(Logits(), Ids, counted, gamma));

    [Fact]
    public void A_steady_step_allocates_nothing_on_the_managed_heap()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        using var tape = new Tape<float>(backend);
        float[] logits = Array.ConvertAll(Logits(), number => (float)number);
        for (int step = 0; step < 3; step++) Step();

        Assert.Equal(0, AllocatedBytes.Of(Step));

        void Step()
        {
            tape.Reset();
            Variable<float> x = tape.NewVariable(Rows, Classes);
            backend.Upload<float>(logits, x.Value);
            Tensor<int> ids = tape.NewIds(Ids);
            tape.Backward(tape.Add(FocalLoss<float>.Apply(tape, x, ids, Counted, 2), SmoothedCrossEntropy<float>.Apply(tape, x, ids, Counted, 0.1)));
        }
    }

    /// <summary>The loss, and its gradient for a dloss of 1.5 divided by 1.5.</summary>
    private static (double Loss, double[] Gradient) Run<T>(double[] logits, int[] ids, int counted, double gamma)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Backend<T> backend = CpuDevice.Open<T>(threads: 1);
        using var tape = new Tape<T>(backend);
        Variable<T> x = tape.NewVariable(ids.Length, logits.Length / ids.Length);
        backend.Upload<T>(Array.ConvertAll(logits, T.CreateChecked), x.Value);
        Variable<T> loss = FocalLoss<T>.Apply(tape, x, tape.NewIds(ids), counted, gamma);
        backend.Fill(loss.Gradient, T.CreateChecked(1.5));
        tape.Backward();
        return (Read(backend, loss.Value)[0], [.. Read(backend, x.Gradient).Select(number => number / 1.5)]);
    }

    /// <summary>The mean of (1 - p)^γ (-log p), and its derivative by each logit: by the chain rule through p, with ∂p / ∂x_k = p (δ - p_k).</summary>
    private static (double Loss, double[] Gradient) Defined(double[] logits, double gamma)
    {
        double total = 0;
        double[] gradient = new double[logits.Length];
        for (int row = 0; row < Rows; row++)
        {
            if (Ids[row] < 0) continue;
            double[] weights = [.. logits.Skip(row * Classes).Take(Classes).Select(Math.Exp)];
            double p = weights[Ids[row]] / weights.Sum();
            total += Math.Pow(1 - p, gamma) * -Math.Log(p);
            double slope = (gamma * Math.Pow(1 - p, gamma - 1) * Math.Log(p)) - (Math.Pow(1 - p, gamma) / p);
            for (int k = 0; k < Classes; k++)
                gradient[(row * Classes) + k] = slope * p * ((k == Ids[row] ? 1 : 0) - (weights[k] / weights.Sum())) / Counted;
        }

        return (total / Counted, gradient);
    }

    private static double[] Logits()
    {
        var random = new PhiloxRandom(95, 0);
        return [.. Enumerable.Range(0, Rows * Classes).Select(_ => (double)(float)(6 * (random.NextDouble() - 0.5)))];
    }

    private static double[] Read<T>(Backend<T> backend, Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var numbers = new T[tensor.Count];
        backend.Download(tensor, numbers.AsSpan());
        return Array.ConvertAll(numbers, double.CreateChecked);
    }
}
