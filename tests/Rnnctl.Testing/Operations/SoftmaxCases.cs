using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Testing.Operations;

/// <summary>Probabilities and losses of logits up to a scale.</summary>
internal sealed class SoftmaxCase(MatrixShape shape, double scale) : OperationCase($"softmax {shape}, scale {scale}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = shape.Draw<T>(random, scale);
        int[] ids = shape.DrawLabels(random);
        double[][] logP = LogProbabilities(x);
        double[,] p = shape.Fill((row, column) => Math.Exp(logP[row][column]));
        double[,] losses = Matrices.Of(shape.Rows, 1, (row, _) => ids[row] < 0 ? 0 : -logP[row][ids[row]]);

        // The difference of two logits is rounded once, relative to their scale; the sum of the exponentials adds one rounding per column.
        double bound = Rounding.Unit<T>() * (8 + shape.Columns + (4 * scale));
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> target = workspace.Place(shape.Rows, shape.Columns, shape.Margin), logits = workspace.Place(x, shape.Margin);
                PlacedMatrix<T> loss = workspace.Place(shape.Rows, 1, shape.Margin);
                workspace.Backend.Softmax(logits, target);
                double[,] softmax = target.Read();
                target.Write(new double[shape.Rows, shape.Columns]);
                workspace.Backend.CrossEntropy(logits, workspace.PlaceIds(ids), target, loss);
                return [softmax, target.Read(), loss.Read()];
            },
            new("softmax", p, Relative),
            new("probabilities", p, Relative),
            Expectation.Within(bound, "losses", losses));

        double Relative(int row, int column) => bound * Math.Max(p[row, column], 1e-30);
    }

    /// <summary>x - log Σ exp(x) of each row, without overflow.</summary>
    public static double[][] LogProbabilities(double[,] x) => [.. Enumerable.Range(0, x.GetLength(0)).Select(row =>
    {
        double[] values = Matrices.RowOf(x, row);
        double largest = values.Max(), logarithm = Math.Log(values.Sum(value => Math.Exp(value - largest)));
        return values.Select(value => value - largest - logarithm).ToArray();
    })];
}

/// <summary>Logits far outside the range of the exponential; the probabilities are separate or overwrite them.</summary>
internal sealed class FarLogitsCase(bool inPlace) : OperationCase(inPlace ? "softmax of far logits, in place" : "softmax of far logits")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = { { 1e4, -1e4, 0 }, { -1e4, -1e4, -1e4 }, { 3e38, 0, 3e38 } }, p = { { 1, 0, 0 }, { 1.0 / 3, 1.0 / 3, 1.0 / 3 }, { 0.5, 0, 0.5 } };

        // The loss of the last row, log 2, is lost in rounding next to logits of 3e38.
        double[,] losses = { { 2e4 }, { Math.Log(3) }, { 0 } };
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> logits = workspace.Place(x), target = inPlace ? logits : workspace.Place(3, 3), loss = workspace.Place(3, 1);
                workspace.Backend.CrossEntropy(logits, workspace.PlaceIds(1, 0, 2), target, loss);
                return [target.Read(), loss.Read()];
            },
            Expectation.Within(1e-7, "probabilities", p),
            new("losses", losses, (row, _) => row == 1 ? 1e-3 : 1e-6));
    }
}

/// <summary>The gradient of the softmax from its Jacobian, added to the target: ∂y_j / ∂x_i = y_j (δ_ij - y_i).</summary>
internal sealed class SoftmaxGradientCase(MatrixShape shape) : OperationCase($"gradient of softmax {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] y = shape.Draw<T>(random), dy = shape.Draw<T>(random), start = shape.Draw<T>(random);
        double[,] sums = shape.Fill((row, i) =>
            start[row, i] + Enumerable.Range(0, shape.Columns).Sum(j => dy[row, j] * y[row, j] * ((i == j ? 1 : 0) - y[row, i])));
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> gradient = workspace.Place(start, shape.Margin);
                workspace.Backend.SoftmaxGradient(workspace.Place(y, shape.Margin), workspace.Place(dy, shape.Margin), gradient);
                return [gradient.Read()];
            },
            Expectation.Within(8 * (shape.Columns + 2) * Rounding.Unit<T>(), "gradient", sums));
    }
}

/// <summary>The gradient of the cross-entropy, added to the target, with or without a weight for each row; rows without a label do not change.</summary>
internal sealed class CrossEntropyGradientCase(MatrixShape shape, bool weighted)
    : OperationCase($"gradient of {(weighted ? "weighted " : "")}cross-entropy {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] p = shape.Draw<T>(random), start = shape.Draw<T>(random);
        int[] ids = shape.DrawLabels(random);
        double[,] weights = Matrices.Random<T>(random, shape.Rows, 1);
        double[,] sums = shape.Fill((row, column) => start[row, column] + (ids[row] < 0 ? 0 : Factor(row) * (p[row, column] - (ids[row] == column ? 1 : 0))));
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> gradient = workspace.Place(start, shape.Margin), upstream = workspace.Place(Matrices.Row(0.75));
                Tensor<T> ofRows = weighted ? workspace.Place(weights, shape.Margin) : default(Tensor<T>);
                workspace.Backend.CrossEntropyGradient(
                    workspace.Place(p, shape.Margin), workspace.PlaceIds(ids), ofRows, upstream, T.CreateChecked(0.125), gradient);
                return [gradient.Read()];
            },
            new Expectation("gradient", sums, (row, _) => ids[row] < 0 ? 0 : 4 * Rounding.Unit<T>()));

        double Factor(int row) => 0.75 * 0.125 * (weighted ? weights[row, 0] : 1);
    }
}
