using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.GradientChecks;

/// <summary>
/// Checks a device's gradients with differences of its own forward pass along random directions r over all inputs at once. A direction needs two evaluations;
/// if it fails, Richardson extrapolation decides. The difference is compared with Σ g r, for the device's gradient g and for the gradient from central
/// differences:
/// <code>
/// Σ g r ≈ (s(x + ε r) - s(x - ε r)) / 2ε,   r = ±1/√n
/// </code>
/// The relative error is the absolute error divided by the largest of both sides and √Σ (g r)², the typical size of Σ g r. So a direction along which the
/// function hardly changes causes no false alarm.
/// </summary>
/// <param name="run">The case on the device.</param>
/// <param name="gradients">The gradients of all inputs from the device.</param>
/// <param name="differences">The gradients of all inputs from central differences.</param>
/// <param name="epsilon">ε.</param>
/// <param name="tolerance">The largest relative error that passes.</param>
internal sealed class DirectionalDifferences(CaseRun<double> run, double[][] gradients, double[][] differences, double epsilon, double tolerance)
{
    private const int Directions = 2;
    private const ulong Seed = 314159;

    private readonly IReadOnlyList<GradientInput> _inputs = run.Case.Inputs;

    /// <summary>
    /// Checks directions over all inputs. If one fails, it also checks each input alone, to name the wrong ones. The inputs keep the values of the last
    /// difference.
    /// </summary>
    public DirectionCheck Check()
    {
        double error = 0;
        for (int number = 0; number < Directions; number++) error = Math.Max(error, ErrorAlong(Draw(number, _ => true)));
        bool passed = error <= tolerance;
        string[] wrong = passed ? [] : [.. Enumerable.Range(0, _inputs.Count).Where(FailsAlone).Select(input => _inputs[input].Name)];
        return new DirectionCheck(run.Case.Subject, error, passed, wrong);
    }

    private bool FailsAlone(int input) => !(ErrorAlong(Draw(Directions + input, other => other == input)) <= tolerance);

    /// <summary>The direction r: a step of random sign for every element of the inputs that move, zero for the others.</summary>
    private double[][] Draw(int number, Func<int, bool> moves)
    {
        var random = new PhiloxRandom(Seed, stream: (uint)number);
        double length = 1 / Math.Sqrt(_inputs.Where((_, input) => moves(input)).Sum(input => input.Values.Count));
        return [.. _inputs.Select((input, place) => Array.ConvertAll([.. input.Values], _ => !moves(place) ? 0 : random.Next(2) == 0 ? length : -length))];
    }

    private double ErrorAlong(double[][] direction)
    {
        double once = Slope(direction, epsilon);
        double error = ErrorOf(once, direction);
        return error <= tolerance ? error : ErrorOf(CentralDifferences.Extrapolate(once, Slope(direction, 2 * epsilon)), direction);
    }

    /// <summary>(s(x + ε r) - s(x - ε r)) / 2ε.</summary>
    private double Slope(double[][] direction, double step)
    {
        double above = ProjectionAt(direction, step), below = ProjectionAt(direction, -step);
        return (above - below) / (2 * step);
    }

    private double ProjectionAt(double[][] direction, double step)
    {
        run.SetValues([.. _inputs.Select((input, place) => input.Values.Zip(direction[place], (x, r) => x + (step * r)).ToArray())]);
        return run.Projection();
    }

    private double ErrorOf(double slope, double[][] direction) =>
        Math.Max(ErrorOf(slope, direction, gradients), ErrorOf(slope, direction, differences));

    private static double ErrorOf(double slope, double[][] direction, double[][] gradient)
    {
        double sum = 0, squares = 0;
        for (int input = 0; input < gradient.Length; input++)
        {
            for (int i = 0; i < gradient[input].Length; i++)
            {
                double change = gradient[input][i] * direction[input][i];
                sum += change;
                squares += change * change;
            }
        }

        double largest = Math.Max(Math.Max(Math.Abs(slope), Math.Abs(sum)), Math.Sqrt(squares));
        return largest == 0 ? 0 : Math.Abs(slope - sum) / largest;
    }
}
