using System.Runtime.CompilerServices;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Training.Optimizers;

/// <summary>The formula y ← max(-limit, min(limit, y)).</summary>
/// <param name="Limit">The largest magnitude that stays as it is.</param>
internal readonly record struct ClipByValue(double Limit) : IFormula
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal y, TReal a, TReal b)
        where TReal : struct, IReal<TReal> => TReal.Max(TReal.Constant(-Limit), TReal.Min(TReal.Constant(Limit), y));
}
