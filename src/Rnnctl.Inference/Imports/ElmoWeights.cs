using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Models.Characters;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Imports;

/// <summary>
/// The published weights of an ELMo (Peters et al. 2018), an HDF5 file of TensorFlow's variables, under the names, shapes and gate order that a language model
/// has here. TensorFlow multiplies from the left, x W, so matrices are transposed. Its gates are in the order i, g, f, o, and it adds 1 to the bias of f.
/// </summary>
internal sealed class ElmoWeights
{
    // For each gate here, i, f, g and o, the place of it in TensorFlow.
    private static readonly int[] GateOrder = [0, 2, 1, 3];
    private const int ForgetGate = 1;
    private const float ForgetBias = 1;

    private readonly Hdf5Weights _file;
    private readonly ArchitectureConfiguration _architecture;
    private readonly List<NamedTensor> _tensors = [];

    private ElmoWeights(Hdf5Weights file, ArchitectureConfiguration architecture) => (_file, _architecture) = (file, architecture);

    /// <summary>Reads all weights.</summary>
    /// <param name="path">The file.</param>
    /// <param name="architecture">What <c>options.json</c> says of it.</param>
    /// <exception cref="InputException">A dataset is missing, has another shape or is damaged; the message names it.</exception>
    public static IReadOnlyList<NamedTensor> Read(string path, ArchitectureConfiguration architecture)
    {
        using var file = Hdf5Weights.Open(path);
        var weights = new ElmoWeights(file, architecture);
        weights.ReadCharacters(architecture.Characters(ByteAlphabet.Count)!);
        weights.ReadLayers("forward.", "RNN_0");
        weights.ReadLayers("backward.", "RNN_1");
        return weights._tensors;
    }

    private void ReadCharacters(CharacterArchitecture characters)
    {
        int size = characters.Embedding, filters = characters.Filters.Sum(bank => bank.Filters), outputs = _architecture.Embedding;
        Add("characters.embedding.weight", [ByteAlphabet.Count, size], _file.Read("char_embed", ByteAlphabet.Count, size));
        for (int i = 0; i < characters.Filters.Count; i++)
        {
            (int width, int count) = characters.Filters[i];
            AddTransposed($"characters.convolution_{i}.weight", width * size, count, _file.Read($"CNN/W_cnn_{i}", 1, width, size, count));
            Add($"characters.convolution_{i}.bias", [count], _file.Read($"CNN/b_cnn_{i}", count));
        }

        for (int layer = 0; layer < characters.Highway; layer++)
        {
            AddLinear($"characters.highway_{layer}.gate", $"CNN_high_{layer}", "carry", filters, filters);
            AddLinear($"characters.highway_{layer}.transform", $"CNN_high_{layer}", "transform", filters, filters);
        }

        _file.RequireAbsent($"CNN/W_cnn_{characters.Filters.Count}");
        _file.RequireAbsent($"CNN_high_{characters.Highway}");
        AddLinear("characters.projection", "CNN_proj", "proj", filters, outputs);
    }

    private void ReadLayers(string prefix, string direction)
    {
        int hidden = _architecture.Hidden, width = _architecture.Embedding;
        string cells = $"{direction}/RNN/MultiRNNCell/Cell";
        for (int layer = 0; layer < _architecture.Layers; layer++)
        {
            string cell = $"{cells}{layer}/LSTMCell/";
            float[] kernel = _file.Read(cell + "W_0", 2 * width, 4 * hidden), bias = _file.Read(cell + "B", 4 * hidden);
            AddGates($"{prefix}weight_ih_l{layer}", kernel.AsSpan(0, width * 4 * hidden), width);
            AddGates($"{prefix}weight_hh_l{layer}", kernel.AsSpan(width * 4 * hidden), width);
            float[] sums = Gates(bias, 1);
            foreach (ref float forget in sums.AsSpan(ForgetGate * hidden, hidden)) forget += ForgetBias;
            Add($"{prefix}bias_ih_l{layer}", [4 * hidden], sums);
            Add($"{prefix}bias_hh_l{layer}", [4 * hidden], new float[4 * hidden]);
            AddTransposed($"{prefix}weight_hr_l{layer}", hidden, width, _file.Read(cell + "W_P_0", hidden, width));
        }

        _file.RequireAbsent($"{cells}{_architecture.Layers}");
    }

    private void AddLinear(string name, string group, string variable, int inputs, int outputs)
    {
        AddTransposed($"{name}.weight", inputs, outputs, _file.Read($"{group}/W_{variable}", inputs, outputs));
        Add($"{name}.bias", [outputs], _file.Read($"{group}/b_{variable}", outputs));
    }

    private void AddGates(string name, ReadOnlySpan<float> kernel, int inputs) => Add(name, [4 * _architecture.Hidden, inputs], Gates(kernel, inputs));

    /// <summary>The rows of the gates, <c>[4 H, inputs]</c>, of TensorFlow's columns, <c>[inputs, 4 H]</c>.</summary>
    private float[] Gates(ReadOnlySpan<float> kernel, int inputs)
    {
        int hidden = _architecture.Hidden;
        var gates = new float[kernel.Length];
        for (int row = 0; row < 4 * hidden; row++)
        {
            int column = (GateOrder[row / hidden] * hidden) + (row % hidden);
            for (int input = 0; input < inputs; input++) gates[(row * inputs) + input] = kernel[(input * 4 * hidden) + column];
        }

        return gates;
    }

    private void AddTransposed(string name, int rows, int columns, float[] matrix)
    {
        var transposed = new float[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) transposed[(column * rows) + row] = matrix[(row * columns) + column];
        }

        Add(name, [columns, rows], transposed);
    }

    private void Add(string name, long[] shape, float[] values) => _tensors.Add(NamedTensor.Of<float>(name, shape, values));
}
