using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Parameters;
using Rnnctl.Onnx.Graphs;

namespace Rnnctl.Onnx.Tests;

/// <summary>Random parameters of a model, for this project and for a graph.</summary>
internal sealed class RandomWeights : IDisposable
{
    private readonly Dictionary<string, WeightMatrix> _weights;
    private readonly ParameterSet<float> _parameters;

    public RandomWeights(IReadOnlyList<ParameterShape> shapes, int seed)
    {
        Random = new Random(seed);
        Backend = CpuDevice.Open<float>(threads: 1);
        _parameters = new ParameterSet<float>(Backend, shapes, learning: false);
        _weights = shapes.ToDictionary(shape => shape.Name, NewWeight);
        foreach (WeightMatrix weight in _weights.Values) _parameters.Write(weight.Name, weight.Values);
    }

    /// <summary>What drew the weights, for what else is random.</summary>
    public Random Random { get; }

    public Backend<float> Backend { get; }

    public Variable<float> Parameter(string name) => _parameters[name];

    public WeightMatrix Weight(string name) => _weights[name];

    public void Dispose()
    {
        _parameters.Dispose();
        Backend.Dispose();
    }

    private WeightMatrix NewWeight(ParameterShape shape) => new(
        shape.Name, shape.Rows, shape.Columns, [.. Enumerable.Range(0, shape.Count).Select(_ => (2 * Random.NextSingle()) - 1)]);
}
