namespace Rnnctl.Testing.Operations;

/// <summary>A result by the definition, and the largest error allowed for each element.</summary>
/// <param name="Name">The name of the result.</param>
/// <param name="Values">The elements.</param>
/// <param name="Bound">The largest difference allowed at a row and a column; 0 requires equal elements.</param>
internal sealed record Expectation(string Name, double[,] Values, Func<int, int, double> Bound)
{
    /// <summary>An exact result.</summary>
    public static Expectation Exact(string name, double[,] values) => Within(0, name, values);

    /// <summary>A result with one bound for all elements.</summary>
    public static Expectation Within(double bound, string name, double[,] values) => new(name, values, (_, _) => bound);

    /// <summary>A result with an error bound relative to each element, or to 1 if the element is smaller; an exact 0 must stay 0.</summary>
    public static Expectation Near(double error, string name, double[,] values) => new(
        name, values, (row, column) => values[row, column] == 0 ? 0 : error * Math.Max(1, Math.Abs(values[row, column])));

    /// <summary>Asserts that the element with the largest error, in units of its bound, is within the bound.</summary>
    public void AssertMet(double[,] actual, string where)
    {
        Assert.Equal((Values.GetLength(0), Values.GetLength(1)), (actual.GetLength(0), actual.GetLength(1)));
        (double Error, int Row, int Column) worst = (1, -1, -1);
        for (int row = 0; row < Values.GetLength(0); row++)
        {
            for (int column = 0; column < Values.GetLength(1); column++)
            {
                double error = Error(Values[row, column], actual[row, column], Bound(row, column));
                if (error > worst.Error) worst = (error, row, column);
            }
        }

        if (worst.Row < 0) return;
        string place = $"{Name} [{worst.Row}, {worst.Column}] is {actual[worst.Row, worst.Column]:R}, not {Values[worst.Row, worst.Column]:R}";
        Assert.Fail($"{place}: off by {worst.Error:G3} times the bound; {where}");
    }

    private static double Error(double expected, double actual, double bound)
    {
        if (expected.Equals(actual)) return 0;
        double error = Math.Abs(expected - actual) / bound;
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}
