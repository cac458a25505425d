using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Chains;

/// <summary>A packed batch of sequences that share their transitions, with what is known of their labels, and its enumerated sequences.</summary>
internal sealed class ChainBatch
{
    private readonly PackedSteps _steps = new();
    private readonly double[][] _transitions;
    private readonly double[] _start, _end;
    private readonly double[][][] _emissions;

    /// <summary>A batch of given numbers.</summary>
    public ChainBatch(double[][][] emissions, double[][] transitions, double[] start, double[] end, int[][]? ids = null)
    {
        (_emissions, _transitions, _start, _end) = (emissions, transitions, start, end);
        _steps.Assign([.. emissions.Select(sequence => sequence.Length)]);
        Ids = ids ?? [.. emissions.Select(sequence => Enumerable.Repeat(-1, sequence.Length).ToArray())];
    }

    /// <summary>Each sequence's ids.</summary>
    public int[][] Ids { get; }

    public int Sequences => _emissions.Length;

    public int Labels => _start.Length;

    public int Tokens => _steps.Tokens;

    /// <summary>A batch of random numbers; two tokens in three have an id.</summary>
    public static ChainBatch Draw(PhiloxRandom random, int labels, int[] lengths, double scale)
    {
        double[][][] emissions = [.. lengths.Select(length => EnumeratedChain.Draw(random, length, labels, scale))];
        int[][] ids = [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(3) == 0 ? -1 : random.Next(labels)).ToArray())];
        double[][] ends = EnumeratedChain.Draw(random, 2, labels, scale);
        return new ChainBatch(emissions, EnumeratedChain.Draw(random, labels, labels, scale), ends[0], ends[1], ids);
    }

    /// <summary>A sequence, enumerated.</summary>
    public EnumeratedChain Sequence(int sequence) => new(_emissions[sequence], _transitions, _start, _end);

    /// <summary>The batch on a tape's backend.</summary>
    public LinearChain<T> On<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(_steps, Place(tape, Pack(_emissions)), Place(tape, _transitions), Place(tape, [_start]), Place(tape, [_end]));

    /// <summary>The ids on a tape's backend.</summary>
    public Tensor<int> IdsOn<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T> => tape.NewIds(Pack(Ids));

    /// <summary>Memory for gradients, zero.</summary>
    public LinearChain<T> ZerosOn<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
            _steps,
            tape.NewZeros(Tokens, Labels).Value,
            tape.NewZeros(Labels, Labels).Value,
            tape.NewZeros(1, Labels).Value,
            tape.NewZeros(1, Labels).Value);

    /// <summary>A tensor's numbers, row after row.</summary>
    public static double[][] Read<T>(Backend<T> backend, Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var numbers = new T[tensor.Count];
        backend.Download(tensor, numbers.AsSpan());
        return [.. numbers.Select(double.CreateChecked).Chunk(tensor.Columns)];
    }

    /// <summary>From packed rows to sequences.</summary>
    public TElement[][] Unpack<TElement>(TElement[] rows) => [.. Enumerable.Range(0, Sequences)
        .Select(sequence => Enumerable.Range(0, _steps.Lengths[sequence]).Select(token => rows[_steps.Offset(token) + sequence]).ToArray())];

    private static TElement[] Pack<TElement>(TElement[][] sequences) => [.. Enumerable.Range(0, sequences[0].Length)
        .SelectMany(token => sequences.Where(sequence => sequence.Length > token).Select(sequence => sequence[token]))];

    private static Tensor<T> Place<T>(Tape<T> tape, double[][] rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> tensor = tape.NewTensor(rows.Length, rows[0].Length);
        tape.Backend.Upload([.. rows.SelectMany(row => row).Select(T.CreateChecked)], tensor);
        return tensor;
    }
}
