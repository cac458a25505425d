using Rnnctl.Inference.Safetensors;

namespace Rnnctl.Tests.Verbs;

/// <summary>
/// The LSTM of examples/lstm-by-hand as a tagger's directory: the tokens a, b, c, d and e have its five inputs as embeddings.
/// </summary>
internal static class HandWorkedLstm
{
    private static readonly Dictionary<string, float[]> Inputs = new()
    {
        ["a"] = [3, 1, 0],
        ["b"] = [4, 1, 0],
        ["c"] = [2, 0, 0],
        ["d"] = [1, 0, 1],
        ["e"] = [3, -1, 0],
    };

    /// <summary>Writes the model, and returns its directory.</summary>
    public static string Write(TemporaryFolder folder)
    {
        string model = folder["by-hand"];
        if (Directory.Exists(model)) return model;
        string data = folder.Write("by-hand.tsv", "tokens\tlabels\na b c d e\tx y x y x\n");
        InProcessTool.Done(
            "train", "--task", "tag", "--train", data, "--output", model, "--cell", "lstm", "--cell-activation", "identity", "--output-activation", "identity",
            "--no-bidirectional", "--hidden", "1", "--embedding", "3", "--dropout", "0", "--epochs", "1", "--threads", "1", "--quiet");
        string[] tokens = File.ReadAllLines(Path.Combine(model, "vocab", "tokens.txt"));
        Replace(Path.Combine(model, "model.safetensors"), new()
        {
            ["embedding.weight"] = [.. tokens.SelectMany(token => Inputs.GetValueOrDefault(token) ?? [0, 0, 0])],
            ["encoder.weight_ih_l0"] = [0, 100, 0, 0, 100, 0, 1, 0, 0, 0, 0, 100],
            ["encoder.weight_hh_l0"] = [0, 0, 0, 0],
            ["encoder.bias_ih_l0"] = [-10, 10, 0, -10],
            ["encoder.bias_hh_l0"] = [0, 0, 0, 0],
        });
        return model;
    }

    private static void Replace(string path, Dictionary<string, float[]> values)
    {
        List<NamedTensor> tensors = [];
        Dictionary<string, string> metadata;
        using (SafetensorsFile file = SafetensorsFile.Read(path))
        {
            metadata = file.Metadata.ToDictionary();
            foreach (TensorEntry entry in file.Tensors)
            {
                float[] numbers = values.GetValueOrDefault(entry.Name) ?? new float[entry.Count];
                if (!values.ContainsKey(entry.Name)) file.CopyTo<float>(entry.Name, numbers);
                tensors.Add(NamedTensor.Of<float>(entry.Name, entry.Shape, numbers));
            }
        }

        using FileStream stream = File.Create(path);
        SafetensorsFile.Write(stream, tensors, metadata);
    }
}
