using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Rnnctl.Tests.BadInput;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Foreign;

/// <summary>Files that other tools wrote, with lines that keep to no format.</summary>
public sealed class IrregularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bad_line_of_pretrained_vectors_is_a_warning_and_refused_with_strict()
    {
        string vectors = _folder.Write("vectors", "leave 1 2\n 3 4\nTaipei 5 6\n"), train = _folder.Write("train.tsv", "tokens\tlabels\nleave Taipei\tO B\n");
        string[] words =
        [
            "train", "--train", train, "--pretrained", vectors, "--output", _folder["model"], "--epochs", "1", "--hidden", "2", "--threads", "1", "--quiet",
        ];
        const string mistake = ":2: expected a word and 2 numbers, found 2 columns";
        Assert.Equal(vectors + mistake, Refusal.Of([.. words, "--strict"]));
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run(words));
        Assert.Equal($"warning: skipped a line: {vectors}{mistake}", Assert.Single(tool.ErrorLines));
        Assert.Equal("--strict is of no use with --resume", Refusal.Of([.. words, "--strict", "--resume"]));
        Assert.Equal("--strict is of no use without --pretrained", Refusal.Of("train", "--train", train, "--output", "x", "--strict"));
    }

    [Fact]
    public void Compressed_sentences_are_labelled_as_plain_ones()
    {
        byte[] sentences = "leave Taipei\narrive Osaka\n"u8.ToArray();
        using (var gzip = new GZipStream(File.Create(_folder["sentences"]), CompressionLevel.Fastest)) gzip.Write(sentences);
        Assert.Equal(
            InProcessTool.Done("tag", SlotsModel.Path, _folder.Write("plain", sentences)), InProcessTool.Done("tag", SlotsModel.Path, _folder["sentences"]));
    }

    [Theory]
    [InlineData("conll", "leave O\nTaipei O\n\nleave O\n\nb\u00ff O\n\n", 6)]
    [InlineData("slash", "leave/O Taipei/O\nleave/O\nb\u00ff/O\n", 3)]
    [InlineData("tsv", "tokens\tlabels\nleave Taipei\tO O\nleave\tO\nb\u00ff\tO\n", 4)]
    public void Bad_byte_does_not_lose_the_scores_of_the_labelled_sentences_before_it(string format, string text, int line)
    {
        string file = _folder.Write("labelled", Encoding.Latin1.GetBytes(text));
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run("score", SlotsModel.Path, file, "--format", format));
        Assert.Equal(2, tool.OutputLines.Length);
        Assert.Equal($"error: {file}:{line}: expected UTF-8 text, found the byte 0xFF at column 2", Assert.Single(tool.ErrorLines));
    }

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Model_with_weights_of_16_bits_is_shown_and_labels_as_before(string type)
    {
        string model = SlotsModel.CopyTo(_folder), weights = Path.Combine(model, "model.safetensors");
        File.WriteAllBytes(weights, Narrowed(File.ReadAllBytes(weights), type));
        string sentences = _folder.Write("sentences", "leave Taipei\narrive Osaka on November 2nd\n");
        Assert.Equal(InProcessTool.Done("tag", SlotsModel.Path, sentences), InProcessTool.Done("tag", model, sentences));
        Assert.All(InProcessTool.Done("inspect", model).Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)),
            line => Assert.EndsWith($"] {type}", line, StringComparison.Ordinal));
    }

    /// <summary>A file of weights with 16 bits a number, and blanks before its header.</summary>
    private static byte[] Narrowed(byte[] bytes, string type)
    {
        int start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        JsonObject header = JsonNode.Parse(bytes.AsSpan(8, start - 8))!.AsObject();
        var elements = new MemoryStream();
        foreach ((string name, JsonNode? entry) in header)
        {
            if (name == "__metadata__") continue;
            int[] offsets = [.. entry!["data_offsets"]!.AsArray().Select(offset => (int)offset!)];
            long first = elements.Length;
            for (int place = start + offsets[0]; place < start + offsets[1]; place += sizeof(float))
            {
                float number = BitConverter.ToSingle(bytes, place);
                ushort half = type == "F16" ? BitConverter.HalfToUInt16Bits((Half)number) : (ushort)(BitConverter.SingleToUInt32Bits(number) >> 16);
                elements.Write(BitConverter.GetBytes(half));
            }

            entry["dtype"] = type;
            entry["data_offsets"] = new JsonArray(first, elements.Length);
        }

        byte[] json = Encoding.UTF8.GetBytes("  " + header.ToJsonString());
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. elements.ToArray()];
    }
}
