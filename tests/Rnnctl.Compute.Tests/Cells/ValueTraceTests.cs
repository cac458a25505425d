using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cells;

/// <summary>
/// The gates and states that a layer names while it runs step by step. The oracles are the fused layer, and the cells' equations as scalar code.
/// </summary>
public sealed class ValueTraceTests : IDisposable
{
    private const int Inputs = 2;
    private const int Hidden = 3;

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);
    private readonly Tape<double> _tape;
    private readonly PackedSteps _steps = new();

    public ValueTraceTests()
    {
        _tape = new Tape<double>(_backend, recording: false);
        _steps.Assign([4, 3, 1]);
    }

    public static TheoryData<string> Titles => [.. CellCatalog.Variants.Select(cell => cell.Title)];

    public void Dispose()
    {
        _tape.Dispose();
        _backend.Dispose();
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void Names_are_the_letters_of_the_equations_in_both_directions(string title)
    {
        CellDefinition cell = CellOf(title);
        (_, ValueTrace<double> values) = Trace(cell, LayerVariant.Plain);
        string[] expected = cell.Name switch
        {
            "lstm" => ["i", "f", "g", "o", .. cell.Options.Projection > 0 ? ["m"] : Array.Empty<string>(), "c", "h"],
            "lstm-peephole" => ["i", "f", "g", "o", "c", "h"],
            "lstm-coupled" => ["f", "g", "o", "c", "h"],
            "gru" or "gru-before" => ["r", "z", "n", "h"],
            "mingru" => ["z", "n", "h"],
            "minlstm" => ["f", "i", "n", "h"],
            "srn-linear" => ["c", "h"],
            "jordan" => ["h", "y"],
            "tdnn" => ["y"],
            _ => ["h"],
        };
        Assert.Equal(expected, values.Forward.Select(value => value.Name));
        Assert.Equal(expected, values.Reverse.Select(value => value.Name));
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void Traced_state_is_the_output_of_the_layer_as_it_runs_without_a_trace(string title)
    {
        CellDefinition cell = CellOf(title);
        LayerVariant[] variants = [LayerVariant.Plain, LayerVariant.Plain with { LayerNorm = true }, LayerVariant.Plain with { Zoneout = 0.4 }];
        foreach (LayerVariant variant in variants.Where(variant => variant.RefusalBy(cell) is null))
        {
            (double[] expected, ValueTrace<double> values) = Trace(cell, variant);
            string name = cell.Name == "tdnn" ? "y" : "h";
            double[] forward = Read(values.Forward.Single(value => value.Name == name).Rows);
            double[] reverse = Read(values.Reverse.Single(value => value.Name == name).Rows);
            int width = cell.OutputWidth(Hidden);
            for (int i = 0; i < expected.Length; i++)
            {
                int row = i / (2 * width), unit = i % (2 * width);
                Assert.Equal(expected[i], unit < width ? forward[(row * width) + unit] : reverse[(row * width) + unit - width], 1e-12);
            }
        }
    }

    [Theory]
    [InlineData("elman")]
    [InlineData("jordan")]
    [InlineData("srn-identity")]
    [InlineData("srn-linear")]
    [InlineData("lstm")]
    [InlineData("lstm (cell-activation identity, output-activation identity)")]
    [InlineData("lstm (cell-clip 0.3)")]
    [InlineData("lstm-peephole")]
    [InlineData("lstm-coupled")]
    [InlineData("gru")]
    [InlineData("gru-before")]
    [InlineData("mingru")]
    [InlineData("minlstm")]
    public void Traced_gates_and_states_satisfy_the_equations_at_every_token(string title)
    {
        CellDefinition cell = CellOf(title);
        (Dictionary<CellParameterKind, double[]> weights, double[] x) = Drawn(cell);
        (_, ValueTrace<double> trace) = Trace(cell, LayerVariant.Plain);
        var values = trace.Forward.ToDictionary(value => value.Name, value => Read(value.Rows));
        int[] steps = [.. Enumerable.Range(0, _steps.Steps).SelectMany(step => Enumerable.Repeat(step, _steps.Alive(step)))];
        for (int row = 0; row < steps.Length; row++)
        {
            int before = steps[row] == 0 ? -1 : _steps.Offset(steps[row] - 1) + row - _steps.Offset(steps[row]);
            double[] At(string name, int at) =>
                at < 0 ? new double[Hidden] : values.TryGetValue(name, out double[]? all) ? all[(at * Hidden)..((at + 1) * Hidden)] : [];
            var equations = new Equations(cell, weights, x[(row * Inputs)..((row + 1) * Inputs)], At("h", before), At("c", before), At("y", before));
            Dictionary<string, double[]> expected = equations.Step();
            Assert.Equal(values.Keys.Order(), expected.Keys.Order());
            foreach ((string name, double[] numbers) in expected)
            {
                for (int unit = 0; unit < Hidden; unit++) Assert.Equal(numbers[unit], At(name, row)[unit], 1e-12);
            }
        }
    }

    private static CellDefinition CellOf(string title) => CellCatalog.Variants.Single(cell => cell.Title == title);

    /// <summary>The output of the layer run the fast way, and the values of its plain run, with the same weights in both directions.</summary>
    private (double[] Output, ValueTrace<double> Values) Trace(CellDefinition cell, LayerVariant variant)
    {
        (Dictionary<CellParameterKind, double[]> weights, double[] numbers) = Drawn(cell);
        Variable<double> x = Variable<double>.Constant(Upload(numbers, Inputs));
        var one = CellWeights<double>.Of(
            variant.Parameters(cell, Inputs, Hidden),
            parameter => Variable<double>.Constant(Upload(weights.GetValueOrDefault(parameter.Kind) ?? Ones(parameter), parameter.Columns)));
        var layer = new LayerWeights<double>(one, one);
        double[] output = Read(cell.Run(_tape, x, _steps, layer, window: 0, variant.NoiseOf(null)).Value);
        var trace = new MemoryTrace<double> { Values = new ValueTrace<double>() };
        cell.RunPlain(_tape, x, _steps, layer, window: 0, variant.NoiseOf(null), trace);
        return (output, trace.Values);
    }

    private static double[] Ones(CellParameter parameter) => [.. Enumerable.Repeat(1.0, parameter.Rows * parameter.Columns)];

    private static (Dictionary<CellParameterKind, double[]> Weights, double[] Inputs) Drawn(CellDefinition cell)
    {
        var random = new Random(17);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        double[] x = Draw(8 * Inputs);
        return (cell.Parameters(Inputs, Hidden).ToDictionary(one => one.Kind, one => Draw(one.Rows * one.Columns)), x);
    }

    private Tensor<double> Upload(double[] numbers, int columns)
    {
        Tensor<double> tensor = _tape.NewTensor(numbers.Length / columns, columns);
        _backend.Upload(numbers, tensor);
        return tensor;
    }

    private double[] Read(Tensor<double> tensor)
    {
        double[] numbers = new double[tensor.Count];
        _backend.Download(tensor, numbers.AsSpan());
        return numbers;
    }

    /// <summary>One step of a cell, unit by unit, as its paper prints it.</summary>
    private sealed record Equations(CellDefinition Cell, Dictionary<CellParameterKind, double[]> Weights, double[] X, double[] H, double[] C, double[] Y)
    {
        public Dictionary<string, double[]> Step() => Cell.Name switch
        {
            "elman" => new() { ["h"] = Units(k => Math.Tanh(W(0, k) + U(0, k, H))) },
            "jordan" => Jordan(),
            "srn-identity" => new() { ["h"] = Units(k => H[k] + W(0, k)) },
            "srn-linear" => new() { ["c"] = Units(k => C[k] + W(0, k)), ["h"] = Units(k => Math.Tanh(C[k] + W(0, k))) },
            "lstm" or "lstm-peephole" => Lstm(),
            "lstm-coupled" => Coupled(),
            "gru" or "gru-before" => Gru(),
            "mingru" => MinGru(),
            _ => MinLstm(),
        };

        private static double[] Units(Func<int, double> value) => [.. Enumerable.Range(0, Hidden).Select(value)];

        private static double Logistic(double a) => 1 / (1 + Math.Exp(-a));

        private static double Apply(ActivationKind? kind, double a) => kind == ActivationKind.Identity ? a : Math.Tanh(a);

        /// <summary>W x + b of a gate's unit; srn cells read tanh(x).</summary>
        private double W(int gate, int k)
        {
            int row = (gate * Hidden) + k;
            double sum = Weights[CellParameterKind.InputBias][row];
            bool squashes = Cell.Name.StartsWith("srn", StringComparison.Ordinal);
            for (int i = 0; i < Inputs; i++) sum += Weights[CellParameterKind.InputWeight][(row * Inputs) + i] * (squashes ? Math.Tanh(X[i]) : X[i]);
            return sum;
        }

        /// <summary>U h' + b' of a gate's unit.</summary>
        private double U(int gate, int k, double[] h)
        {
            int row = (gate * Hidden) + k;
            return Weights[CellParameterKind.RecurrentBias][row]
                + Enumerable.Range(0, Hidden).Sum(j => Weights[CellParameterKind.RecurrentWeight][(row * Hidden) + j] * h[j]);
        }

        private double Peephole(int gate, int k, double[] c) =>
            Weights.TryGetValue(CellParameterKind.PeepholeWeight, out double[]? p) ? p[(gate * Hidden) + k] * c[k] : 0;

        private Dictionary<string, double[]> Jordan()
        {
            double[] h = Units(k => Math.Tanh(W(0, k) + U(0, k, Y)));
            double[] v = Weights[CellParameterKind.OutputWeight], c = Weights[CellParameterKind.OutputBias];
            return new() { ["h"] = h, ["y"] = Units(k => Logistic(c[k] + Enumerable.Range(0, Hidden).Sum(j => v[(k * Hidden) + j] * h[j]))) };
        }

        private Dictionary<string, double[]> Lstm()
        {
            double[] i = Units(k => Logistic(W(0, k) + U(0, k, H) + Peephole(0, k, C))), f = Units(k => Logistic(W(1, k) + U(1, k, H) + Peephole(1, k, C)));
            double[] g = Units(k => Apply(Cell.Options.CellActivation, W(2, k) + U(2, k, H)));
            double limit = Cell.Options.CellClip is > 0 and double clip ? clip : double.MaxValue;
            double[] c = Units(k => Math.Clamp((f[k] * C[k]) + (i[k] * g[k]), -limit, limit));
            double[] o = Units(k => Logistic(W(3, k) + U(3, k, H) + Peephole(2, k, c)));
            return new() { ["i"] = i, ["f"] = f, ["g"] = g, ["o"] = o, ["c"] = c, ["h"] = Units(k => o[k] * Apply(Cell.Options.OutputActivation, c[k])) };
        }

        private Dictionary<string, double[]> Coupled()
        {
            double[] f = Units(k => Logistic(W(0, k) + U(0, k, H))), g = Units(k => Math.Tanh(W(1, k) + U(1, k, H)));
            double[] o = Units(k => Logistic(W(2, k) + U(2, k, H))), c = Units(k => (f[k] * C[k]) + ((1 - f[k]) * g[k]));
            return new() { ["f"] = f, ["g"] = g, ["o"] = o, ["c"] = c, ["h"] = Units(k => o[k] * Math.Tanh(c[k])) };
        }

        private Dictionary<string, double[]> Gru()
        {
            double[] r = Units(k => Logistic(W(0, k) + U(0, k, H))), z = Units(k => Logistic(W(1, k) + U(1, k, H)));
            double[] reset = Units(k => r[k] * H[k]);
            double[] n = Units(k => Math.Tanh(W(2, k) + (Cell.Name == "gru" ? r[k] * U(2, k, H) : U(2, k, reset))));
            return new() { ["r"] = r, ["z"] = z, ["n"] = n, ["h"] = Units(k => ((1 - z[k]) * n[k]) + (z[k] * H[k])) };
        }

        private Dictionary<string, double[]> MinGru()
        {
            double[] z = Units(k => Logistic(W(0, k))), n = Units(k => W(1, k));
            return new() { ["z"] = z, ["n"] = n, ["h"] = Units(k => ((1 - z[k]) * H[k]) + (z[k] * n[k])) };
        }

        private Dictionary<string, double[]> MinLstm()
        {
            double[] f = Units(k => Logistic(W(0, k))), i = Units(k => Logistic(W(1, k))), n = Units(k => W(2, k));
            return new() { ["f"] = f, ["i"] = i, ["n"] = n, ["h"] = Units(k => ((f[k] * H[k]) + (i[k] * n[k])) / (f[k] + i[k])) };
        }
    }
}
