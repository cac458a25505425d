using Microsoft.ML.OnnxRuntime;
using Rnnctl.Onnx.Graphs;
using Rnnctl.Onnx.Metadata;

namespace Rnnctl.Onnx.Tests;

/// <summary>A model in ONNX Runtime.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;

    /// <summary>Loads a graph from memory.</summary>
    public OnnxModel(OnnxGraph graph)
        : this(options => new InferenceSession(BytesOf(graph), options))
    {
    }

    /// <summary>Loads a file.</summary>
    public OnnxModel(string path)
        : this(options => new InferenceSession(path, options))
    {
    }

    private OnnxModel(Func<SessionOptions, InferenceSession> open)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = open(options);
    }

    public IEnumerable<string> Inputs => _session.InputMetadata.Keys;

    public IEnumerable<string> Outputs => _session.OutputMetadata.Keys;

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public Microsoft.ML.OnnxRuntime.ModelMetadata Description => _session.ModelMetadata;

    /// <summary>Runs the model, and returns all outputs by their names.</summary>
    public Dictionary<string, OnnxTensor> Run(params IReadOnlyList<(string Name, OnnxTensor Tensor)> inputs)
    {
        Dictionary<string, OrtValue> values = inputs.ToDictionary(input => input.Name, input => input.Tensor.ToValue());
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(options, values, _session.OutputNames);
        var outputs = _session.OutputNames.Zip(results, (name, value) => (name, OnnxTensor.Of(value))).ToDictionary();
        foreach (OrtValue value in values.Values) value.Dispose();
        return outputs;
    }

    public void Dispose() => _session.Dispose();

    private static byte[] BytesOf(OnnxGraph graph)
    {
        var stream = new MemoryStream();
        Assert.Single(OnnxFiles.Of(graph, "model.onnx", "A test", new MetadataEntries(), int.MaxValue)).Write(stream);
        return stream.ToArray();
    }
}

/// <summary>A tensor of floats or of whole numbers.</summary>
internal sealed record OnnxTensor(long[] Shape, float[] Numbers, long[] Ids)
{
    public static OnnxTensor Of(long[] shape, long[] ids) => new(shape, [], ids);

    public static OnnxTensor Of(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo type = value.GetTensorTypeAndShape();
        return type.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float
            ? new OnnxTensor(type.Shape, value.GetTensorDataAsSpan<float>().ToArray(), [])
            : new OnnxTensor(type.Shape, [], value.GetTensorDataAsSpan<long>().ToArray());
    }

    public OrtValue ToValue() => Ids.Length > 0
        ? OrtValue.CreateTensorValueFromMemory(Ids, Shape)
        : OrtValue.CreateTensorValueFromMemory(Numbers, Shape);

    /// <summary>The last axis at a place of the first two.</summary>
    public ReadOnlySpan<float> Row(int first, int second)
    {
        int width = (int)Shape[2];
        return Numbers.AsSpan(((first * (int)Shape[1]) + second) * width, width);
    }
}
