using System.Text;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Imports;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Text;

namespace Rnnctl.Inference.Tests.Imports;

/// <summary><c>import torch</c>: names, vocabularies, types, and what it refuses.</summary>
public sealed class TorchImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, (int[] Shape, float[] Values)> _weights = [];

    public TorchImportTests()
    {
        Add("embedding.weight", 4, 2);
        AddEncoder(rows: 12);
        Add("output.weight", 2, 6);
        Add("output.bias", 2);
        _folder.Write("tokens.txt", "<unk>\na\nb\nc\n");
        _folder.Write("labels.txt", "N\nV\n");
    }

    public static TheoryData<string, string> Types => new() { { "F16", "half" }, { "BF16", "brain" }, { "F64", "double" } };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_of_others_are_mapped_by_their_longest_beginning()
    {
        Rename("embedding.", "module.word_embeddings.");
        Rename("encoder.", "module.lstm.");
        Rename("output.", "module.hidden2tag.");
        Import("module.=", "module.word_embeddings.=embedding.", "module.lstm=encoder", "module.hidden2tag.=output.");
        Assert.Equal(Values("module.lstm.weight_hh_l0_reverse"), RandomModel.Read(_folder["model"])["encoder.weight_hh_l0_reverse"]);
        using ModelDirectory model = ModelDirectory.Open(_folder["model"]);
        ArchitectureConfiguration found = model.Configuration.Architecture;
        Assert.Equal(("lstm", 3, 1, true, 2), (found.Cell, found.Hidden, found.Layers, found.Bidirectional, found.Embedding));
    }

    [Fact]
    public void Unknown_symbol_goes_first_with_its_row()
    {
        _folder.Write("tokens.txt", "<pad>\na\n<unk>\nb\n");
        Import();
        Assert.Equal("<unk>\n<pad>\na\nb\n", File.ReadAllText(Path.Combine(_folder["model"], "vocab", "tokens.txt")));
        float[] given = Values("embedding.weight");
        Assert.Equal([.. given[4..6], .. given[..4], .. given[6..]], RandomModel.Read(_folder["model"])["embedding.weight"]);
    }

    [Fact]
    public void Frame_of_a_language_model_goes_first_with_its_rows()
    {
        _weights.Clear();
        Add("embedding.weight", 5, 2);
        Add("forward.weight_ih_l0", 4, 2);
        Add("forward.weight_hh_l0", 4, 4);
        Add("forward.bias_ih_l0", 4);
        Add("forward.bias_hh_l0", 4);
        Add("output.weight", 5, 4);
        Add("output.bias", 5);
        _folder.Write("words.txt", "a\n</s>\n<unk>\nb\n<s>\n");
        Write();
        TorchImport.Run(Files(("tokens", "words.txt")), ModelTask.Lm, one => one, _folder["model"]);
        Assert.Equal("<unk>\n<s>\n</s>\na\nb\n", File.ReadAllText(Path.Combine(_folder["model"], "vocab", "tokens.txt")));
        float[] bias = Values("output.bias");
        Dictionary<string, float[]> weights = RandomModel.Read(_folder["model"]);
        Assert.Equal([bias[2], bias[4], bias[1], bias[0], bias[3]], weights["output.bias"]);
        Assert.Equal(Values("output.weight").AsSpan(8, 4), weights["output.weight"].AsSpan(0, 4));

        _folder.Write("words.txt", "a\n<eos>\n<unk>\nb\n<s>\n");
        InputException error = Assert.Throws<InputException>(
            () => TorchImport.Run(Files(("tokens", "words.txt")), ModelTask.Lm, one => one, _folder["other"]));
        Assert.Equal($"{_folder["words.txt"]}: it has no line </s>: such a vocabulary has <unk>, <s>, </s>", error.Message);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Other_floats_become_32_bit_ones(string type, string kind)
    {
        float[] values = [0.5f, -1.25f];
        byte[] bytes = kind switch
        {
            "half" => [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))],
            "brain" => [.. values.SelectMany(value => BitConverter.GetBytes(value)[2..])],
            _ => [.. values.SelectMany(value => BitConverter.GetBytes((double)value))],
        };
        WriteWith("output.bias", type, bytes);
        Run();
        Assert.Equal(values, RandomModel.Read(_folder["model"])["output.bias"]);
    }

    [Fact]
    public void Names_too_many_and_too_few_are_listed_in_one_line()
    {
        _weights.Remove("encoder.bias_hh_l0_reverse");
        _weights.Remove("encoder.bias_ih_l0");
        Add("extra.weight", 1);
        Refuse(
            $"{Weights}: missing: encoder.bias_hh_l0_reverse, encoder.bias_ih_l0; not of this model: extra.weight");
    }

    [Fact]
    public void Names_without_which_nothing_can_be_told_are_listed_beside_those_of_the_file()
    {
        Rename("encoder.", "lstm.");
        Rename("output.", "fc.");
        string lstm = string.Join(", ", _weights.Keys.Where(name => name.StartsWith("lstm.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Refuse($"{Weights}: missing: encoder.weight_ih_l0, output.bias, output.weight; it has embedding.weight, fc.bias, fc.weight, {lstm}");
    }

    [Fact]
    public void Contradictions_name_the_tensor_and_both_shapes()
    {
        Add("output.weight", 2, 5);
        Refuse($"{Weights}: tensor 'output.weight': expected the shape [2, 6], found [2, 5]; {_folder["labels.txt"]} has 2 symbols");
        Add("output.weight", 2, 6);
        Add("encoder.weight_hh_l0_reverse", 12, 4);
        Refuse($"{Weights}: tensor 'encoder.weight_hh_l0_reverse': expected the shape [12, 3], found [12, 4]");
        Add("encoder.weight_hh_l0_reverse", 12, 3);
        Add("encoder.weight_ih_l0", 15, 2);
        Refuse(
            $"{Weights}: tensor 'encoder.weight_ih_l0': its shape [15, 2] does not go with [12, 3] of encoder.weight_hh_l0: "
            + "expected 3 rows for each of 4 gates of lstm, 3 of gru or 1 of elman");
    }

    [Fact]
    public void Vocabularies_of_another_size_are_refused()
    {
        _folder.Write("tokens.txt", "<unk>\na\nb\n");
        Refuse($"{Weights}: tensor 'embedding.weight': expected the shape [3, 2], found [4, 2]; {_folder["tokens.txt"]} has 3 symbols");
        _folder.Write("tokens.txt", "<unk>\na\nb\na\n");
        Refuse($"{_folder["tokens.txt"]}:4: expected each symbol once, found 'a' again (first on line 2)");
        _folder.Write("tokens.txt", "<unk>\na\nb\nc\n");
        _folder.Write("labels.txt", "N\n<unk>\n");
        Refuse($"{_folder["labels.txt"]}:2: a label reads <unk>, which is reserved for unknown symbols");
    }

    [Fact]
    public void Named_cell_must_fit_the_rows()
    {
        AddEncoder(rows: 9);
        Write();
        TorchFiles files = Files(("tokens", "tokens.txt"), ("labels", "labels.txt"));
        Assert.Equal(
            $"{Weights}: tensor 'encoder.weight_hh_l0': expected the shape [9, 9], found [9, 3]", MessageOf(files with { Cell = "elman" }));
        TorchImport.Run(files with { Cell = "gru-before" }, ModelTask.Tag, one => one, _folder["model"]);
        using ModelDirectory model = ModelDirectory.Open(_folder["model"]);
        Assert.Equal("gru-before", model.Configuration.Architecture.Cell);
    }

    [Fact]
    public void Numbers_that_are_not_finite_or_no_floats_are_refused()
    {
        WriteWith("output.bias", "F64", [.. BitConverter.GetBytes(1.0), .. BitConverter.GetBytes(1e300)]);
        Assert.Equal($"{Weights}: tensor 'output.bias': expected finite 32-bit numbers, found Infinity at element 1", MessageOf());
        WriteWith("output.bias", "I64", [.. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(2L)]);
        Assert.Equal($"{Weights}: tensor 'output.bias': expected floats, found I64", MessageOf());
        Assert.False(Directory.Exists(_folder["model"]));
    }

    [Fact]
    public void Rules_that_rename_nothing_or_two_tensors_to_one_name_are_refused()
    {
        Assert.StartsWith($"--map: no tensor of {Weights} has a name that begins with 'rnn.'; it has embedding.weight, ", MessageOf("rnn.=encoder."));
        Assert.Equal(
            $"{Weights}: tensors 'encoder.bias_hh_l0' and 'encoder.bias_ih_l0' would both be 'encoder.bias_ih_l0' by --map",
            MessageOf("encoder.bias_hh_l0=encoder.bias_ih_l0"));
        Assert.Equal("--map: expected OLD=NEW, found 'rnn'", Assert.Throws<InputException>(() => TorchFiles.ParseRule("rnn")).Message);
    }

    [Theory]
    [InlineData("PK\u0003\u0004")]
    [InlineData("\u0080\u0002\u008a\nl\u00fc\u009cF")]
    public void File_of_torch_save_is_named(string start)
    {
        _folder.Write("weights.safetensors", Encoding.Latin1.GetBytes(start + new string('x', 100)));
        InputException error = Assert.Throws<InputException>(() => Run());
        Assert.Equal($"{Weights}: expected a safetensors file, found one of torch.save", error.Message);
        Assert.Contains("safetensors.torch.save_file", error.Hint, StringComparison.Ordinal);
    }

    private string Weights => _folder["weights.safetensors"];

    private void AddEncoder(int rows)
    {
        foreach (string direction in (string[])["", "_reverse"])
        {
            Add($"encoder.weight_ih_l0{direction}", rows, 2);
            Add($"encoder.weight_hh_l0{direction}", rows, 3);
            Add($"encoder.bias_ih_l0{direction}", rows);
            Add($"encoder.bias_hh_l0{direction}", rows);
        }
    }

    private void Add(string name, params int[] shape) =>
        _weights[name] = (shape, [.. Enumerable.Range(1, shape.Aggregate((x, y) => x * y)).Select(i => (i % 17) / 8f)]);

    private void Rename(string old, string replacement)
    {
        foreach (string name in _weights.Keys.Where(name => name.StartsWith(old, StringComparison.Ordinal)).ToArray())
        {
            _weights[replacement + name[old.Length..]] = _weights[name];
            _weights.Remove(name);
        }
    }

    private float[] Values(string name) => _weights[name].Values;

    private void Write()
    {
        using FileStream stream = File.Create(Weights);
        NamedTensor[] tensors = [.. _weights.Select(one => RandomModel.Tensor(one.Key, one.Value.Shape, one.Value.Values))];
        SafetensorsFile.Write(stream, tensors, new Dictionary<string, string>());
    }

    /// <summary>Writes the file with one tensor of two numbers of another type, at its end.</summary>
    private void WriteWith(string name, string type, byte[] bytes)
    {
        (int[] Shape, float[] Values) before = _weights[name];
        _weights.Remove(name);
        Write();
        _weights[name] = before;
        byte[] file = File.ReadAllBytes(Weights);
        int length = (int)BitConverter.ToUInt64(file), data = file.Length - 8 - length;
        string entry = $$""","{{name}}":{"dtype":"{{type}}","shape":[2],"data_offsets":[{{data}},{{data + bytes.Length}}]}""" + "}";
        string header = Encoding.UTF8.GetString(file, 8, length).TrimEnd()[..^1] + entry;
        byte[] start = BitConverter.GetBytes((ulong)header.Length);
        _folder.Write("weights.safetensors", [.. start, .. Encoding.UTF8.GetBytes(header), .. file[(8 + length)..], .. bytes]);
    }

    private TorchFiles Files(params (string Name, string File)[] vocabularies) =>
        new(Weights, vocabularies.ToDictionary(one => one.Name, one => _folder[one.File]));

    private void Import(params string[] rules)
    {
        Write();
        Run(rules);
    }

    private void Run(params string[] rules) => TorchImport.Run(
        Files(("tokens", "tokens.txt"), ("labels", "labels.txt")) with { Map = [.. rules.Select(TorchFiles.ParseRule)] }, ModelTask.Tag, one => one,
        _folder["model"]);

    private void Refuse(string expected)
    {
        Write();
        Assert.Equal(expected, Assert.Throws<InputException>(() => Run()).Message);
        Assert.False(Directory.Exists(_folder["model"]));
    }

    private string MessageOf(params string[] rules)
    {
        if (!File.Exists(Weights)) Write();
        return Assert.Throws<InputException>(() => Run(rules)).Message;
    }

    private string MessageOf(TorchFiles files) =>
        Assert.Throws<InputException>(() => TorchImport.Run(files, ModelTask.Tag, one => one, _folder["model"])).Message;
}
