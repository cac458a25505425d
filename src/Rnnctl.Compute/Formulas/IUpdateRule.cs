using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>One step of an optimiser for one parameter; the device drives it over all of them.</summary>
public interface IUpdateRule
{
    /// <summary>Moves a parameter against its gradient, and brings the rule's two running moments up to date (unused ones stay as they are).</summary>
    void Apply<TReal>(ref TReal parameter, TReal gradient, ref TReal first, ref TReal second)
        where TReal : struct, IReal<TReal>;
}
