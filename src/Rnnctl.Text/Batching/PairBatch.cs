namespace Rnnctl.Text.Batching;

/// <summary>
/// A batch of sentence pairs, both sides packed as <see cref="PackedBatch"/> packs sentences: without padding, time-major, longest first. Each
/// side has its own order, and <see cref="SourceOfTarget"/> joins them. It is filled again and again and allocates nothing once its arrays are large enough;
/// what it hands out is good until the next filling. B is the number of pairs, Ns and Nt are the rows of the two sides.
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

    /// <summary>How many source tokens, that is rows, the batch holds: Ns.</summary>
    public int SourceTokens => _sources.Rows;

    /// <summary>How many target tokens, that is rows, it holds, end symbols included: Nt.</summary>
    public int TargetTokens => _targets.Rows;

    /// <summary>What the encoder reads: <c>[Ns]</c>, in row order.</summary>
    public ReadOnlySpan<int> SourceIds => _sourceIds.AsSpan(0, SourceTokens);

    /// <summary>The sources' lengths: <c>[B]</c>, descending.</summary>
    public ReadOnlySpan<int> SourceLengths => _sources.Lengths;

    /// <summary>The number of each source's pair, in the sources' order: <c>[B]</c>.</summary>
    public ReadOnlySpan<int> PairOfSource => _sources.Order;

    /// <summary>What the decoder reads, the begin symbol and then y_1 to y_T: <c>[Nt]</c>, in row order.</summary>
    public ReadOnlySpan<int> TargetInputs => _targetInputs.AsSpan(0, TargetTokens);

    /// <summary>What the decoder is to predict from it, y_1 to y_T and then the end symbol: <c>[Nt]</c>, in row order.</summary>
    public ReadOnlySpan<int> TargetLabels => _targetLabels.AsSpan(0, TargetTokens);

    /// <summary>The targets' lengths with their symbol of begin or end, T + 1 each: <c>[B]</c>, descending.</summary>
    public ReadOnlySpan<int> TargetLengths => _targets.Lengths;

    /// <summary>The number of each target's pair, in the targets' order: <c>[B]</c>.</summary>
    public ReadOnlySpan<int> PairOfTarget => _targets.Order;

    /// <summary>For each target, in the targets' order, the place of its source in the sources' order: <c>[B]</c>. The array behind it is reused.</summary>
    public ReadOnlyMemory<int> SourceOfTarget => _sourceOfTarget.AsMemory(0, _targets.Sequences);

    /// <summary>Packs pairs in place of those that are here.</summary>
    /// <param name="pairs">All pairs.</param>
    /// <param name="chosen">The numbers of those to pack, in any order.</param>
    /// <param name="beginId">The symbol before a target.</param>
    /// <param name="endId">The symbol after a target; sources have theirs already.</param>
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

    /// <summary>Sorts the places of both sides by pair, so that those of one pair meet; a pair that was chosen twice has two of each.</summary>
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
