using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Training.Optimizers;

/// <summary>
/// The exponential mean μ of the weights θ over the updates t = 1, 2, ..., with the decay d:
/// <code>
/// μ_0 = θ_0
/// d_t = min(d, (1 + t) / (10 + t))
/// μ_t = d_t μ_(t-1) + (1 - d_t) θ_t
/// </code>
/// The decay begins at 2 / 11, so that the mean soon forgets the initial weights; TensorFlow's <c>ExponentialMovingAverage</c> with <c>num_updates</c> and
/// Marian's <c>--exponential-smoothing</c> do the same. Frozen parameters have no mean.
/// <para>An update of the mean is one pass over all weights, also over the rows of a large table that the batch did not read: their weights stay, but their
/// means still move toward them.</para>
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class WeightMean<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int LongestPiece = 1 << 18;

    private readonly Backend<T> _backend;
    private readonly Tensor<T> _weights;
    private readonly double _decay;
    private readonly Storage<T> _mean, _piece;

    /// <summary>A mean that begins with the weights as they are now.</summary>
    /// <param name="backend">The device that holds them.</param>
    /// <param name="parameters">The weights.</param>
    /// <param name="decay">d, above 0 and below 1.</param>
    public WeightMean(Backend<T> backend, ParameterSet<T> parameters, double decay)
    {
        (_backend, _decay) = (backend, decay);
        _weights = parameters.Values.SliceColumns(0, parameters.LearntLength);
        _mean = backend.Allocate<T>(parameters.LearntLength);
        _piece = backend.Allocate<T>(Math.Min(parameters.LearntLength, LongestPiece));
        Copy(_weights, Values);
    }

    /// <summary>The mean, <c>[1, learnt length]</c>, laid out as the parameters are.</summary>
    public Tensor<T> Values => new(_mean, 0, 1, _weights.Columns);

    /// <summary>Takes the weights of an update into the mean.</summary>
    /// <param name="number">t, the number of the update, from 1.</param>
    public void Follow(long number)
    {
        double decay = Math.Min(_decay, (1.0 + number) / (10.0 + number));

        // Threads share the rows of a map: a column has one for each number.
        Tensor<T> weights = _weights.AsColumn();
        _backend.Map(new Approach(1 - decay), Values.AsColumn(), weights, weights);
    }

    /// <summary>Exchanges mean and weights, so that the model runs with the mean; a second call exchanges them back, to the bit.</summary>
    public void Exchange()
    {
        for (int first = 0; first < _weights.Columns; first += LongestPiece)
        {
            int count = Math.Min(LongestPiece, _weights.Columns - first);
            Tensor<T> weights = _weights.SliceColumns(first, count), mean = Values.SliceColumns(first, count), piece = new(_piece, 0, 1, count);
            Copy(weights, piece);
            Copy(mean, weights);
            Copy(piece, mean);
        }
    }

    /// <summary>Frees the memory; the parameters belong to the caller.</summary>
    public void Dispose()
    {
        _mean.Dispose();
        _piece.Dispose();
    }

    private void Copy(Tensor<T> source, Tensor<T> target) => _backend.Map(default(Copy<T>.Forward), target, source, source);

    /// <summary>The formula y ← y + share · (a - y).</summary>
    /// <param name="Share">How much of the way y goes, 1 - d_t.</param>
    internal readonly record struct Approach(double Share) : IFormula
    {
        /// <inheritdoc />
        public static int Arguments => 1;

        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => y + (TReal.Constant(Share) * (a - y));
    }
}
