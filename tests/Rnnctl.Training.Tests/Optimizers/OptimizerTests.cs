using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Tests.Optimizers;

public sealed class OptimizerTests : IDisposable
{
    private static readonly double[] Start = [0.5, -1.0, 2.0];

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 2);

    public static TheoryData<OptimizerKind> Kinds => [.. Enum.GetValues<OptimizerKind>()];

    public void Dispose() => _backend.Dispose();

    // PyTorch 1.13:
    //   p = torch.nn.Parameter(torch.tensor([0.5, -1.0, 2.0], dtype=torch.float64))
    //   opt = torch.optim.SGD([p], lr=0.1)       # or the optimiser of the row, with weight_decay=decay
    //   for t in range(1, 4):
    //       p.grad = torch.tensor([0.1 * t, -0.2, 0.3 / t], dtype=torch.float64)
    //       opt.step()
    // Momentum is SGD(momentum=0.9); all else has PyTorch's defaults.
    [Theory]
    [InlineData(OptimizerKind.Sgd, 0, 0.43999999999999995, -0.94, 1.945)]
    [InlineData(OptimizerKind.Momentum, 0, 0.4048999999999999, -0.8877999999999999, 1.8801999999999999)]
    [InlineData(OptimizerKind.Adagrad, 0, 0.2303789084877096, -0.7715542950540494, 1.8267072119334056)]
    [InlineData(OptimizerKind.Rmsprop, 0, -2.1988258400679914, 1.2891293701727153, 0.2628925674596467)]
    [InlineData(OptimizerKind.Adam, 0, 0.2076816955448426, -0.700000015, 1.7194661948716459)]
    [InlineData(OptimizerKind.Adamw, 0, 0.2076816955448426, -0.700000015, 1.7194661948716459)]
    [InlineData(OptimizerKind.Sgd, 0.01, 0.4385414895, -0.937062979, 1.9390809679999998)]
    [InlineData(OptimizerKind.Momentum, 0.01, 0.40215538949999996, -0.882290779, 1.869118568)]
    [InlineData(OptimizerKind.Adagrad, 0.01, 0.23135275184598625, -0.7719454672190714, 1.8221730228572233)]
    [InlineData(OptimizerKind.Rmsprop, 0.01, -2.1741224543434523, 1.2486167147669693, 0.2657614414787446)]
    [InlineData(OptimizerKind.Adam, 0.01, 0.20707367323594328, -0.7000467282918086, 1.7170830850310692)]
    [InlineData(OptimizerKind.Adamw, 0.01, 0.20647961322133138, -0.697302913985005, 1.7137653108249327)]
    public void Three_steps_agree_with_PyTorch(OptimizerKind kind, double decay, double first, double second, double third)
    {
        var options = new TrainingConfiguration { Optimizer = kind, WeightDecay = decay, ClipNorm = null };
        using var run = new OptimizerRun(_backend, Start, options);
        for (int t = 1; t <= 3; t++) run.Step([0.1 * t, -0.2, 0.3 / t], rate: 0.1);
        AssertClose([first, second, third], run.Values, 1e-13);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Random_steps_agree_with_the_rule_worked_number_by_number(OptimizerKind kind)
    {
        var random = new PhiloxRandom(seed: 21, stream: 0);
        double[] Draw() => [.. Enumerable.Range(0, 1037).Select(_ => 4 * (random.NextDouble() - 0.5))];
        double[] start = Draw();
        var options = new TrainingConfiguration { Optimizer = kind, WeightDecay = 0.02, ClipNorm = 30, ClipValue = 1.5 };
        var reference = new ScalarOptimizer(options, start);
        using var run = new OptimizerRun(_backend, start, options);
        for (int t = 1; t <= 6; t++)
        {
            double[] gradients = Draw();
            double rate = 0.1 / t;
            double norm = run.Step(gradients, rate);
            Assert.Equal(reference.Step(gradients, rate), norm, 1e-10);
        }

        AssertClose(reference.Parameters, run.Values, 1e-12);
    }

    // torch.nn.utils.clip_grad_norm_([p], 5) with p.grad = [30, -40, 0.5], then SGD(lr=0.1).
    [Fact]
    public void A_gradient_that_is_too_long_keeps_its_direction()
    {
        using var run = new OptimizerRun(_backend, Start, new TrainingConfiguration { Optimizer = OptimizerKind.Sgd, ClipNorm = 5 });
        double norm = run.Step([30, -40, 0.5], rate: 0.1);
        Assert.Equal(50.00249993750312, norm, 1e-12);
        AssertClose([0.2, -0.6, 1.995], run.Values, 3e-5); // PyTorch adds 1e-6 to the norm that it divides by.
        AssertClose([0.5 - (3 * 5 / norm), -1 + (4 * 5 / norm), 2 - (0.05 * 5 / norm)], run.Values, 1e-14);
    }

    // torch.nn.utils.clip_grad_value_([p], 15) with the same gradients: the course's example clips so.
    [Fact]
    public void Clipping_at_fifteen_cuts_every_entry_by_itself()
    {
        var options = new TrainingConfiguration { Optimizer = OptimizerKind.Sgd, ClipNorm = null, ClipValue = 15 };
        using var run = new OptimizerRun(_backend, Start, options);
        double norm = run.Step([30, -40, 0.5], rate: 0.1);
        Assert.Equal(Math.Sqrt((15 * 15) + (15 * 15) + 0.25), norm, 1e-12);
        AssertClose([-1.0, 0.5000000000000001, 1.95], run.Values, 1e-14);
    }

    [Fact]
    public void A_gradient_within_the_limits_is_unchanged()
    {
        using var clipped = new OptimizerRun(
            _backend, Start, new TrainingConfiguration { Optimizer = OptimizerKind.Sgd, ClipNorm = 5, ClipValue = 15 });
        using var free = new OptimizerRun(_backend, Start, new TrainingConfiguration { Optimizer = OptimizerKind.Sgd, ClipNorm = null });
        clipped.Step([3, -4, 0], rate: 0.1);
        free.Step([3, -4, 0], rate: 0.1);
        Assert.Equal(free.Values, clipped.Values);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_gradient_that_is_not_finite_changes_nothing(OptimizerKind kind)
    {
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            using var run = new OptimizerRun(_backend, Start, new TrainingConfiguration { Optimizer = kind, WeightDecay = 0.1 });
            run.Step([1, 2, 3], rate: 0.1);
            (double[] values, double[] first, double[] second) = (run.Values, run.First, run.Second);
            Assert.False(double.IsFinite(run.Step([1, bad, 3], rate: 0.1)));
            Assert.Equal(values, run.Values);
            Assert.Equal(first, run.First);
            Assert.Equal(second, run.Second);
        }
    }

    [Fact]
    public void Clipping_by_value_does_not_hide_a_gradient_that_is_not_a_number()
    {
        // 20 entries: some fill a register, some are left over.
        for (int place = 0; place < 20; place++)
        {
            using var run = new OptimizerRun(_backend, new double[20], new TrainingConfiguration { ClipValue = 15 });
            var gradients = new double[20];
            gradients[place] = double.NaN;
            Assert.Equal(double.NaN, run.Step(gradients, rate: 0.1));
            Assert.Equal(new double[20], run.Values);
        }
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((double wanted, double number) in expected.Zip(actual)) Assert.Equal(wanted, number, tolerance);
    }

    /// <summary>An optimiser over a single vector of parameters.</summary>
    private sealed class OptimizerRun : IDisposable
    {
        private readonly Backend<double> _backend;
        private readonly ParameterSet<double> _parameters;
        private readonly Optimizer<double> _optimizer;
        private long _steps;

        public OptimizerRun(Backend<double> backend, double[] start, TrainingConfiguration options)
        {
            _backend = backend;
            var shape = new ParameterShape("p", [start.Length], new InitialValue(Distribution.Zero));
            _parameters = new ParameterSet<double>(backend, [shape], learning: true);
            _parameters.Write("p", start);
            _optimizer = new Optimizer<double>(backend, _parameters, options);
        }

        public double[] Values => Read(_parameters["p"].Value);

        public double[] First => Read(_optimizer.First);

        public double[] Second => Read(_optimizer.Second);

        public double Step(double[] gradients, double rate)
        {
            _backend.Upload(gradients, _parameters["p"].Gradient);
            return _optimizer.Step(++_steps, rate);
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            _parameters.Dispose();
        }

        private double[] Read(Tensor<double> tensor)
        {
            var values = new double[tensor.Count];
            _backend.Download(tensor, values.AsSpan());
            return values;
        }
    }
}
