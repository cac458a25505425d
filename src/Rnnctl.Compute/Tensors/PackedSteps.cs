namespace Rnnctl.Compute.Tensors;

/// <summary>
/// The shape of a packed batch: sequences of different lengths, longest first, as the rows of step 0, then of step 1, and so on, each step holding
/// only the sequences still alive. Sequence j at step t is row <c>Offset(t) + j</c>, and j is alive at t while j &lt; <c>Alive(t)</c>.
/// The layout of cuDNN's and PyTorch's packed sequences.
/// </summary>
public sealed class PackedSteps
{
    private int[] _offsets = new int[64];
    private int[] _lengths = new int[64];

    /// <summary>The number of sequences B.</summary>
    public int Sequences { get; private set; }

    /// <summary>The number of time steps T, the longest sequence's length.</summary>
    public int Steps { get; private set; }

    /// <summary>The number of rows N, all sequences' lengths together.</summary>
    public int Tokens => _offsets[Steps];

    /// <summary>The sequences' lengths, longest first.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Sequences);

    /// <summary>Where each step's rows begin, and at the end the number of rows: <c>[steps + 1]</c>.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, Steps + 1);

    /// <summary>The first row of a step.</summary>
    public int Offset(int step) => _offsets[step];

    /// <summary>How many sequences reach a step.</summary>
    public int Alive(int step) => _offsets[step + 1] - _offsets[step];

    /// <summary>Takes the shape of another batch; allocates only where it is larger than every one before.</summary>
    /// <param name="lengths">The sequences' lengths, longest first, each at least 1.</param>
    /// <exception cref="ArgumentException">The lengths are not in falling order, or one is below 1.</exception>
    public void Assign(ReadOnlySpan<int> lengths)
    {
        RequireFalling(lengths);
        Sequences = lengths.Length;
        Steps = lengths.IsEmpty ? 0 : lengths[0];
        if (_offsets.Length < Steps + 1) _offsets = new int[2 * (Steps + 1)];
        if (_lengths.Length < Sequences) _lengths = new int[2 * Sequences];
        lengths.CopyTo(_lengths);
        int alive = Sequences;
        _offsets[0] = 0;
        for (int step = 0; step < Steps; step++)
        {
            while (alive > 0 && lengths[alive - 1] <= step) alive--;
            _offsets[step + 1] = _offsets[step] + alive;
        }
    }

    /// <summary>Tells for every row which row is so many steps after it in its sequence, or -1 beyond the sequence's ends.</summary>
    /// <param name="distance">How many steps; negative for those before.</param>
    /// <param name="rows">Where that is written, <c>[N]</c>.</param>
    public void Neighbours(int distance, Span<int> rows)
    {
        for (int step = 0; step < Steps; step++)
        {
            int source = step + distance;
            int alive = source < 0 || source >= Steps ? 0 : Alive(source);
            for (int j = 0; j < Alive(step); j++) rows[Offset(step) + j] = j < alive ? Offset(source) + j : -1;
        }
    }

    /// <summary>The row in which a sequence ends.</summary>
    public int LastRow(int sequence) => Offset(_lengths[sequence] - 1) + sequence;

    private static void RequireFalling(ReadOnlySpan<int> lengths)
    {
        for (int j = 0; j < lengths.Length; j++)
        {
            if (lengths[j] < 1) throw new ArgumentException($"sequence {j} has length {lengths[j]}; a packed batch holds no empty sequence", nameof(lengths));
            if (j > 0 && lengths[j] > lengths[j - 1]) throw new ArgumentException($"sequence {j} is longer than the one before it", nameof(lengths));
        }
    }
}
