using Rnnctl.Compute.Activations;

namespace Rnnctl.Inference.Configurations;

/// <summary>A convolution over characters with filters of several widths: the part of <c>config.json</c> that only models with one have.</summary>
public sealed record CharConvolutionConfiguration
{
    /// <summary>The most highway layers.</summary>
    internal const int MostHighwayLayers = 64;

    /// <summary>The convolution of a language model without options: the filters of the small model of Kim et al. 2016.</summary>
    public static CharConvolutionConfiguration Default { get; } = new();

    /// <summary>The filters by their widths, <c>width:filters</c> with commas between.</summary>
    public string Filters { get; init; } = "1:25,2:50,3:75,4:100,5:125,6:150";

    /// <summary>The activation of the filters.</summary>
    public ActivationKind Activation { get; init; }

    /// <summary>The number of highway layers over the filters.</summary>
    public int Highway { get; init; }
}
