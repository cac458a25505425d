using Rnnctl.Compute.Randomness;

namespace Rnnctl.Models.Parameters;

/// <summary>Draws initial values. They depend only on the seed and on the parameter's number in the model.</summary>
public static class Initialization
{
    /// <summary>Returns the initial value of a parameter, row after row.</summary>
    /// <param name="shape">The parameter.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="place">The parameter's number in the model.</param>
    public static double[] Draw(ParameterShape shape, ulong seed, uint place)
    {
        var random = new PhiloxRandom(seed, place);
        var values = new double[shape.Count];
        int blocks = shape.Start.Blocks;
        int rows = shape.Dimensions.Count == 1 ? 1 : shape.Rows / blocks;
        int columns = shape.Dimensions.Count == 1 ? shape.Columns / blocks : shape.Columns;
        for (int block = 0; block < blocks; block++)
        {
            Span<double> target = values.AsSpan(block * rows * columns, rows * columns);
            if (block == shape.Start.OnesBlock) target.Fill(1);
            else Draw(shape.Start.Distribution, target, rows, columns, random);
        }

        return values;
    }

    private static void Draw(Distribution distribution, Span<double> target, int rows, int columns, PhiloxRandom random)
    {
        switch (distribution)
        {
            case Distribution.Zero:
                target.Clear();
                break;
            case Distribution.MinusTwo:
                target.Fill(-2);
                break;
            case Distribution.Glorot:
                FillUniform(target, Math.Sqrt(6.0 / (rows + columns)), random);
                break;
            case Distribution.Embedding:
                FillUniform(target, Math.Sqrt(3.0 / columns), random);
                break;
            case Distribution.Orthogonal:
                OrthogonalMatrix.Fill(target, rows, columns, random);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(distribution), distribution, "no such distribution");
        }
    }

    private static void FillUniform(Span<double> target, double limit, PhiloxRandom random)
    {
        for (int i = 0; i < target.Length; i++) target[i] = limit * ((2 * random.NextDouble()) - 1);
    }
}
