using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Testing.Operations;

/// <summary>Writes a row, or the sum of two rows, into every row.</summary>
internal sealed class BroadcastRowCase(MatrixShape shape) : OperationCase($"broadcast row {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] first = Matrices.Random<T>(random, 1, shape.Columns), second = Matrices.Random<T>(random, 1, shape.Columns);
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> target = workspace.Place(shape.Rows, shape.Columns, shape.Margin), row = workspace.Place(first, shape.Margin);
                workspace.Backend.BroadcastRow(row, default, target);
                double[,] one = target.Read();
                workspace.Backend.BroadcastRow(row, workspace.Place(second), target);
                return [one, target.Read()];
            },
            Expectation.Exact("one row", shape.Fill((_, column) => first[0, column])),
            Expectation.Exact("two rows", shape.Fill((_, column) => Rounding.To<T>(first[0, column] + second[0, column]))));
    }
}

/// <summary>Adds the sums of the columns to a row.</summary>
internal sealed class ColumnSumsCase(MatrixShape shape) : OperationCase($"column sums {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = shape.Draw<T>(random), start = Matrices.Random<T>(random, 1, shape.Columns);
        double[,] sums = Matrices.Of(1, shape.Columns, (_, column) => start[0, column] + Enumerable.Range(0, shape.Rows).Sum(row => x[row, column]));
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> target = workspace.Place(start, shape.Margin);
                workspace.Backend.AddColumnSums(workspace.Place(x, shape.Margin), target);
                return [target.Read()];
            },
            Expectation.Within(4 * (shape.Rows + 4) * Rounding.Unit<T>(), "sums", sums));
    }
}

/// <summary>Gathers the rows of ids; zeros for negative ids.</summary>
internal sealed class GatherRowsCase(MatrixShape shape) : OperationCase($"gather rows {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        int[] ids = [.. Enumerable.Range(0, 2 * shape.Rows).Select(_ => random.Next(-2, shape.Rows))];
        double[,] table = shape.Draw<T>(random), before = Matrices.Random<T>(random, ids.Length, shape.Columns);
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> target = workspace.Place(before, shape.Margin);
                workspace.Backend.GatherRows(workspace.Place(table, shape.Margin), workspace.PlaceIds(ids), target);
                return [target.Read()];
            },
            Expectation.Exact("rows", Matrices.Of(ids.Length, shape.Columns, (row, column) => ids[row] < 0 ? 0 : table[ids[row], column])));
    }
}

/// <summary>Adds rows to the rows of ids, in order; many ids are equal.</summary>
internal sealed class ScatterAddRowsCase(MatrixShape shape) : OperationCase($"scatter rows {shape}")
{
    private const int MostDrawn = 200;

    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        int[] ids = [.. Enumerable.Range(0, Math.Min(5 * shape.Rows, MostDrawn)).Select(_ => random.Next(-2, shape.Rows)), 0, 0, -1, 0];
        double[,] start = shape.Draw<T>(random), source = Matrices.Random<T>(random, ids.Length, shape.Columns);
        double[,] sums = (double[,])start.Clone();
        foreach ((int i, int id) in ids.Index())
        {
            for (int column = 0; column < shape.Columns && id >= 0; column++) sums[id, column] = Rounding.To<T>(sums[id, column] + source[i, column]);
        }

        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> gradient = workspace.Place(start, shape.Margin);
                workspace.Backend.ScatterAddRows(workspace.Place(source, shape.Margin), workspace.PlaceIds(ids), gradient);
                return [gradient.Read()];
            },
            Expectation.Exact("sums", sums));
    }
}

/// <summary>No rows: operations on rows accept them and change nothing.</summary>
internal sealed class NoRowsCase() : OperationCase("no rows")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] table = Matrices.Random<T>(random, 3, 5), nothing = new double[0, 5];
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> rows = workspace.Place(table), none = workspace.Place(nothing), losses = workspace.Place(0, 1);
                Tensor<int> ids = workspace.PlaceIds();
                workspace.Backend.GatherRows(rows, ids, none);
                workspace.Backend.ScatterAddRows(none, ids, rows);
                workspace.Backend.Softmax(none, none);
                workspace.Backend.ArgMax(none, ids);
                workspace.Backend.CrossEntropy(none, ids, none, losses);
                workspace.Backend.SoftCrossEntropy(none, none, T.One, losses, none);
                workspace.Backend.MaxOverTime(none, new PackedSteps(), none, ids);
                workspace.Backend.MaxOverTimeGradient(none, ids, none);
                return [rows.Read(), none.Read()];
            },
            Expectation.Exact("rows", table),
            Expectation.Exact("no rows", nothing));
    }
}
