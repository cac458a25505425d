using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Testing.Operations;

/// <summary>
/// The maximum over time of each sequence and column, and its gradient; the first of equal values counts. The numbers are small integers, many of which are
/// equal.
/// </summary>
internal sealed class MaxOverTimeCase(int columns, params int[] lengths) : OperationCase($"max over time of {columns} columns, {string.Join('-', lengths)}")
{
    /// <summary>A case of one to nine sequences.</summary>
    public static MaxOverTimeCase Draw(PhiloxRandom random) => new(
        1 + random.Next(40), [.. Enumerable.Range(0, 1 + random.Next(9)).Select(_ => 1 + random.Next(7)).OrderDescending()]);

    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        PackedSteps steps = PackedBatch.Of(lengths);
        double[,] x = Matrices.Of(steps.Tokens, columns, (_, _) => random.Next(-2, 3));
        int[] rows =
        [
            .. from sequence in Enumerable.Range(0, lengths.Length)
               from column in Enumerable.Range(0, columns)
               select PackedBatch.RowsOf(steps, sequence).MaxBy(row => x[row, column]),
        ];
        double[,] upstream = Matrices.Random<T>(random, lengths.Length, columns), start = Matrices.Random<T>(random, steps.Tokens, columns);
        double[,] sums = (double[,])start.Clone();
        foreach ((int i, int row) in rows.Index())
            sums[row, i % columns] = Rounding.To<T>(sums[row, i % columns] + upstream[i / columns, i % columns]);
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> target = workspace.Place(lengths.Length, columns, margin: 2), gradient = workspace.Place(start, margin: 1);
                Tensor<int> found = workspace.PlaceIds(1, rows.Length);
                workspace.Backend.MaxOverTime(workspace.Place(x, margin: 3), steps, target, found);
                workspace.Backend.MaxOverTimeGradient(workspace.Place(upstream, margin: 2), workspace.PlaceIds(rows), gradient);
                return [workspace.Read(found), target.Read(), gradient.Read()];
            },
            Expectation.Exact("rows", Matrices.Of(1, rows.Length, (_, i) => rows[i])),
            Expectation.Exact("largest", Matrices.Of(lengths.Length, columns, (s, c) => x[rows[(s * columns) + c], c])),
            Expectation.Exact("gradient", sums));
    }
}
