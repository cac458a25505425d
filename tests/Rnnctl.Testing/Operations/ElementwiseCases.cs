using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Testing.Operations;

/// <summary>A download returns the uploaded numbers.</summary>
internal sealed class TransferCase(MatrixShape shape) : OperationCase($"transfer {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = shape.Draw<T>(random);
        return new Trial<T>(workspace => [workspace.Place(x, shape.Margin).Read()], Expectation.Exact("x", x));
    }
}

/// <summary>Sets all elements to a value, then to zero.</summary>
internal sealed class FillCase(MatrixShape shape) : OperationCase($"fill {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random) => new(
        workspace =>
        {
            PlacedMatrix<T> target = workspace.Place(shape.Rows, shape.Columns, shape.Margin);
            workspace.Backend.Fill(target, T.CreateChecked(2.5));
            double[,] filled = target.Read();
            workspace.Backend.Clear(target);
            return [filled, target.Read()];
        },
        Expectation.Exact("filled", shape.Fill((_, _) => 2.5)),
        Expectation.Exact("cleared", shape.Fill((_, _) => 0)));
}

/// <summary>y ← y a - b / 3: every argument has a different role.</summary>
internal sealed class MapCase(MatrixShape shape) : OperationCase($"map {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] y = shape.Draw<T>(random), a = shape.Draw<T>(random), b = shape.Draw<T>(random);
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> target = workspace.Place(y, shape.Margin);
                workspace.Backend.Map(default(Blend), target, workspace.Place(a), workspace.Place(b, shape.Margin + 1));
                return [target.Read()];
            },
            Expectation.Within(8 * Rounding.Unit<T>(), "y", shape.Fill((row, column) => (y[row, column] * a[row, column]) - (b[row, column] / 3))));
    }

    internal readonly struct Blend : IFormula
    {
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => (y * a) - (b / TReal.Constant(3));
    }
}

/// <summary>y ← y + factor · x.</summary>
internal sealed class AddScaledCase(MatrixShape shape) : OperationCase($"add scaled {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = shape.Draw<T>(random), y = shape.Draw<T>(random);
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> target = workspace.Place(y, shape.Margin);
                workspace.Backend.AddScaled(workspace.Place(x, shape.Margin), workspace.Place(Matrices.Row(-1.75)), target);
                return [target.Read()];
            },
            Expectation.Within(8 * Rounding.Unit<T>(), "y", shape.Fill((row, column) => y[row, column] - (1.75 * x[row, column]))));
    }
}

/// <summary>A rule changes every parameter and its moments, and clears its gradient: m ← decay m + g, v ← v + g², x ← x - m.</summary>
internal sealed class UpdateCase(int count) : OperationCase($"update {count}")
{
    private const double Decay = 0.5;

    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        var shape = new MatrixShape(1, count);
        double[,] x = shape.Draw<T>(random), g = shape.Draw<T>(random), m = shape.Draw<T>(random), v = shape.Draw<T>(random);
        double[,] moments = shape.Fill((_, i) => (Decay * m[0, i]) + g[0, i]);
        double bound = 8 * Rounding.Unit<T>();
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T>[] all = [workspace.Place(x), workspace.Place(g), workspace.Place(m), workspace.Place(v)];
                workspace.Backend.Update(new Rule(Decay), all[0], all[1], all[2], all[3]);
                return [.. all.Select(one => one.Read())];
            },
            Expectation.Within(bound, "parameters", shape.Fill((_, i) => x[0, i] - moments[0, i])),
            Expectation.Exact("gradients", shape.Fill((_, _) => 0)),
            Expectation.Within(bound, "first moments", moments),
            Expectation.Within(bound, "second moments", shape.Fill((_, i) => v[0, i] + (g[0, i] * g[0, i]))));
    }

    internal readonly struct Rule(double decay) : IUpdateRule
    {
        public void Apply<TReal>(ref TReal parameter, TReal gradient, ref TReal first, ref TReal second)
            where TReal : struct, IReal<TReal>
        {
            first = (TReal.Constant(decay) * first) + gradient;
            second += gradient * gradient;
            parameter -= first;
        }
    }
}

/// <summary>The same rule changes some rows of a table, given in no order; the gradients of these rows follow each other.</summary>
internal sealed class UpdateRowsCase(int count, int columns) : OperationCase($"update {count} rows of {columns}")
{
    private const double Decay = 0.5;

    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        int[] rows = [.. Enumerable.Range(0, 3 * count).OrderBy(_ => random.Next(1000)).Take(count)];
        var shape = new MatrixShape(3 * count, columns);
        double[,] x = shape.Draw<T>(random), m = shape.Draw<T>(random), v = shape.Draw<T>(random), g = Matrices.Random<T>(random, count, columns);
        (double[,] xAfter, double[,] mAfter, double[,] vAfter) = ((double[,])x.Clone(), (double[,])m.Clone(), (double[,])v.Clone());
        foreach ((int i, int row) in rows.Index())
        {
            for (int column = 0; column < columns; column++)
            {
                mAfter[row, column] = (Decay * m[row, column]) + g[i, column];
                vAfter[row, column] = v[row, column] + (g[i, column] * g[i, column]);
                xAfter[row, column] = x[row, column] - mAfter[row, column];
            }
        }

        double bound = 8 * Rounding.Unit<T>();
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T>[] all = [workspace.Place(x), workspace.Place(g), workspace.Place(m), workspace.Place(v)];
                workspace.Backend.UpdateRows(new UpdateCase.Rule(Decay), workspace.PlaceIds(rows), all[1], all[0], all[2], all[3]);
                return [.. all.Select(one => one.Read())];
            },
            Expectation.Within(bound, "parameters", xAfter),
            Expectation.Exact("gradients", Matrices.Of(count, columns, (_, _) => 0)),
            Expectation.Within(bound, "first moments", mAfter),
            Expectation.Within(bound, "second moments", vAfter));
    }
}

/// <summary>Masks for two keys, one that fits 32 bits and one that does not: an element is kept if its word in its row's mask is less than the kept
/// share.</summary>
internal sealed class DropoutMaskCase(MatrixShape shape, double keep) : OperationCase($"dropout mask {shape}, keep {keep}")
{
    private static readonly DropoutKey[] Keys = [new(Seed: 11, Step: 7, Site: 3), new(Seed: 0xFEDCBA9876543210, Step: (1UL << 33) + 5, Site: 3)];

    protected override Trial<T> Draw<T>(PhiloxRandom random) => new(
        workspace => [.. Keys.Select(key =>
        {
            PlacedMatrix<T> mask = workspace.Place(shape.Rows, shape.Columns);
            workspace.Backend.DropoutMask(key, keep, workspace.PlaceIds([.. Enumerable.Range(0, shape.Rows).Select(NumberOf)]), mask);
            return mask.Read();
        })],
        [.. Keys.Select(key => Expectation.Exact("mask", Mask(key, Rounding.To<T>(1 / keep))))]);

    private double[,] Mask(DropoutKey key, double kept) => shape.Fill((row, column) =>
        DropoutKey.Word(DropoutKey.OfRow(key, (uint)NumberOf(row)), (uint)column) < keep * 4294967296.0 ? kept : 0);

    private static int NumberOf(int row) => (row * 1_000_003) - 5;
}
