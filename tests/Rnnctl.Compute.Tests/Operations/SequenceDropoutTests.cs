using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Operations;

/// <summary>Dropout whose masks belong to whole sequences: one of units, and one of embeddings.</summary>
public sealed class SequenceDropoutTests : IDisposable
{
    private const double Probability = 0.3;
    private static readonly DropoutKey Key = new(Seed: 12, Step: 5, Site: 3);

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 2);
    private readonly Tape<double> _tape;
    private readonly PackedSteps _steps = new();

    public SequenceDropoutTests() => _tape = new Tape<double>(_backend);

    public void Dispose()
    {
        _tape.Dispose();
        _backend.Dispose();
    }

    [Fact]
    public void Variational_dropout_drops_the_same_units_at_all_steps_of_a_sequence_and_others_in_another()
    {
        const int Units = 400;
        int[] numbers = [900, 3, -7];
        _steps.Assign([4, 2, 2], numbers);
        Variable<double> x = _tape.NewVariable(_steps.Tokens, Units);
        _backend.Fill(x.Value, 2);

        double[] y = Read(Dropout<double>.Apply(_tape, x, _steps, Probability, Key, perSequence: true).Value);

        // Rows of four steps with 3, 3, 1 and 1 of the sequences.
        int[] sequences = [0, 1, 2, 0, 1, 2, 0, 0];
        for (int i = 0; i < y.Length; i++)
        {
            var ofSequence = DropoutKey.OfRow(Key, (uint)numbers[sequences[i / Units]]);
            bool stays = DropoutKey.Word(ofSequence, (uint)(i % Units)) < (1 - Probability) * 4294967296.0;
            Assert.Equal(stays ? 2 / (1 - Probability) : 0, y[i], 1e-15);
        }

        // Five standard deviations of the mean of three masks.
        double[] masks = y[..(3 * Units)];
        Assert.Equal(1 - Probability, masks.Average(value => value > 0 ? 1.0 : 0), 5 * Math.Sqrt(Probability * (1 - Probability) / masks.Length));
        Assert.NotEqual(masks[..Units], masks[Units..(2 * Units)]);
        Assert.NotEqual(masks[Units..(2 * Units)], masks[(2 * Units)..]);
    }

    [Fact]
    public void A_dropped_embedding_is_zero_at_all_its_places_in_a_sequence_and_not_in_every_sequence()
    {
        const int Words = 50, Sequences = 40, Embedding = 3;
        var random = new PhiloxRandom(4, 0);
        int[] lengths = [.. Enumerable.Range(0, Sequences).Select(_ => random.Next(20, 90)).OrderDescending()];
        _steps.Assign(lengths);
        int[] words = [.. Enumerable.Range(0, _steps.Tokens).Select(_ => random.Next(Words))], sequences = new int[words.Length];
        _steps.SequenceNumbers(sequences);
        Variable<double> table = _tape.NewVariable(Words, Embedding), y = _tape.NewVariable(words.Length, Embedding);
        _backend.Upload([.. Enumerable.Range(0, Words * Embedding).Select(i => 1.0 + i)], table.Value);

        EmbeddingDropout<double>.Apply(_tape, table, _tape.NewIds(words), _tape.NewSymbolNumbers(_steps, words), Probability, Key, y);

        double[] values = Read(y.Value);
        var dropped = new Dictionary<(int Sequence, int Word), bool>();
        for (int row = 0; row < words.Length; row++)
        {
            bool isDropped = values[row * Embedding] == 0;
            double scale = isDropped ? 0 : 1 / (1 - Probability);
            for (int k = 0; k < Embedding; k++) Assert.Equal(scale * (1 + (words[row] * Embedding) + k), values[(row * Embedding) + k], 1e-12);
            dropped.TryAdd((sequences[row], words[row]), isDropped);
            Assert.Equal(dropped[(sequences[row], words[row])], isDropped);
        }

        Assert.True(dropped.Count < words.Length);
        Assert.Equal(Probability, dropped.Values.Average(one => one ? 1.0 : 0), 5 * Math.Sqrt(Probability * (1 - Probability) / dropped.Count));
        Assert.All(Enumerable.Range(0, Words), word => Assert.Equal(2, dropped.Where(one => one.Key.Word == word).Select(one => one.Value).Distinct().Count()));
    }

    private double[] Read(Tensor<double> tensor)
    {
        double[] values = new double[tensor.Count];
        _backend.Download(tensor, values.AsSpan());
        return values;
    }
}
