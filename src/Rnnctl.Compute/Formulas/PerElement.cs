using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>Makes an elementwise formula y ← f(y, a, b) a formula over a row.</summary>
/// <param name="formula">The formula.</param>
/// <typeparam name="T">The row's number.</typeparam>
/// <typeparam name="TFormula">f.</typeparam>
public readonly struct PerElement<T, TFormula>(TFormula formula) : IRowFormula<T>
    where T : unmanaged
    where TFormula : unmanaged, IFormula
{
    /// <inheritdoc />
    public static int Arguments => TFormula.Arguments;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
        where TReal : struct, IRowReal<TReal, T> => formula.Apply(y, a, b);
}
