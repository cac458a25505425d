using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>A tensor whose gradient is checked (a parameter or an input), and its values.</summary>
/// <param name="Name">The tensor's name within its case: <c>weight_hh_l0</c>.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Values">The values, row after row, <c>[Rows, Columns]</c>.</param>
public sealed record GradientInput(string Name, int Rows, int Columns, IReadOnlyList<double> Values)
{
    // The smallest magnitude as a share of the scale. It keeps a finite difference from crossing the rectifier's kink at 0.
    private const double Least = 0.1;

    /// <summary>Draws values of both signs whose magnitudes lie between a tenth of a scale and the scale.</summary>
    /// <param name="random">The random source, with a literal seed.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="scale">The largest magnitude; it must be small enough to avoid saturation.</param>
    public static GradientInput Draw(Random random, string name, int rows, int columns, double scale = 1)
    {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            double magnitude = scale * (Least + ((1 - Least) * random.NextDouble()));
            values[i] = random.Next(2) == 0 ? magnitude : -magnitude;
        }

        return new GradientInput(name, rows, columns, values);
    }

    /// <summary>Draws several tensors at scale 1 from one seed.</summary>
    public static IReadOnlyList<GradientInput> DrawAll(ulong seed, params ReadOnlySpan<(string Name, int Rows, int Columns)> shapes)
    {
        var random = new PhiloxRandom(seed, stream: 0);
        var inputs = new List<GradientInput>(shapes.Length);
        foreach ((string name, int rows, int columns) in shapes) inputs.Add(Draw(random, name, rows, columns));
        return inputs;
    }
}
