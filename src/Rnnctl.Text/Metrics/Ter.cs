using System.Runtime.InteropServices;
using Rnnctl.Text.Metrics.EditRate;
using Rnnctl.Text.Metrics.Tokenization;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// The translation edit rate of a corpus (Snover et al. 2006), as sacreBLEU computes it after the program Tercom: the fewest edits found that make the
/// hypotheses the references, an edit being the insertion, deletion or substitution of a word or the shift of a block of words.
/// <code>
/// TER = 100 edits / reference words
/// </code>
/// Of several references the one with the fewest edits counts, and the mean of their lengths.
/// </summary>
public sealed class Ter : ITranslationMetric
{
    // A segment's numbers.
    private const int Edits = 0, ReferenceWords = 1, Width = 2;

    private readonly TercomText _text;
    private readonly SymbolTable _numbers = new();
    private readonly List<int> _hypothesis = [];
    private readonly List<int> _reference = [];
    private readonly EditSearch _search = new();
    private readonly double[] _sums = new double[Width];

    /// <summary>An empty score.</summary>
    /// <param name="options">How words are read; null for sacreBLEU's defaults.</param>
    /// <param name="references">The number of references of each hypothesis.</param>
    public Ter(TerOptions? options = null, int references = 1)
    {
        TerOptions read = options ?? new TerOptions();
        _text = new TercomText(read);
        Signature = SacreBleu.Signature(
            references,
            $"case:{SacreBleu.CaseName(!read.CaseSensitive)}|tok:tercom|norm:{SacreBleu.YesNo(read.Normalized)}"
            + $"|punct:{SacreBleu.YesNo(!read.NoPunctuation)}|asian:{SacreBleu.YesNo(read.AsianSupport)}");
    }

    /// <inheritdoc/>
    public string Name => "TER";

    /// <inheritdoc/>
    public string Signature { get; }

    /// <inheritdoc/>
    public int Statistics => Width;

    /// <summary>Adds a line and its references.</summary>
    public void Add(string hypothesis, params ReadOnlySpan<string> references)
    {
        Span<double> segment = stackalloc double[Width];
        Count(hypothesis, references, segment);
        for (int number = 0; number < Width; number++) _sums[number] += segment[number];
    }

    /// <summary>The score of all lines so far.</summary>
    public TerScore Score() => new(ScoreOf(_sums), (long)_sums[Edits], _sums[ReferenceWords], Signature);

    /// <inheritdoc/>
    public void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> statistics)
    {
        _numbers.Clear();
        Read(hypothesis, _hypothesis);
        int fewest = int.MaxValue;
        double words = 0;
        foreach (string reference in references)
        {
            Read(reference, _reference);
            fewest = Math.Min(fewest, _search.Count(CollectionsMarshal.AsSpan(_hypothesis), CollectionsMarshal.AsSpan(_reference)));
            words += _reference.Count;
        }

        (statistics[Edits], statistics[ReferenceWords]) = (fewest, words / references.Length);
    }

    /// <summary>The rate; without any word of a reference it is 100 if there are edits, else 0.</summary>
    public double ScoreOf(ReadOnlySpan<double> sums) =>
        sums[ReferenceWords] > 0 ? 100 * (sums[Edits] / sums[ReferenceWords]) : sums[Edits] > 0 ? 100 : 0;

    private void Read(string line, List<int> words)
    {
        words.Clear();
        PythonString.AddWords(_text.Divide(line), _numbers, words);
    }
}
