using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Tests.Translators;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Tests.Decoding;

/// <summary>
/// A translator in double with weights drawn large enough that its distributions are far from even, and the probabilities that it gives to whole translations
/// when it is told the symbols before: by another path through the model than a search takes.
/// </summary>
internal sealed class DrawnTranslator : IDisposable
{
    public const int Begin = 1;
    public const int End = 2;
    public const int Symbols = 5;

    private static readonly CellDefinition Lstm = CellCatalog.Find("lstm")!;

    private static readonly int[] OnlyPlace = [0];

    private readonly ParameterSet<double> _parameters;
    private readonly Tape<double> _tape;

    public DrawnTranslator(TranslatorArchitecture architecture, ulong seed, double scale = 1)
    {
        _parameters = new ParameterSet<double>(Backend, architecture.Parameters(), learning: false);
        var random = new PhiloxRandom(seed, stream: 0);
        Dictionary<string, double[]> weights = architecture.Parameters().ToDictionary(
            shape => shape.Name, shape => (double[])[.. Enumerable.Range(0, shape.Count).Select(_ => scale * random.NextGaussian())]);
        foreach ((string name, double[] values) in weights) _parameters.Write(name, values);
        Naive = new NaiveTranslator(architecture, weights);
        Translator = new Translator<double>(architecture, name => _parameters[name]);
        _tape = new Tape<double>(Backend, recording: false);
    }

    /// <summary>Dot attention around an LSTM; of uneven sizes, so that no two can be taken for each other.</summary>
    public static TranslatorArchitecture Small { get; } = new(
        SourceSymbols: 7, TargetSymbols: Symbols, Embedding: 4, Lstm, Lstm, Hidden: 6, Layers: 1, Bidirectional: true, Dropout: 0)
    {
        Attention = AttentionKind.Dot,
    };

    public Backend<double> Backend { get; } = CpuDevice.Open<double>(threads: 1);

    public Translator<double> Translator { get; }

    /// <summary>The same translator by the equations of the papers, number by number.</summary>
    public NaiveTranslator Naive { get; }

    /// <summary>How translations are searched for here.</summary>
    public static SearchOptions Search(int beam, int maxLength, double lengthPenalty = 0) => new(Begin, End, beam, lengthPenalty, maxLength);

    /// <summary>Random sources of some lengths, longest first.</summary>
    public static int[][] Sources(int seed, params int[] lengths)
    {
        var random = new Random(seed);
        return [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(Small.SourceSymbols)).ToArray())];
    }

    /// <summary>What a search finds for sources, longest first, with this translator and others.</summary>
    public IReadOnlyList<Hypothesis>[] Find(SearchOptions options, int[][] sources, long[]? numbers = null, params DrawnTranslator[] others) =>
        FindAfter(prefixes: null, options, sources, numbers, others);

    /// <summary>The same with forced beginnings.</summary>
    public IReadOnlyList<Hypothesis>[] FindAfter(
        int[][]? prefixes, SearchOptions options, int[][] sources, long[]? numbers = null, params DrawnTranslator[] others)
    {
        using var search = new TranslationSearch<double>(Backend, [Translator, .. others.Select(other => other.Translator)], options);
        var steps = new PackedSteps();
        return [.. search.Find(Packed(sources, steps), steps, numbers, prefixes: prefixes).Select(found => (IReadOnlyList<Hypothesis>)[.. found])];
    }

    /// <summary>Sources in packed order.</summary>
    public static int[] Packed(int[][] sources, PackedSteps steps)
    {
        steps.Assign([.. sources.Select(source => source.Length)]);
        return [.. Enumerable.Range(0, sources[0].Length).SelectMany(time => sources.Where(source => time < source.Length).Select(source => source[time]))];
    }

    /// <summary>The logarithm of the probability of each symbol of a target, given the source and the right symbols before it.</summary>
    public double[] LogProbabilities(int[] source, IReadOnlyList<int> target)
    {
        _tape.Reset();
        PackedSteps sourceSteps = new(), targetSteps = new();
        sourceSteps.Assign([source.Length]);
        targetSteps.Assign([target.Count]);
        var input = new TranslatorInput(source, sourceSteps, [Begin, .. target.SkipLast(1)], targetSteps, OnlyPlace);
        Variable<double> readouts = Translator.Readouts(_tape, input, training: null);
        Tensor<double> surprisals = Translator.Loss(_tape, readouts, _tape.NewIds([.. target]), smoothing: 0, target.Count).Surprisals;
        var values = new double[target.Count];
        Backend.Download(surprisals, values);
        return [.. values.Select(surprisal => -surprisal)];
    }

    /// <summary>The logarithms of the probabilities of all symbols that may follow some.</summary>
    public double[] Next(int[] source, IReadOnlyList<int> before) =>
        [.. Enumerable.Range(0, Symbols).Select(symbol => LogProbabilities(source, [.. before, symbol])[^1])];

    public void Dispose()
    {
        _tape.Dispose();
        _parameters.Dispose();
        Backend.Dispose();
    }
}
