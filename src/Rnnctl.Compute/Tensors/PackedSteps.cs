namespace Rnnctl.Compute.Tensors;

/// <summary>
/// The shape of a packed batch: sequences of different lengths, longest first, stored as the rows of step 0, then of step 1, and so on. Each step holds only
/// the sequences that are still alive. Sequence j at step t is row <c>Offset(t) + j</c>; j is alive at t if j &lt; <c>Alive(t)</c>. cuDNN's and PyTorch's
/// packed sequences have the same layout.
/// </summary>
public sealed class PackedSteps
{
    // 2³² divided by the golden ratio: the numbers of one sequence's rows are spread over all numbers.
    private const int NumberStep = unchecked((int)2654435769);

    private int[] _offsets = new int[64];
    private int[] _lengths = new int[64];
    private int[] _numbers = new int[64];

    /// <summary>The number of sequences B.</summary>
    public int Sequences { get; private set; }

    /// <summary>The number of time steps T, the longest sequence's length.</summary>
    public int Steps { get; private set; }

    /// <summary>The number of rows N, the total length of all sequences.</summary>
    public int Tokens => _offsets[Steps];

    /// <summary>The sequences' lengths, longest first.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Sequences);

    /// <summary>The sequences' own numbers, which they keep in every batch and in every part of one: 0, 1, 2 and so on unless they were given.</summary>
    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, Sequences);

    /// <summary>The first row of each step, then the number of rows: <c>[steps + 1]</c>.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, Steps + 1);

    /// <summary>The first row of a step.</summary>
    public int Offset(int step) => _offsets[step];

    /// <summary>The number of sequences that are alive at a step.</summary>
    public int Alive(int step) => _offsets[step + 1] - _offsets[step];

    /// <summary>Assigns the shape of another batch. It allocates only if the batch is larger than all earlier ones.</summary>
    /// <param name="lengths">The sequences' lengths, longest first, each at least 1.</param>
    /// <param name="numbers">Their own numbers, at least as many; empty for 0, 1, 2 and so on.</param>
    /// <exception cref="ArgumentException">The lengths are not in descending order, or one is less than 1.</exception>
    public void Assign(ReadOnlySpan<int> lengths, ReadOnlySpan<int> numbers = default)
    {
        RequireFalling(lengths);
        Sequences = lengths.Length;
        Steps = lengths.IsEmpty ? 0 : lengths[0];
        if (_offsets.Length < Steps + 1) _offsets = new int[2 * (Steps + 1)];
        if (_lengths.Length < Sequences) (_lengths, _numbers) = (new int[2 * Sequences], new int[2 * Sequences]);
        lengths.CopyTo(_lengths);
        if (numbers.IsEmpty) for (int j = 0; j < Sequences; j++) _numbers[j] = j;
        else numbers[..Sequences].CopyTo(_numbers);
        int alive = Sequences;
        _offsets[0] = 0;
        for (int step = 0; step < Steps; step++)
        {
            while (alive > 0 && lengths[alive - 1] <= step) alive--;
            _offsets[step + 1] = _offsets[step] + alive;
        }
    }

    /// <summary>Assigns the shape of another batch, whose sequences have their own numbers in another list.</summary>
    /// <param name="lengths">The sequences' lengths, longest first, each at least 1.</param>
    /// <param name="order">The sequences' places in the list, in the batch's order.</param>
    /// <param name="numbers">The numbers, by the places; empty where a place is the number.</param>
    /// <exception cref="ArgumentException">The lengths are not in descending order, or one is less than 1.</exception>
    public void Assign(ReadOnlySpan<int> lengths, ReadOnlySpan<int> order, ReadOnlySpan<int> numbers)
    {
        Assign(lengths, order);
        if (numbers.IsEmpty) return;
        foreach (ref int number in _numbers.AsSpan(0, Sequences)) number = numbers[number];
    }

    /// <summary>
    /// Writes a number for every row that depends on its sequence's own number and its step alone, so that it is the same however sequences are put into
    /// batches. Two rows of a batch have the same number once in billions.
    /// </summary>
    /// <param name="rows">Receives the numbers, <c>[N]</c>.</param>
    public void RowNumbers(Span<int> rows)
    {
        for (int step = 0; step < Steps; step++)
        {
            for (int j = 0; j < Alive(step); j++) rows[Offset(step) + j] = unchecked(_numbers[j] + (step * NumberStep));
        }
    }

    /// <summary>Writes the own number of its sequence for every row: the same for all rows of a sequence.</summary>
    /// <param name="rows">Receives the numbers, <c>[N]</c>.</param>
    public void SequenceNumbers(Span<int> rows)
    {
        for (int step = 0; step < Steps; step++) Numbers[..Alive(step)].CopyTo(rows[Offset(step)..]);
    }

    /// <summary>
    /// Writes a number for every row that depends on its sequence's own number and its symbol alone, so that it is the same wherever the symbol stands in the
    /// sequence. Two rows with other symbols or sequences have the same number once in billions.
    /// </summary>
    /// <param name="symbols">The rows' symbols, <c>[N]</c>.</param>
    /// <param name="rows">Receives the numbers, <c>[N]</c>.</param>
    public void SymbolNumbers(ReadOnlySpan<int> symbols, Span<int> rows)
    {
        SequenceNumbers(rows);
        for (int row = 0; row < Tokens; row++) rows[row] = unchecked(rows[row] + (symbols[row] * NumberStep));
    }

    /// <summary>Writes, for every row, the row this many steps later in the same sequence, or -1 outside the sequence.</summary>
    /// <param name="distance">The number of steps; negative for earlier rows.</param>
    /// <param name="rows">Receives the rows, <c>[N]</c>.</param>
    public void Neighbours(int distance, Span<int> rows)
    {
        for (int step = 0; step < Steps; step++)
        {
            int source = step + distance;
            int alive = source < 0 || source >= Steps ? 0 : Alive(source);
            for (int j = 0; j < Alive(step); j++) rows[Offset(step) + j] = j < alive ? Offset(source) + j : -1;
        }
    }

    /// <summary>The last row of a sequence.</summary>
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
