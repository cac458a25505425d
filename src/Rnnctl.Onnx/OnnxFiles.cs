using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Files;
using Rnnctl.Onnx.Graphs;
using Rnnctl.Onnx.Metadata;
using Rnnctl.Onnx.Schema;

namespace Rnnctl.Onnx;

/// <summary>
/// Writes a graph as a file. A message of protobuf has less than 2 GiB, so the numbers of a larger model go to a second file beside it, which the first one
/// names (ONNX's external data).
/// </summary>
internal static class OnnxFiles
{
    /// <summary>The version of ONNX's operators.</summary>
    public const int OperatorSet = 17;

    // The version of the file format that belongs to the operators.
    private const int FormatVersion = 8;

    private const int LongestPiece = 1 << 18;
    private const long FewBytes = 1024, Alignment = 4096;

    /// <summary>The file, and before it the one of its numbers if there are too many.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="description">What the model is.</param>
    /// <param name="metadata">What it says about itself.</param>
    /// <param name="mostBytes">The most bytes of numbers in the file itself.</param>
    public static IReadOnlyList<PendingFile> Of(OnnxGraph graph, string name, string description, MetadataEntries metadata, long mostBytes)
    {
        var model = new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = "rnnctl",
            ProducerVersion = new ModelConfiguration().ToolVersion,
            DocString = description,
            Graph = graph.Proto,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        foreach ((string key, string json) in metadata.All) model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = json });
        graph.Proto.Initializer.AddRange(graph.Initializers.Tensors.Select(tensor => tensor.Proto));
        var file = new PendingFile(name, stream => model.WriteTo(stream));
        InitialTensor[] large = [.. graph.Initializers.Tensors.Where(tensor => BytesOf(tensor) >= FewBytes)];
        bool isSplit = graph.Initializers.Tensors.Sum(BytesOf) > mostBytes;
        foreach (InitialTensor tensor in graph.Initializers.Tensors.Except(isSplit ? large : []))
        {
            if (tensor.Numbers is { } numbers) tensor.Proto.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(numbers));
        }

        if (!isSplit) return [file];
        string data = name + ".data";
        PlaceOutside(large, data);
        return [new PendingFile(data, stream => Write(large, stream)), file];
    }

    private static long BytesOf(InitialTensor tensor) => sizeof(float) * (tensor.Numbers?.LongLength ?? 0);

    private static void PlaceOutside(InitialTensor[] tensors, string file)
    {
        long offset = 0;
        foreach (InitialTensor tensor in tensors)
        {
            tensor.Proto.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.Proto.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = file });
            tensor.Proto.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = Text(offset) });
            tensor.Proto.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = Text(BytesOf(tensor)) });
            offset += BytesOf(tensor) + PaddingAfter(offset + BytesOf(tensor));
        }
    }

    /// <summary>Writes the numbers. Each tensor begins at a multiple of a page, so that a reader can map the file into memory.</summary>
    private static void Write(InitialTensor[] tensors, Stream stream)
    {
        long offset = 0;
        byte[] zeros = new byte[Alignment];
        foreach (InitialTensor tensor in tensors)
        {
            for (int first = 0; first < tensor.Numbers!.Length; first += LongestPiece)
                stream.Write(MemoryMarshal.AsBytes(tensor.Numbers.AsSpan(first, Math.Min(LongestPiece, tensor.Numbers.Length - first))));
            int padding = (int)PaddingAfter(offset + BytesOf(tensor));
            stream.Write(zeros.AsSpan(0, padding));
            offset += BytesOf(tensor) + padding;
        }
    }

    private static long PaddingAfter(long end) => (Alignment - (end % Alignment)) % Alignment;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
