using Rnnctl.Inference.Tracing;

namespace Rnnctl.Verbs.Trace;

/// <summary>
/// The states of all units at the tokens of two groups. A unit separates the groups by the area under its ROC curve (the statistic of Mann and Whitney):
/// <code>
/// AUC = P(s &gt; s') + P(s = s') / 2,   s a state of the first group, s' one of the other
/// </code>
/// 1 or 0 if a threshold on the state tells the groups apart without a mistake, 0.5 if the state says nothing. The states are the memory c, the hidden state h
/// and the output y.
/// </summary>
/// <param name="parts">The layers and directions that are searched.</param>
/// <param name="model">The model's path, for messages.</param>
internal sealed class StateSamples(TraceParts parts, string model)
{
    // 256 MB of states.
    private const int MostNumbers = 1 << 26;
    private static readonly string[] StateNames = ["c", "h", "y"];

    private readonly List<Samples> _states = [];
    private long _numbers;

    /// <summary>The number of tokens so far.</summary>
    public long Tokens { get; private set; }

    /// <summary>Whether more would take too much memory.</summary>
    public bool IsFull => _numbers >= MostNumbers;

    /// <summary>Adds the tokens of a sentence.</summary>
    /// <param name="trace">Its trace.</param>
    /// <param name="groupOf">The group of a token in a direction: true for the first, null for neither.</param>
    public void Add(SentenceTrace trace, Func<int, bool, bool?> groupOf)
    {
        int place = 0;
        foreach (LayerTrace layer in parts.Of(model, trace))
        {
            foreach (TracedNumbers value in layer.Values.Where(value => StateNames.Contains(value.Name)))
            {
                if (place == _states.Count) _states.Add(new Samples(layer.Layer, layer.IsReverse, value.Name, value.Width));
                _numbers += _states[place++].Add(value, token => groupOf(token, layer.IsReverse));
            }
        }

        Tokens += trace.Layers[0].Values[0].Numbers.Length / trace.Layers[0].Values[0].Width;
    }

    /// <summary>How many tokens of each group the direction that has the most of the first has.</summary>
    public (int With, int Without) Sizes => _states.Count == 0 ? (0, 0) : _states.Select(state => (state.With, state.Without)).MaxBy(size => size.With);

    /// <summary>The units that separate the groups best, best first; equal ones in the order of the layers.</summary>
    public IReadOnlyList<UnitScore> Best(int count) =>
        [.. _states.SelectMany(state => state.Scores()).OrderByDescending(unit => Math.Abs(unit.Auc - 0.5)).Take(count)];

    /// <summary>The samples of one state of a layer and direction.</summary>
    private sealed class Samples(int layer, bool isReverse, string name, int width)
    {
        private readonly List<float> _with = [], _without = [];

        public int With => _with.Count / width;

        public int Without => _without.Count / width;

        /// <summary>Adds the tokens of a sentence, and returns how many numbers they were.</summary>
        public int Add(TracedNumbers value, Func<int, bool?> groupOf)
        {
            int before = _with.Count + _without.Count;
            for (int token = 0; token < value.Numbers.Length / width; token++)
            {
                if (groupOf(token) is { } isFirst) (isFirst ? _with : _without).AddRange(value.Numbers.AsSpan(token * width, width));
            }

            return _with.Count + _without.Count - before;
        }

        /// <summary>The scores of all units; none without tokens of both groups.</summary>
        public IEnumerable<UnitScore> Scores()
        {
            if (With == 0 || Without == 0) yield break;
            float[] states = new float[With + Without];
            bool[] isFirst = new bool[states.Length];
            for (int unit = 0; unit < width; unit++)
            {
                for (int i = 0; i < With; i++) (states[i], isFirst[i]) = (_with[(i * width) + unit], true);
                for (int i = 0; i < Without; i++) (states[With + i], isFirst[With + i]) = (_without[(i * width) + unit], false);
                double meanWith = Mean(states.AsSpan(0, With)), meanWithout = Mean(states.AsSpan(With));
                Array.Sort(states, isFirst);
                double auc = RankSums.AreaUnderCurve(states, isFirst);
                yield return new UnitScore(layer, DirectionName.Of(isReverse), name, unit + 1, auc, meanWith, meanWithout);
            }
        }

        private static double Mean(ReadOnlySpan<float> numbers)
        {
            double sum = 0;
            foreach (float number in numbers) sum += number;
            return sum / numbers.Length;
        }
    }
}

/// <summary>The area under the ROC curve by the sum of ranks.</summary>
internal static class RankSums
{
    /// <summary>P(s &gt; s') + P(s = s') / 2, for s in the first group and s' in the other: (R - n (n + 1) / 2) / (n n'), R the first group's ranks.</summary>
    /// <param name="states">The numbers of both groups, in ascending order.</param>
    /// <param name="isFirst">Whether each is of the first group; both groups have one.</param>
    public static double AreaUnderCurve(ReadOnlySpan<float> states, ReadOnlySpan<bool> isFirst)
    {
        double ranks = 0;
        long first = 0;
        for (int start = 0, end; start < states.Length; start = end)
        {
            int inTie = 0;
            for (end = start; end < states.Length && states[end].Equals(states[start]); end++) inTie += isFirst[end] ? 1 : 0;
            ranks += inTie * ((start + 1 + end) / 2.0); // Equal numbers share the mean of their ranks.
            first += inTie;
        }

        return (ranks - (first * (first + 1) / 2.0)) / ((double)first * (states.Length - first));
    }
}

/// <summary>How well a unit's state separates two groups of tokens.</summary>
/// <param name="Layer">The layer, from 1.</param>
/// <param name="Direction">The direction.</param>
/// <param name="State">The state: c, h or y.</param>
/// <param name="Unit">The unit, from 1.</param>
/// <param name="Auc">The area under the ROC curve, from 0 to 1.</param>
/// <param name="MeanWith">The mean of the state in the first group.</param>
/// <param name="MeanWithout">The mean in the other.</param>
internal sealed record UnitScore(int Layer, string Direction, string State, int Unit, double Auc, double MeanWith, double MeanWithout);
