using System.Numerics;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Testing.Operations;

/// <summary>Losses, surprisals and gradients of logits up to a scale, by their definitions; some rows have no label.</summary>
internal sealed class SmoothedCrossEntropyCase(MatrixShape shape, double scale, double smoothing)
    : OperationCase($"smoothing {smoothing} of {shape}, scale {scale}")
{
    private const double RowWeight = 0.125;

    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = shape.Draw<T>(random, scale);
        int[] ids = shape.DrawLabels(random);
        double[][] logP = SoftmaxCase.LogProbabilities(x);
        double[,] losses = OfRows(row => -Enumerable.Range(0, shape.Columns).Sum(k => Q(row, k) * logP[row][k]));
        double[,] surprisals = OfRows(row => -logP[row][ids[row]]);
        double[,] gradient = shape.Fill((row, k) => ids[row] < 0 ? 0 : RowWeight * (Math.Exp(logP[row][k]) - Q(row, k)));

        // The rounding error of the difference of two logits is relative to their scale; so is the error of each step of the total sum.
        double bound = Rounding.Unit<T>() * (16 + shape.Columns + (8 * scale) + (2 * smoothing * shape.Columns * scale));
        return new Trial<T>(
            workspace => Run(workspace, x, ids, shape.Margin, smoothing, RowWeight), Results(x, losses, surprisals, gradient, bound, RowWeight * bound));

        double Q(int row, int k) => (k == ids[row] ? 1 - smoothing : 0) + (smoothing / shape.Columns);

        double[,] OfRows(Func<int, double> number) => Matrices.Of(shape.Rows, 1, (row, _) => ids[row] < 0 ? 0 : number(row));
    }

    /// <summary>Runs with the gradient over the logits, in a separate tensor, and without a gradient.</summary>
    internal static double[][,] Run<T>(Workspace<T> workspace, double[,] x, int[] ids, int margin, double smoothing, double rowWeight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = x.GetLength(0), columns = x.GetLength(1);
        PlacedMatrix<T> replaced = workspace.Place(x, margin), logits = workspace.Place(x, margin), apart = workspace.Place(rows, columns, margin);
        Tensor<int> labels = workspace.PlaceIds(ids);
        return [.. Losses(replaced, replaced), replaced.Read(), .. Losses(logits, apart), apart.Read(), .. Losses(logits, default), logits.Read()];

        double[][,] Losses(Tensor<T> from, Tensor<T> gradient)
        {
            PlacedMatrix<T> losses = workspace.Place(rows, 1, margin), surprisals = workspace.Place(rows, 1, margin);
            workspace.Backend.SmoothedCrossEntropy(from, labels, smoothing, T.CreateChecked(rowWeight), losses, surprisals, gradient);
            return [losses.Read(), surprisals.Read()];
        }
    }

    /// <summary>The results of <see cref="Run"/>.</summary>
    internal static Expectation[] Results(double[,] x, double[,] losses, double[,] surprisals, double[,] gradient, double bound, double boundOfGradient)
    {
        Expectation[] both = [Expectation.Within(bound, "losses", losses), Expectation.Within(bound, "surprisals", surprisals)];
        var one = Expectation.Within(boundOfGradient, "gradient", gradient);
        return [.. both, one, .. both, one, .. both, Expectation.Exact("logits", x)];
    }
}

/// <summary>Losses and gradients of logits up to a scale with distributions, by their definitions; every third distribution is sure of one class.</summary>
internal sealed class SoftCrossEntropyCase(MatrixShape shape, double scale) : OperationCase($"soft cross-entropy {shape}, scale {scale}")
{
    private const double RowWeight = 0.125;

    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = shape.Draw<T>(random, scale), weights = shape.Draw<T>(random);
        double[] sums = [.. Enumerable.Range(0, shape.Rows).Select(row => Matrices.RowOf(weights, row).Sum(Math.Abs))];
        double[,] q = shape.Fill((row, k) =>
            row % 3 == 2 || sums[row] == 0 ? (k == shape.Columns - 1 ? 1 : 0) : double.CreateChecked(T.CreateChecked(Math.Abs(weights[row, k]) / sums[row])));
        double[][] logP = SoftmaxCase.LogProbabilities(x);
        double[,] losses = Matrices.Of(shape.Rows, 1, (row, _) => -Enumerable.Range(0, shape.Columns).Sum(k => q[row, k] * logP[row][k]));
        double[,] gradient = shape.Fill((row, k) => RowWeight * (Math.Exp(logP[row][k]) - q[row, k]));

