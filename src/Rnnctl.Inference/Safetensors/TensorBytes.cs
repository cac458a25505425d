namespace Rnnctl.Inference.Safetensors;

/// <summary>Gives a view of a tensor's elements as bytes at the moment they are written, so that no copy is made beforehand.</summary>
public delegate ReadOnlySpan<byte> TensorBytes();
