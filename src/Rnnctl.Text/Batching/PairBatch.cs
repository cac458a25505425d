namespace Rnnctl.Text.Batching;

/// <summary>
/// A batch of sentence pairs, each side packed as in <see cref="PackedBatch"/>: without padding, time-major, longest first. Each
/// side has its own order; <see cref="SourceOfTarget"/> connects them. The batch is reused and allocates nothing once its arrays are large enough;
/// its spans are valid until the next filling. B is the number of pairs, Ns and Nt are the rows of the two sides.
/// </summary>
public sealed class PairBatch
{
    private readonly PackedLayout _sources = new();
    private readonly PackedLayout _targets = new();
    private int[] _sourceIds = [];
    private int[] _targetInputs = [];
    private int[] _targetLabels = [];
    private int[] _sourceOfTarget = [];
    private int[] _pairs = [];
    private int[] _sourcePlaces = [];
    private int[] _targetPlaces = [];

    /// <summary>Ns, the number of source tokens, which are the rows.</summary>
    public int SourceTokens => _sources.Rows;

    /// <summary>Nt, the number of target tokens with their end symbols, which are the rows.</summary>
    public int TargetTokens => _targets.Rows;

    /// <summary>The encoder's input: <c>[Ns]</c>, in row order.</summary>
    public ReadOnlySpan<int> SourceIds => _sourceIds.AsSpan(0, SourceTokens);

    /// <summary>The sources' lengths: <c>[B]</c>, descending.</summary>
    public ReadOnlySpan<int> SourceLengths => _sources.Lengths;

    /// <summary>The number of each source's pair, in the sources' order: <c>[B]</c>.</summary>
    public ReadOnlySpan<int> PairOfSource => _sources.Order;

    /// <summary>The sources' words as they are written, if the sources have them.</summary>
    public WordsOfSymbols SourceWords { get; } = new();

    /// <summary>The decoder's input, the begin symbol and then y_1 to y_T: <c>[Nt]</c>, in row order.</summary>
    public ReadOnlySpan<int> TargetInputs => _targetInputs.AsSpan(0, TargetTokens);

    /// <summary>The symbols to predict, y_1 to y_T and then the end symbol: <c>[Nt]</c>, in row order.</summary>
    public ReadOnlySpan<int> TargetLabels => _targetLabels.AsSpan(0, TargetTokens);

    /// <summary>The targets' lengths with the begin or end symbol, T + 1 each: <c>[B]</c>, descending.</summary>
    public ReadOnlySpan<int> TargetLengths => _targets.Lengths;

    /// <summary>The number of each target's pair, in the targets' order: <c>[B]</c>.</summary>
    public ReadOnlySpan<int> PairOfTarget => _targets.Order;

    /// <summary>The position of each target's source, targets and sources in their own orders: <c>[B]</c>. The next batch reuses the memory.</summary>
    public ReadOnlyMemory<int> SourceOfTarget => _sourceOfTarget.AsMemory(0, _targets.Sequences);

    /// <summary>Packs pairs; the old contents are lost.</summary>
    /// <param name="pairs">All pairs.</param>
    /// <param name="chosen">The numbers of those to pack, in any order.</param>
    /// <param name="beginId">The begin symbol of targets.</param>
    /// <param name="endId">The end symbol of targets; sources contain theirs already.</param>
    /// <exception cref="ArgumentException">A source is empty.</exception>
    public void Fill(EncodedPairs pairs, ReadOnlySpan<int> chosen, int beginId, int endId)
    {
        PackSources(pairs.Sources, chosen);
        PackTargets(pairs.Targets, chosen, beginId, endId);
        JoinSides();
    }

    /// <summary>Packs sources alone, for translating them, in place of what is here; there are no targets then.</summary>
    /// <param name="sources">All sources.</param>
    /// <param name="chosen">The numbers of those to pack, in any order.</param>
    /// <exception cref="ArgumentException">A source is empty.</exception>
    public void FillSources(EncodedSentences sources, ReadOnlySpan<int> chosen)
    {
        PackSources(sources, chosen);
        _targets.Assign([], []);
    }

    private void PackSources(EncodedSentences sources, ReadOnlySpan<int> chosen)
    {
        _sources.Assign(sources.Starts, chosen);
        PackedLayout.EnsureLength(ref _sourceIds, SourceTokens);
        for (int place = 0; place < _sources.Sequences; place++) _sources.Scatter(sources[PairOfSource[place]], place, _sourceIds);
        if (sources.Words is { } words) SourceWords.Fill(words, _sources);
    }

    private void PackTargets(EncodedSentences targets, ReadOnlySpan<int> chosen, int beginId, int endId)
    {
        _targets.Assign(targets.Starts, chosen, framing: 1);
        PackedLayout.EnsureLength(ref _targetInputs, TargetTokens);
        PackedLayout.EnsureLength(ref _targetLabels, TargetTokens);
        for (int place = 0; place < _targets.Sequences; place++)
        {
            ReadOnlySpan<int> ids = targets[PairOfTarget[place]];
            _targets.Scatter([beginId], place, _targetInputs);
            _targets.Scatter(ids, place, _targetInputs, firstStep: 1);
            _targets.Scatter(ids, place, _targetLabels);
            _targets.Scatter([endId], place, _targetLabels, firstStep: ids.Length);
        }
    }

    /// <summary>Sorts the positions of both sides by pair number, so that the two sides of a pair meet. A pair that was chosen twice appears twice.</summary>
    private void JoinSides()
    {
        int count = _targets.Sequences;
        PackedLayout.EnsureLength(ref _pairs, count);
        PackedLayout.EnsureLength(ref _sourceOfTarget, count);
        SortPlaces(PairOfSource, ref _sourcePlaces);
        SortPlaces(PairOfTarget, ref _targetPlaces);
        for (int pair = 0; pair < count; pair++) _sourceOfTarget[_targetPlaces[pair]] = _sourcePlaces[pair];
    }

    private void SortPlaces(ReadOnlySpan<int> pairs, ref int[] places)
    {
        PackedLayout.EnsureLength(ref places, pairs.Length);
        for (int place = 0; place < pairs.Length; place++) places[place] = place;
        pairs.CopyTo(_pairs);
        _pairs.AsSpan(0, pairs.Length).Sort(places.AsSpan(0, pairs.Length));
    }
}
