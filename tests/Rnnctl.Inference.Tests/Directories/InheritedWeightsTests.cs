using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Inference.Tests.Directories;

/// <summary>A model whose vocabularies have grown begins with the weights of another one.</summary>
public sealed class InheritedWeightsTests : IDisposable
{
    private const ulong Seed = 7;

    private readonly TemporaryFolder _folder = new();
    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);

    public void Dispose()
    {
        _folder.Dispose();
        _backend.Dispose();
    }

    [Fact]
    public void Old_rows_and_columns_are_kept_and_new_ones_are_drawn()
    {
        // Two old tokens and labels, and one new of each.
        ParameterShape[] before = Shapes(tokens: 2, labels: 2), now = Shapes(tokens: 3, labels: 3);
        float[] numbers = [.. Enumerable.Range(1, 6).Select(i => i + 0.25f)];
        using SafetensorsFile file = Write(before, numbers);
        using var parameters = new ParameterSet<float>(_backend, now, learning: false);
        parameters.Initialize(Seed);
        InheritedWeights.Write(file, before, parameters);

        float[] table = Drawn(now, 0), output = Drawn(now, 2);
        Assert.Equal([.. numbers[..6], .. table[6..]], Read(parameters, now[0]));
        Assert.Equal(numbers[..1], Read(parameters, now[1]));
        Assert.Equal([numbers[0], numbers[1], output[2]], Read(parameters, now[2]));
        Assert.Equal([numbers[0], numbers[1], 0, numbers[2], numbers[3], 0, 0, 0, 0], Read(parameters, now[3]));
        Assert.All(table[6..].Append(output[2]), drawn => Assert.NotEqual(0, drawn));
    }

    [Fact]
    public void A_parameter_that_the_other_model_lacks_keeps_its_initial_value()
    {
        ParameterShape[] now = Shapes(tokens: 2, labels: 2);
        using SafetensorsFile file = Write(now[1..], [1, 2, 3, 4, 5, 6]);
        using var parameters = new ParameterSet<float>(_backend, now, learning: false);
        parameters.Initialize(Seed);
        InheritedWeights.Write(file, now[1..], parameters);
        Assert.Equal(Drawn(now, 0), Read(parameters, now[0]));
        Assert.Equal([1f], Read(parameters, now[1]));
    }

    private static ParameterShape[] Shapes(int tokens, int labels) =>
    [
        new("embedding.weight", [tokens, 3], new InitialValue(Distribution.Embedding)),
        new("encoder.bias", [1], new InitialValue(Distribution.Zero)),
        new("output.weight", [labels, 1], new InitialValue(Distribution.Glorot)),
        new("crf.transitions", [labels, labels], new InitialValue(Distribution.Zero)),
    ];

    /// <summary>Writes tensors that each hold the first of some numbers.</summary>
    private SafetensorsFile Write(ParameterShape[] shapes, float[] numbers)
    {
        NamedTensor[] tensors =
            [.. shapes.Select(shape => NamedTensor.Of<float>(shape.Name, [.. shape.Dimensions.Select(size => (long)size)], numbers.AsMemory(0, shape.Count)))];
        using (FileStream stream = File.Create(_folder["weights"])) SafetensorsFile.Write(stream, tensors, new Dictionary<string, string>());
        return SafetensorsFile.Read(_folder["weights"]);
    }

    private static float[] Drawn(ParameterShape[] shapes, int place) => [.. Initialization.Draw(shapes[place], Seed, (uint)place).Select(x => (float)x)];

    private static float[] Read(ParameterSet<float> parameters, ParameterShape shape)
    {
        var values = new float[shape.Count];
        parameters.Read(shape.Name, values);
        return values;
    }
}
