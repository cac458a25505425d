using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Parameters;
using Rnnctl.Plots;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;

namespace Rnnctl.Verbs.Landscape;

/// <summary>
/// The loss of a model over a plane. At (a, b) the weights are
/// <code>
/// w + (a - a₀) d₁ + (b - b₀) d₂
/// </code>
/// where w are the weights of the model, at (a₀, b₀). The loss is the mean over tokens, in nats, without dropout.
/// </summary>
internal sealed class LossPlane : IDisposable
{
    private const long BytesInMemory = 1 << 30;

    private readonly TaggerModel _model;
    private readonly EncodedCorpus _corpus;
    private readonly BatchPlan _plan;
    private readonly ContextualReader? _contextual;
    private readonly TaggerRunner _runner;
    private readonly Dictionary<string, double[]> _weights;

    /// <summary>Measurements change the weights of <paramref name="model"/>.</summary>
    public LossPlane(TaggerModel model, EncodedCorpus corpus)
    {
        _model = model;
        _corpus = corpus;
        _plan = new BatchPlan(corpus, BatchLimit.OfSentences(model.Configuration.Training.BatchSize));
        _plan.SortByLength();
        _contextual = Kept(model, corpus);
        _runner = new TaggerRunner(model, contextual: _contextual);
        _weights = model.Parameters.Shapes.ToDictionary(shape => shape.Name, Read);
    }

    /// <summary>The values of a parameter in the unchanged model.</summary>
    public double[] WeightsOf(string name) => _weights[name];

    /// <summary>Measures the loss of the unchanged model.</summary>
    public double AtModel(CancellationToken cancellation)
    {
        foreach ((string name, double[] values) in _weights) Write(name, values);
        return Loss(cancellation);
    }

    /// <summary>Measures the loss at the points of a grid.</summary>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="radius">How far the grid extends from the model in each direction.</param>
    /// <param name="points">Points per side.</param>
    /// <param name="display">Shows the progress.</param>
    /// <param name="cancellation">Cancels the measurement.</param>
    public HeightGrid Measure(PlaneAxis x, PlaneAxis y, double radius, int points, CountDisplay display, CancellationToken cancellation)
    {
        double[] columns = HeightGrid.Between(x.Center - radius, x.Center + radius, points);
        double[] rows = HeightGrid.Between(y.Center - radius, y.Center + radius, points);
        double[][] losses = [.. rows.Select(b => columns.Select(a => Measured(a, b)).ToArray())];
        return new HeightGrid(columns, rows, losses);

        double Measured(double a, double b)
        {
            double loss = At(x, a - x.Center, y, b - y.Center, cancellation);
            display.OneDone();
            return loss;
        }
    }

    public void Dispose()
    {
        _runner.Dispose();
        _contextual?.Dispose();
    }

    /// <summary>The vectors of language models, computed once for all points; null if there are none.</summary>
    private static ContextualReader? Kept(TaggerModel model, EncodedCorpus corpus)
    {
        ContextualReader? reader = model.NewContextualReader();
        if (reader is not { Learns: false }) return reader;
        var store = new VectorStore(model.Contextual!.Numbers, corpus.Tokens, BytesInMemory, Path.GetTempPath());
        reader.Keep(corpus.Words!, store, CancellationToken.None);
        return reader;
    }

    private double At(PlaneAxis x, double a, PlaneAxis y, double b, CancellationToken cancellation)
    {
        foreach (string name in x.Direction.Keys.Union(y.Direction.Keys))
        {
            double[] values = [.. _weights[name]];
            AddScaled(values, x.Direction.GetValueOrDefault(name), a);
            AddScaled(values, y.Direction.GetValueOrDefault(name), b);
            Write(name, values);
        }

        return Loss(cancellation);
    }

    private static void AddScaled(double[] values, double[]? direction, double factor)
    {
        for (int i = 0; i < (direction?.Length ?? 0); i++) values[i] += factor * direction![i];
    }

    private double Loss(CancellationToken cancellation)
    {
        _runner.Run(_corpus, _plan, cancellation: cancellation);
        return _runner.Loss ?? throw new InputException("no token has a label that the training data had");
    }

    private void Write(string name, double[] values) => _model.Parameters.Write(name, Array.ConvertAll(values, value => (float)value));

    private double[] Read(ParameterShape shape)
    {
        float[] values = new float[shape.Count];
        _model.Parameters.Read(shape.Name, values);
        return Array.ConvertAll(values, value => (double)value);
    }
}
