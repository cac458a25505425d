namespace Rnnctl.Onnx;

/// <summary>How a model is exported.</summary>
public sealed record OnnxOptions
{
    // Less than protobuf's limit of 2 GiB: nodes and vocabularies need some room too.
    private const long MostInMessage = int.MaxValue - (1L << 27);

    /// <summary>Whether the graph finds the best labels of a conditional random field; otherwise it gives their scores only.</summary>
    public bool DecodesCrf { get; init; } = true;

    /// <summary>The most bytes of weights in the model's own file; those of larger models are in a second file.</summary>
    internal long MostBytes { get; init; } = MostInMessage;
}
