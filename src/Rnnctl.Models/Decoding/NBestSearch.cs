namespace Rnnctl.Models.Decoding;

/// <summary>
/// The N best labellings of a sentence under a linear chain, by the tree-trellis search of Soong and Huang (1991): the Viterbi algorithm forward, and an
/// A* search from the last token to the first whose estimate, the best beginning's score, is exact, so that labellings come out best first. It runs on
/// the host in double precision.
/// </summary>
/// <param name="transitions">From one label to the next, <c>[L, L]</c> row after row; minus infinity forbids. Empty for zeros.</param>
/// <param name="start">Of the first label, <c>[L]</c>.</param>
/// <param name="end">Of the last label, <c>[L]</c>.</param>
public sealed class NBestSearch(double[] transitions, double[] start, double[] end)
{
    private readonly double[] _factors = Array.ConvertAll(transitions, Math.Exp);

    private int Labels => start.Length;

    /// <summary>The search where each token is labelled by itself: its distribution is the softmax of its emissions.</summary>
    public static NBestSearch OfTokens(int labels) => new([], new double[labels], new double[labels]);

    /// <summary>The best labellings, the best first; fewer where there are no more.</summary>
    /// <param name="emissions">The tokens' logits, <c>[tokens, L]</c> row after row; no labelling comes from no token.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<ScoredLabelling> Find(ReadOnlySpan<float> emissions, int count)
    {
        if (emissions.IsEmpty) return [];
        double[] best = BestBeginnings(emissions);
        double logPartition = LogPartition(emissions);
        int last = (emissions.Length / Labels) - 1;
        var found = new List<ScoredLabelling>();
        var nodes = new List<Node>();

        // Every ending leads to labellings of its own, so that no more endings are of use than labellings are still to be found.
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

            // Among equals the one nearest to the start, so that it arrives there before all others are tried.
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

    /// <summary>log Z by the forward algorithm, each token's weights beside their largest: α_t(j) = e_t(j) + log Σ_i exp(α_(t-1)(i)) exp(A(i, j)).</summary>
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

    /// <summary>w ← exp(w - largest w), which it returns.</summary>
    private static double Exponentiate(double[] weights)
    {
        double largest = weights.Max();
        for (int j = 0; j < weights.Length; j++) weights[j] = Math.Exp(weights[j] - largest);
        return largest;
    }

    /// <summary>An ending: from the label of a token to the end of the sentence.</summary>
    /// <param name="Token">The token.</param>
    /// <param name="Label">Its label.</param>
    /// <param name="Next">The place of the ending behind it, or -1.</param>
    /// <param name="Ending">The score of everything behind the token's own emission.</param>
    private readonly record struct Node(int Token, int Label, int Next, double Ending);
}
