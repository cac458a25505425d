using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>Frozen parameters: <c>--freeze</c>.</summary>
public sealed class FrozenTests
{
    private const double Rate = 0.125;

    private readonly TaggingData _train = ToyTagging.Data(seed: 1, sentences: 12);

    [Theory]
    [InlineData("embedding", 1)]
    [InlineData("encoder.weight_hh encoder.bias", 2)]
    [InlineData("embedding encoder", 2)]
    [InlineData("embedding encoder output.weight", 1)]
    [InlineData("encoder.weight_ih output.bias crf.start_transitions", 2)]
    public void Frozen_parameters_keep_their_bits_and_leave_the_norm_to_the_others(string names, int threads)
    {
        Dictionary<string, float[]> start = Learn(freeze: null, threads, steps: 0).Weights;
        (Dictionary<string, float[]> all, double _) = Learn(freeze: null, threads, steps: 1);
        (Dictionary<string, float[]> rest, double norm) = Learn(names, threads, steps: 1);
        string[] frozen = [.. start.Keys.Where(name => names.Split(' ').Any(one => name.StartsWith(one, StringComparison.Ordinal)))];
        Assert.NotEmpty(frozen);
        Assert.All(frozen, name => Assert.Equal(start[name], rest[name]));

        // Without a limit of the norm, gradient descent moves each of the other parameters as it does where nothing is frozen.
        string[] learnt = [.. start.Keys.Except(frozen)];
        Assert.All(learnt, name => Assert.Equal(all[name], rest[name]));
        double squares = learnt.Sum(name => start[name].Zip(rest[name], (before, after) => Math.Pow((before - after) / Rate, 2)).Sum());
        Assert.Equal(Math.Sqrt(squares), norm, 1e-4 * norm);
        Assert.True(norm > 0);
    }

    private (Dictionary<string, float[]> Weights, double Norm) Learn(string? freeze, int threads, int steps)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads);
        var options = new TrainingConfiguration { Optimizer = OptimizerKind.Sgd, ClipNorm = null, Freeze = freeze };
        ModelConfiguration configuration = ToyTagging.Configure(options);
        using TaggerModel model = TaggerModel.Create(
            configuration with { Architecture = configuration.Architecture with { Cell = "gru", Crf = true } }, ToyTagging.Vocabularies, backend);
        using var learner = new TaggerLearner(model, _train.Encoded);
        double norm = 0;
        for (int step = 1; step <= steps; step++) norm = learner.Learn([.. Enumerable.Range(0, _train.Encoded.Sentences)], step, Rate).GradientNorm;
        return (model.Parameters.Shapes.ToDictionary(shape => shape.Name, shape => Read(model.Parameters, shape)), norm);
    }

    private static float[] Read(ParameterSet<float> parameters, ParameterShape shape)
    {
        var values = new float[shape.Count];
        parameters.Read(shape.Name, values);
        return values;
    }
}
