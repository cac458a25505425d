using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Activations;

/// <summary>An activation function y = f(x) whose slope follows from y alone, so that a backward pass need not keep x.</summary>
public interface IActivation
{
    /// <summary>y = f(x).</summary>
    static abstract TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal>;

    /// <summary>f'(x), given y = f(x).</summary>
    static abstract TReal Slope<TReal>(TReal y)
        where TReal : struct, IReal<TReal>;
}
