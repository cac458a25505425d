using System.Globalization;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Inference.Directories;

/// <summary>How many parameters a configuration asks for, and which of its options contributes most to them.</summary>
/// <param name="architecture">The configuration.</param>
/// <param name="parametersOf">The parameters that a configuration describes.</param>
public sealed class ModelSize(ArchitectureConfiguration architecture, Func<ArchitectureConfiguration, IReadOnlyList<ParameterShape>> parametersOf)
{
    private const int BytesOfNumber = sizeof(float);

    /// <summary>The number of parameters.</summary>
    public long Parameters => Count(architecture);

    /// <summary>Refuses more parameters than a model can have: all of them lie in one tensor.</summary>
    /// <exception cref="InputException">There are more; the message names the option that makes them so many.</exception>
    public void Require() => Require(TensorSize.Most, "a model has");

    /// <summary>Refuses more parameters than a limit.</summary>
    /// <param name="most">The limit.</param>
    /// <param name="limited">What has the limit, with its verb: <c>a model has</c>.</param>
    /// <exception cref="InputException">There are more; the message names the option that makes them so many.</exception>
    public void Require(long most, string limited)
    {
        if (Parameters <= most) return;
        string limit = string.Create(CultureInfo.InvariantCulture, $"{limited} at most {most:N0}");
        throw new InputException($"{Option}: {Words("would have")}; {limit}", Hint);
    }

    /// <summary>Allocates for the model. Where the device does not have the memory, the error names the option that takes most of it.</summary>
    /// <exception cref="DeviceMemoryException">The device does not have the memory; the message names the option that makes the model so large.</exception>
    public T Make<T>(Func<T> make)
    {
        Require();
        try
        {
            return make();
        }
        catch (Exception failure) when (failure is DeviceMemoryException or OutOfMemoryException)
        {
            string cause = failure is DeviceMemoryException ? failure.Message : "no memory is left";
            throw new DeviceMemoryException($"{Option}: {Words("has")}, and training takes several times that: {cause}", Hint, failure);
        }
    }

    private string Option => $"--{Largest.Name} {Largest.Value}";

    private string Hint => Largest.Name == "embedding" ? "try a smaller --embedding, or fewer words by --max-vocab" : $"try a smaller --{Largest.Name}";

    /// <summary>The option without which the fewest parameters would be left.</summary>
    private (string Name, int Value, ArchitectureConfiguration Without) Largest => Sizes().MinBy(size => Count(size.Without));

    private (string Name, int Value, ArchitectureConfiguration Without)[] Sizes() =>
    [
        ("hidden", architecture.Hidden, architecture with { Hidden = 1 }),
        ("projection", Projection, Projection == 0 ? architecture : architecture with { CellOptions = architecture.CellOptions with { Projection = 1 } }),
        ("embedding", architecture.Embedding, architecture with { Embedding = 1 }),
        ("layers", architecture.Layers, architecture with { Layers = Math.Min(architecture.Layers, 1) }),
        ("encoder-layers", EncoderLayers, EncoderLayers == 0 ? architecture : WithoutEncoderLayers),
        ("char-hidden", architecture.CharHidden, architecture with { CharHidden = 1 }),
        ("char-embedding", architecture.CharEmbedding, architecture with { CharEmbedding = 1 }),
        ("feature-embedding", architecture.FeatureEmbedding, architecture with { FeatureEmbedding = 1 }),
    ];

    /// <summary>The encoder's layers, 0 where they are as many as the decoder's.</summary>
    private int EncoderLayers => architecture.Translator?.EncoderLayers ?? 0;

    private ArchitectureConfiguration WithoutEncoderLayers => architecture with { Translator = architecture.Translator! with { EncoderLayers = null } };

    private int Projection => architecture.CellOptions.Projection ?? 0;

    private long Count(ArchitectureConfiguration configuration) => parametersOf(configuration).Sum(shape => (long)shape.Rows * shape.Columns);

    private string Words(string verb) => string.Create(
        CultureInfo.InvariantCulture, $"the model {verb} {Parameters:N0} parameters ({ByteCount.Text((double)Parameters * BytesOfNumber)})");
}
