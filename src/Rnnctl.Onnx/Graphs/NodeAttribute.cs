using Google.Protobuf;
using Rnnctl.Onnx.Schema;

namespace Rnnctl.Onnx.Graphs;

/// <summary>Makes the attributes of nodes.</summary>
internal static class NodeAttribute
{
    /// <summary>A whole number.</summary>
    public static AttributeProto Of(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>A number.</summary>
    public static AttributeProto Of(string name, float value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    /// <summary>A text.</summary>
    public static AttributeProto Of(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    /// <summary>Whole numbers.</summary>
    public static AttributeProto Of(string name, long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    /// <summary>Numbers.</summary>
    public static AttributeProto Of(string name, float[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Floats };
        attribute.Floats.AddRange(values);
        return attribute;
    }

    /// <summary>Texts.</summary>
    public static AttributeProto Of(string name, IEnumerable<string> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Strings };
        attribute.Strings.AddRange(values.Select(ByteString.CopyFromUtf8));
        return attribute;
    }

    /// <summary>The body of a loop.</summary>
    public static AttributeProto Of(string name, OnnxGraph body) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = body.Proto };
}