        // The difference of two logits is rounded once, relative to their scale, and so is each step of the sums over a row, the sum of q to 1 among them.
        double bound = Rounding.Unit<T>() * (16 + (4 * shape.Columns) + (8 * scale) + (4 * shape.Columns * scale));
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> logits = workspace.Place(x, shape.Margin), loss = workspace.Place(shape.Rows, 1, shape.Margin);
                PlacedMatrix<T> dx = workspace.Place(shape.Rows, shape.Columns, shape.Margin);
                workspace.Backend.SoftCrossEntropy(logits, workspace.Place(q, shape.Margin), T.CreateChecked(RowWeight), loss, dx);
                return [loss.Read(), dx.Read(), logits.Read()];
            },
            Expectation.Within(bound, "losses", losses),
            Expectation.Within(Rounding.Unit<T>() * (16 + shape.Columns + (8 * scale)), "gradient", gradient),
            Expectation.Exact("logits", x));
    }
}

/// <summary>A class with logit -∞ has probability zero; without smoothing it costs nothing.</summary>
internal sealed class ImpossibleClassCase() : OperationCase("smoothing 0 of an impossible class")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = { { 0, double.NegativeInfinity, 0 }, { 1, double.NegativeInfinity, double.NegativeInfinity } };
        double[,] losses = { { Math.Log(2) }, { 0 } }, gradient = { { -0.5, 0, 0.5 }, { 0, 0, 0 } };
        return new Trial<T>(
            workspace => SmoothedCrossEntropyCase.Run(workspace, x, [0, 0], margin: 1, smoothing: 0, rowWeight: 1),
            SmoothedCrossEntropyCase.Results(x, losses, losses, gradient, 1e-6, 1e-6));
    }
}

/// <summary>The best classes compared with a full sort: of different numbers, of many equal ones, ascending and descending.</summary>
internal sealed class BestClassesCase(MatrixShape shape, int count) : OperationCase($"best {count} classes {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] equal = shape.Fill((_, _) => random.Next(6) - 4 is var x and > -4 ? x : double.NegativeInfinity);
        for (int row = 0; row < shape.Rows; row++) equal[row, random.Next(shape.Columns)] = 1;
        double[][,] logits =
        [
            shape.Draw<T>(random, scale: 20), equal, shape.Fill((_, column) => column * 0.01), shape.Fill((_, column) => -column * 0.01),
        ];
        return new Trial<T>(workspace => [.. logits.SelectMany(x => Run(workspace, x))], [.. logits.SelectMany(Best<T>)]);
    }

    private double[][,] Run<T>(Workspace<T> workspace, double[,] x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PlacedMatrix<T> logP = workspace.Place(shape.Rows, count, shape.Margin);
        Tensor<int> ids = workspace.PlaceIds(shape.Rows, count);
        workspace.Backend.BestClasses(workspace.Place(x, shape.Margin), count, logP, ids);
        return [workspace.Read(ids), logP.Read()];
    }

    private Expectation[] Best<T>(double[,] x)
    {
        double[][] logP = SoftmaxCase.LogProbabilities(x);
        int[][] best = [.. logP.Select((_, row) =>
            Enumerable.Range(0, shape.Columns).OrderByDescending(column => x[row, column]).ThenBy(column => column).Take(count).ToArray())];
        double[,] values = Matrices.Of(shape.Rows, count, (row, place) => logP[row][best[row][place]]);
        return
        [
            Expectation.Exact("classes", Matrices.Of(shape.Rows, count, (row, place) => best[row][place])),
            new("log p", values, (row, place) => Rounding.Unit<T>() * (8 + shape.Columns + (4 * Math.Abs(values[row, place])))),
        ];
    }
}

/// <summary>The first of the largest numbers, where many are equal; one row has only the lowest number, another begins with it.</summary>
internal sealed class ArgMaxCase(MatrixShape shape) : OperationCase($"largest column {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = shape.Fill((row, column) => row switch
        {
            2 => column < 2 ? double.NegativeInfinity : -1e30 * (1 + random.Next(3)),
            3 => double.NegativeInfinity,
            _ => random.Next(4) - 7,
        });
        return new Trial<T>(
            workspace =>
            {
                Tensor<int> target = workspace.PlaceIds(1, shape.Rows);
                workspace.Backend.ArgMax(workspace.Place(x, shape.Margin), target);
                return [workspace.Read(target)];
            },
            Expectation.Exact("columns", Matrices.Of(1, shape.Rows, (_, row) => FirstLargest(Matrices.RowOf(x, row)))));
    }

    private static int FirstLargest(double[] values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best]) best = i;
        }

        return best;
    }
}
