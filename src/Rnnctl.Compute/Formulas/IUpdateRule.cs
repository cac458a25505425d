using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>One optimiser step for one parameter; the device applies it to all parameters.</summary>
public interface IUpdateRule
{
    /// <summary>Updates a parameter and the rule's two moments. Moments that the rule does not use stay unchanged.</summary>
    void Apply<TReal>(ref TReal parameter, TReal gradient, ref TReal first, ref TReal second)
        where TReal : struct, IReal<TReal>;
}
