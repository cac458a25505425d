using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Training.Optimizers;

/// <summary>The gradient that an optimiser's rule works with: g = s · gradient + λ θ.</summary>
/// <param name="Scale">s, below 1 where the norm is clipped.</param>
/// <param name="Decay">λ, the weight decay that enters as the gradient of ½ λ θ².</param>
internal readonly record struct ScaledGradient(double Scale, double Decay)
{
    /// <summary>Returns g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Of<TReal>(TReal parameter, TReal gradient)
        where TReal : struct, IReal<TReal> => (TReal.Constant(Scale) * gradient) + (TReal.Constant(Decay) * parameter);
}
