using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Testing.Operations;

/// <summary>Layer normalisation and its gradient, number by number. The gradient is added to the target.</summary>
internal sealed class LayerNormCase(MatrixShape shape) : OperationCase($"layer norm {shape}")
{
    internal const double Epsilon = 1e-5;

    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = shape.Draw<T>(random, scale: 3), dy = shape.Draw<T>(random), start = shape.Draw<T>(random);
        double[,] gain = Matrices.Random<T>(random, 1, shape.Columns), bias = Matrices.Random<T>(random, 1, shape.Columns);
        Row[] rows = [.. Enumerable.Range(0, shape.Rows).Select(row => Row.Of(Matrices.RowOf(x, row)))];
        double[][] dx = [.. rows.Select((row, i) => row.Gradient([.. Enumerable.Range(0, shape.Columns).Select(j => gain[0, j] * dy[i, j])]))];
        double[,] values = shape.Fill((row, column) => (gain[0, column] * rows[row].Normalized[column]) + bias[0, column]);
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> target = workspace.Place(shape.Rows, shape.Columns, shape.Margin), gradient = workspace.Place(start, shape.Margin);
                PlacedMatrix<T> normalized = workspace.Place(shape.Rows, shape.Columns, shape.Margin), scales = workspace.Place(shape.Rows, 1, shape.Margin);
                PlacedMatrix<T> gains = workspace.Place(gain, shape.Margin);
                var saved = new NormalizedRows<T>(normalized, scales);
                workspace.Backend.LayerNorm(workspace.Place(x, shape.Margin), gains, workspace.Place(bias, shape.Margin), Epsilon, saved, target);
                workspace.Backend.LayerNormGradient(saved, gains, workspace.Place(dy, shape.Margin), gradient);
                return [target.Read(), normalized.Read(), gradient.Read()];
            },
            new("values", values, (row, _) => Bound(row)),
            new("normalized", shape.Fill((row, column) => rows[row].Normalized[column]), (row, _) => Bound(row)),
            new("gradient", shape.Fill((row, column) => start[row, column] + dx[row][column]), (row, _) => Bound(row) * (1 + rows[row].Scale)));

        // The rounding error of the mean is relative to x's scale and is divided by σ.
        double Bound(int row) => 16 * (shape.Columns + 8) * Rounding.Unit<T>() * (1 + (3 * rows[row].Scale));
    }

    /// <summary>x̂ and 1 / √(σ² + ε) of a row.</summary>
    private sealed record Row(double[] Normalized, double Scale)
    {
        public static Row Of(double[] values)
        {
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) + Epsilon);
            return new Row([.. values.Select(value => (value - mean) / deviation)], 1 / deviation);
        }

        /// <summary>dx from d, from the elements of the Jacobian: ∂x̂_j / ∂x_i = (δ_ij - 1/n - x̂_i x̂_j / n) / √(σ² + ε).</summary>
        public double[] Gradient(double[] d) =>
        [
            .. Enumerable.Range(0, d.Length).Select(i => Enumerable.Range(0, d.Length).Sum(j =>
                d[j] * Scale * ((i == j ? 1 : 0) - ((1 + (Normalized[i] * Normalized[j])) / d.Length)))),
        ];
    }
}

/// <summary>A row of equal numbers becomes the bias.</summary>
internal sealed class EqualRowCase() : OperationCase("layer norm of equal numbers")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random) => new(
        workspace =>
        {
            PlacedMatrix<T> x = workspace.Place(Matrices.Row(4, 4, 4)), gain = workspace.Place(Matrices.Row(5, 6, 7));
            PlacedMatrix<T> bias = workspace.Place(Matrices.Row(1, 2, 3)), target = workspace.Place(1, 3);
            var saved = new NormalizedRows<T>(workspace.Place(1, 3), workspace.Place(1, 1));
            workspace.Backend.LayerNorm(x, gain, bias, LayerNormCase.Epsilon, saved, target);
            return [target.Read()];
        },
        Expectation.Exact("bias", Matrices.Row(1, 2, 3)));
}
