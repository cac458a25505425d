using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Operations;

/// <summary>
/// The loss of a sampled softmax against PyTorch 1.13, plain loops and the full softmax, with tensors in closed form.
/// <code>
/// import torch
/// torch.set_default_dtype(torch.float64)
/// N, H, V = 5, 4, 11
/// labels, classes = torch.tensor([3, 0, 10, 0, 7]), torch.tensor([0, 1, 5, 7])
/// def p(shape, phase): return torch.cos(0.9 * torch.arange(float(shape[0] * shape[1])) + phase).reshape(shape).requires_grad_()
/// h, W, b = p((N, H), 1), p((V, H), 2), p((1, V), 3)
/// correction = 0.1 * torch.arange(float(V))
/// z = lambda ids: W[ids] @ h.T + (b[0, ids] + correction[ids]).unsqueeze(1)
/// own = torch.einsum("nh,nh->n", h, W[labels]) + b[0, labels] + correction[labels]
/// others = z(classes).T.masked_fill(classes.unsqueeze(0) == labels.unsqueeze(1), -torch.inf)
/// loss = torch.nn.functional.cross_entropy(torch.cat([own.unsqueeze(1), others], 1), torch.zeros(N, dtype=torch.long))
/// loss.backward()
/// print(loss.item(), *[(g.grad.flatten() * torch.cos(torch.arange(float(g.numel())))).sum().item() for g in (h, W, b)])
/// </code>
/// </summary>
public sealed class SampledOutputLossTests : IDisposable
{
    private const int Rows = 5, Hidden = 4, Symbols = 11;
    private const double Tolerance = 1e-14;

