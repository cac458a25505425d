namespace Rnnctl.Plots;

/// <summary>How an axis places numbers.</summary>
internal enum AxisScale
{
    /// <summary>Equal differences are equally far apart.</summary>
    Linear,

    /// <summary>Equal ratios are equally far apart; numbers that are not above 0 have no place.</summary>
    Logarithmic,
}
