using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu.Rows;

/// <summary>Layer normalisation and its gradient as their definitions have them, number by number, held against a device's.</summary>
internal static class NaiveLayerNorm
{
    private const double Epsilon = 1e-5;

    /// <summary>Checks values and gradient over random rows, which are added to what the gradient held.</summary>
    public static void Check<T>(Backend<T> backend, PhiloxRandom random, int rows, int columns, int margin)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var workspace = new Workspace<T>(backend);
        double[,] x = CpuDevices.RandomMatrix<T>(random, rows, columns, scale: 3), dy = CpuDevices.RandomMatrix<T>(random, rows, columns);
        double[,] gain = CpuDevices.RandomMatrix<T>(random, 1, columns), bias = CpuDevices.RandomMatrix<T>(random, 1, columns);
        double[,] start = CpuDevices.RandomMatrix<T>(random, rows, columns);
        PlacedMatrix<T> target = workspace.Place(new double[rows, columns], margin), gradient = workspace.Place(start, margin);
        PlacedMatrix<T> normalized = workspace.Place(new double[rows, columns], margin), scales = workspace.Place(new double[rows, 1], margin);
        var saved = new NormalizedRows<T>(normalized.Tensor, scales.Tensor);
        Tensor<T> gains = workspace.Place(gain, margin).Tensor;

        backend.LayerNorm(workspace.Place(x, margin).Tensor, gains, workspace.Place(bias, margin).Tensor, Epsilon, saved, target.Tensor);
        backend.LayerNormGradient(saved, gains, workspace.Place(dy, margin).Tensor, gradient.Tensor);

        Row[] expected = [.. Enumerable.Range(0, rows).Select(row => Row.Of(x, row))];
        string what = $"{backend.Name} [{rows}, {columns}]";
        double[,] values = CpuDevices.Matrix(rows, columns, (row, column) => (gain[0, column] * expected[row].Normalized[column]) + bias[0, column]);
        CpuDevices.AssertClose(values, target.Read(), (row, _) => Bound(row), $"values, {what}");
        CpuDevices.AssertClose(
            CpuDevices.Matrix(rows, columns, (row, column) => expected[row].Normalized[column]), normalized.Read(), (row, _) => Bound(row), what);
        double[][] added = [.. expected.Index().Select(row => row.Item.Gradient([.. Enumerable.Range(0, columns).Select(i => gain[0, i] * dy[row.Index, i])]))];
        double[,] gradients = CpuDevices.Matrix(rows, columns, (row, column) => start[row, column] + added[row][column]);
        CpuDevices.AssertClose(gradients, gradient.Read(), (row, _) => Bound(row) * (1 + expected[row].Scale), $"gradient, {what}");

        // The mean is rounded to a part of x's scale, and the rounding divided by σ.
        double Bound(int row) => 16 * (columns + 8) * CpuDevices.UnitRoundoff<T>() * (1 + (3 * expected[row].Scale));
    }

    /// <summary>A row's x̂ and 1 / √(σ² + ε).</summary>
    private sealed record Row(double[] Normalized, double Scale)
    {
        public static Row Of(double[,] x, int row)
        {
            double[] values = [.. Enumerable.Range(0, x.GetLength(1)).Select(column => x[row, column])];
            double mean = values.Average(), variance = values.Average(value => (value - mean) * (value - mean));
            double deviation = Math.Sqrt(variance + Epsilon);
            return new Row([.. values.Select(value => (value - mean) / deviation)], 1 / deviation);
        }

        /// <summary>dx from d, by the Jacobian's elements: ∂x̂_j / ∂x_i = (δ_ij - 1/n - x̂_i x̂_j / n) / √(σ² + ε).</summary>
        public double[] Gradient(double[] d) =>
        [
            .. Enumerable.Range(0, d.Length).Select(i => Enumerable.Range(0, d.Length).Sum(j =>
                d[j] * Scale * ((i == j ? 1 : 0) - ((1 + (Normalized[i] * Normalized[j])) / d.Length)))),
        ];
    }
}