    private static readonly int[] Labels = [3, 0, 10, 0, 7];
    private static readonly int[] Classes = [0, 1, 5, 7];

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 2);

    public void Dispose() => _backend.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public void Loss_and_gradients_are_those_of_PyTorch_in_slices_of_any_size(int sliceRows)
    {
        Numbers found = Run(Sampled(Classes, correction: 0.1, sliceRows));
        Assert.Equal(2.0257761889831243, found.Loss, Tolerance);
        double[] projections = [0.5231037626140566, -0.36834627488766125, 0.13277011395836402];
        foreach ((double expected, double[] gradient) in projections.Zip(found.Gradients))
            Assert.Equal(expected, gradient.Select((slope, i) => slope * Math.Cos(i)).Sum(), Tolerance);
    }

    [Fact]
    public void Loss_is_that_of_plain_loops()
    {
        double[] h = ClosedForm(Rows * Hidden, 1), weight = ClosedForm(Symbols * Hidden, 2), bias = ClosedForm(Symbols, 3);
        double Logit(int row, int k) => bias[k] + (0.1 * k) + Enumerable.Range(0, Hidden).Sum(i => h[(row * Hidden) + i] * weight[(k * Hidden) + i]);
        double sum = 0;
        for (int row = 0; row < Rows; row++)
        {
            double own = Math.Exp(Logit(row, Labels[row]));
            sum -= Math.Log(own / (own + Classes.Where(k => k != Labels[row]).Sum(k => Math.Exp(Logit(row, k)))));
        }

        Assert.Equal(sum / Rows, Run(Sampled(Classes, correction: 0.1, sliceRows: 3)).Loss, Tolerance);
    }

    [Fact]
    public void A_sample_of_all_classes_without_corrections_is_the_full_softmax()
    {
        Numbers full = Run((tape, h, weight, bias) => OutputLoss<double>.Apply(tape, h, weight, bias, tape.NewIds(Labels), Rows, smoothing: 0).Loss);
        Numbers sampled = Run(Sampled([.. Enumerable.Range(0, Symbols).Reverse()], correction: 0, sliceRows: 2));
        Assert.Equal(full.Loss, sampled.Loss, Tolerance);
        foreach ((double[] expected, double[] found) in full.Gradients.Zip(sampled.Gradients))
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    [Fact]
    public void Classes_that_are_neither_label_nor_in_the_sample_get_no_gradient()
    {
        Numbers found = Run(Sampled(Classes, correction: 0.1, sliceRows: 2));
        foreach (int k in Enumerable.Range(0, Symbols))
        {
            bool isRead = Labels.Contains(k) || Classes.Contains(k);
            Assert.Equal(isRead, found.Gradients[1].Skip(k * Hidden).Take(Hidden).All(slope => slope != 0));
            Assert.Equal(isRead, found.Gradients[2][k] != 0);
        }
    }

    [Fact]
    public void A_table_that_the_rows_come_from_gets_both_gradients()
    {
        Numbers full = Run((tape, h, weight, bias) => OutputLoss<double>.Apply(
            tape, Tied(tape, h, weight), weight, bias, tape.NewIds(Labels), Rows, smoothing: 0).Loss);
        Numbers sampled = Run((tape, h, weight, bias) =>
            Sampled([.. Enumerable.Range(0, Symbols)], correction: 0, sliceRows: 2)(tape, Tied(tape, h, weight), weight, bias));
        Assert.All(full.Gradients[1].Zip(sampled.Gradients[1]), pair => Assert.Equal(pair.First, pair.Second, Tolerance));

        static Variable<double> Tied(Tape<double> tape, Variable<double> h, Variable<double> weight) =>
            tape.Add(h, Embed<double>.Apply(tape, weight, tape.NewIds([4, 2, 0, 9, 9])));
    }

    [Fact]
    public void A_steady_step_allocates_nothing_on_the_managed_heap()
    {
        using var parameters = new Tape<double>(_backend);
        using var tape = new Tape<double>(_backend);
        Variable<double> h = New(parameters, Rows, Hidden, 1), weight = New(parameters, Symbols, Hidden, 2), bias = New(parameters, 1, Symbols, 3);
        double[] zeros = new double[Symbols];
        int[] hits = Array.ConvertAll(Labels, label => Array.IndexOf(Classes, label));
        for (int step = 0; step < 3; step++) Step();

        Assert.Equal(0, AllocatedBytes.Of(Step));

        void Step()
        {
            tape.Reset();
            var classes = new SampledClasses<double>
            {
                Labels = Labels,
                Classes = Classes,
                LabelCorrections = zeros.AsSpan(0, Labels.Length),
                ClassCorrections = zeros.AsSpan(0, Classes.Length),
                Hits = hits,
            };
            tape.Backward(SampledOutputLoss<double>.Apply(tape, h, weight, bias, classes, Labels.Length, sliceRows: 3));
        }
    }

    private static Func<Tape<double>, Variable<double>, Variable<double>, Variable<double>, Variable<double>> Sampled(
        int[] classes, double correction, int sliceRows) => (tape, h, weight, bias) => SampledOutputLoss<double>.Apply(
            tape,
            h,
            weight,
            bias,
            new SampledClasses<double>
            {
                Labels = Labels,
                Classes = classes,
                LabelCorrections = Array.ConvertAll(Labels, k => correction * k),
                ClassCorrections = Array.ConvertAll(classes, k => correction * k),
                Hits = Array.ConvertAll(Labels, label => Array.IndexOf(classes, label)),
            },
            Labels.Length,
            sliceRows);

    private static double[] ClosedForm(int count, double phase) => [.. Enumerable.Range(0, count).Select(i => Math.Cos((0.9 * i) + phase))];

    private static Variable<double> New(Tape<double> tape, int rows, int columns, double phase)
    {
        Variable<double> variable = tape.NewVariable(rows, columns);
        tape.Backend.Upload(ClosedForm(rows * columns, phase), variable.Value);
        return variable;
    }

    private Numbers Run(Func<Tape<double>, Variable<double>, Variable<double>, Variable<double>, Variable<double>> forward)
    {
        using var tape = new Tape<double>(_backend);
        Variable<double> h = New(tape, Rows, Hidden, 1), weight = New(tape, Symbols, Hidden, 2), bias = New(tape, 1, Symbols, 3);
        Variable<double> loss = forward(tape, h, weight, bias);
        tape.Backward(loss);
        return new Numbers(Read(loss.Value)[0], [Read(h.Gradient), Read(weight.Gradient), Read(bias.Gradient)]);
    }

    private double[] Read(Tensor<double> tensor)
    {
        var numbers = new double[tensor.Count];
        _backend.Download(tensor, numbers.AsSpan());
        return numbers;
    }

    /// <summary>A loss and the gradients of h, W and b.</summary>
    private sealed record Numbers(double Loss, double[][] Gradients);
}
