namespace Rnnctl.Models.Decoding;

/// <summary>
/// The N best labellings of a sentence under a linear chain, by the tree-trellis search of Soong and Huang (1991): the Viterbi algorithm forward, then an
/// A* search from the last token to the first. The search's estimate, the Viterbi score, is exact, so labellings are found best first. It runs on
/// the CPU in double precision.
/// </summary>
/// <param name="transitions">The scores from one label to the next, <c>[L, L]</c> row after row; minus infinity forbids a transition. Empty for zeros.</param>
/// <param name="start">The scores of the first label, <c>[L]</c>.</param>
/// <param name="end">The scores of the last label, <c>[L]</c>.</param>
public sealed class NBestSearch(double[] transitions, double[] start, double[] end)
{
    private readonly double[] _factors = Array.ConvertAll(transitions, Math.Exp);

    private int Labels => start.Length;

    /// <summary>A search for taggers without a chain: each token's distribution is the softmax of its emissions.</summary>
    public static NBestSearch OfTokens(int labels) => new([], new double[labels], new double[labels]);

    /// <summary>Returns the best labellings, best first.</summary>
    /// <param name="emissions">The tokens' logits, <c>[tokens, L]</c> row after row. Without tokens there is no labelling.</param>
    /// <param name="count">The most labellings to find.</param>
    public IReadOnlyList<ScoredLabelling> Find(ReadOnlySpan<float> emissions, int count)
    {
        if (emissions.IsEmpty) return [];
        double[] best = BestBeginnings(emissions);
        double logPartition = LogPartition(emissions);
        int last = (emissions.Length / Labels) - 1;
        var found = new List<ScoredLabelling>();
        var nodes = new List<Node>();

        // Different endings lead to different labellings, so the queue never needs more endings than labellings are still to find.
        var queue = new SortedSet<(double Cost, int Token, int Place)>();
        for (int label = 0; label < Labels; label++) Push(new Node(last, label, Next: -1, end[label]));
        while (found.Count < count && queue.Count > 0)
        {
            (double cost, _, int place) = queue.Min;
            queue.Remove(queue.Min);
            Node node = nodes[place];
            if (node.Token == 0)
            {
                found.Add(new ScoredLabelling(Follow(nodes, place, last + 1), Math.Exp(-cost - logPartition)));
                continue;
            }

            double ending = emissions[(node.Token * Labels) + node.Label] + node.Ending;
            for (int label = 0; label < Labels; label++)
                Push(new Node(node.Token - 1, label, place, Transition(label, node.Label) + ending));
        }

        return found;

        void Push(Node node)
        {
            double score = best[(node.Token * Labels) + node.Label] + node.Ending;
            if (double.IsNegativeInfinity(score)) return;

            // Among equal costs, the ending that is nearest to the start comes first, so that a labelling is completed before others are tried.
            (double Cost, int Token, int Place) entry = (-score, node.Token, nodes.Count);
            bool isFull = queue.Count >= count - found.Count;
            if (isFull && entry.CompareTo(queue.Max) > 0) return;
            if (isFull) queue.Remove(queue.Max);
            nodes.Add(node);
            queue.Add(entry);
        }
    }

    private double Transition(int from, int to) => transitions.Length == 0 ? 0 : transitions[(from * Labels) + to];

    private static int[] Follow(List<Node> nodes, int place, int tokens)
    {
        int[] labels = new int[tokens];
        for (int token = 0; token < tokens; token++, place = nodes[place].Next) labels[token] = nodes[place].Label;
        return labels;
    }

    /// <summary>δ_t(j) = e_t(j) + max_i δ_(t-1)(i) + A(i, j), <c>[tokens, L]</c>.</summary>
    private double[] BestBeginnings(ReadOnlySpan<float> emissions)
    {
        double[] best = new double[emissions.Length];
        for (int j = 0; j < Labels; j++) best[j] = start[j] + emissions[j];
        for (int row = Labels; row < best.Length; row += Labels)
        {
            Span<double> next = best.AsSpan(row, Labels);
            AddBestTransitions(best.AsSpan(row - Labels, Labels), next);
            for (int j = 0; j < Labels; j++) next[j] += emissions[row + j];
        }

        return best;
    }

    /// <summary>max_i δ_(t-1)(i) + A(i, j).</summary>
    private void AddBestTransitions(ReadOnlySpan<double> before, Span<double> next)
    {
        next.Fill(double.NegativeInfinity);
        if (transitions.Length == 0)
        {
            foreach (double one in before) next[0] = Math.Max(next[0], one);
            next.Fill(next[0]);
            return;
        }

        for (int i = 0; i < Labels; i++)
        {
            for (int j = 0; j < Labels; j++) next[j] = Math.Max(next[j], before[i] + transitions[(i * Labels) + j]);
        }
    }

    /// <summary>log Z by the forward algorithm, α_t(j) = e_t(j) + log Σ_i exp(α_(t-1)(i)) exp(A(i, j)), scaled by the largest weight of each token.</summary>
    private double LogPartition(ReadOnlySpan<float> emissions)
    {
        double total = 0;
        double[] weights = new double[Labels], sums = new double[Labels];
        for (int j = 0; j < Labels; j++) weights[j] = start[j] + emissions[j];
        for (int row = Labels; row < emissions.Length; row += Labels)
        {
            total += Exponentiate(weights);
            SumTransitions(weights, sums);
            for (int j = 0; j < Labels; j++) weights[j] = emissions[row + j] + Math.Log(sums[j]);
        }

        for (int j = 0; j < Labels; j++) weights[j] += end[j];
        total += Exponentiate(weights);
        return total + Math.Log(weights.Sum());
    }

    /// <summary>Σ_i w(i) exp(A(i, j)).</summary>
    private void SumTransitions(double[] weights, double[] sums)
    {
        if (transitions.Length == 0)
        {
            sums.AsSpan().Fill(weights.Sum());
            return;
        }

        sums.AsSpan().Clear();
        for (int i = 0; i < Labels; i++)
        {
            for (int j = 0; j < Labels; j++) sums[j] += weights[i] * _factors[(i * Labels) + j];
        }
    }

    /// <summary>w ← exp(w - max w); returns max w.</summary>
    private static double Exponentiate(double[] weights)
    {
        double largest = weights.Max();
        for (int j = 0; j < weights.Length; j++) weights[j] = Math.Exp(weights[j] - largest);
        return largest;
    }

    /// <summary>A labelling's ending: the labels from a token to the end of the sentence.</summary>
    /// <param name="Token">The token.</param>
    /// <param name="Label">Its label.</param>
    /// <param name="Next">The index of the ending that starts one token later, or -1.</param>
    /// <param name="Ending">The score of the ending without this token's emission.</param>
    private readonly record struct Node(int Token, int Label, int Next, double Ending);
}
