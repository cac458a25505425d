using Rnnctl.Compute.Randomness;

namespace Rnnctl.Testing.Operations;

/// <summary>The sum of all numbers, times 1/4, and the sum of their squares.</summary>
internal sealed class SumCase(MatrixShape shape) : OperationCase($"sum {shape}")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = shape.Draw<T>(random);
        double sum = x.Cast<double>().Sum(), magnitude = x.Cast<double>().Sum(Math.Abs), squares = x.Cast<double>().Sum(number => number * number);
        return new Trial<T>(
            workspace =>
            {
                PlacedMatrix<T> source = workspace.Place(x, shape.Margin), target = workspace.Place(1, 1);
                workspace.Backend.Sum(source, T.CreateChecked(0.25), target);
                return [target.Read(), Matrices.Row(workspace.Backend.SumOfSquares(source))];
            },
            Expectation.Within(x.Length * Rounding.Unit<T>() * magnitude, "sum", Matrices.Row(0.25 * sum)),
            Expectation.Within(2 * x.Length * Rounding.Unit<double>() * squares, "squares", Matrices.Row(squares)));
    }
}

/// <summary>Squares that overflow in single precision, but not in the sum.</summary>
internal sealed class LargeSquaresCase() : OperationCase("sum of large squares")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random) => new(
        workspace => [Matrices.Row(workspace.Backend.SumOfSquares(workspace.Place(Matrices.Row(1e30, -1e30))))],
        Expectation.Within(1e54, "squares", Matrices.Row(2e60)));
}

/// <summary>One NaN among many numbers makes the sum of squares NaN.</summary>
internal sealed class NotANumberCase() : OperationCase("sum with one NaN")
{
    protected override Trial<T> Draw<T>(PhiloxRandom random)
    {
        double[,] x = Matrices.Random<T>(random, 7, 200);
        x[5, 123] = double.NaN;
        return new Trial<T>(
            workspace => [Matrices.Row(workspace.Backend.SumOfSquares(workspace.Place(x)))], Expectation.Exact("squares", Matrices.Row(double.NaN)));
    }
}
