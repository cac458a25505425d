using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Backends;

/// <summary>
/// The operations that a device must provide: the interface between the operations on the tape and the hardware. All operations work on whole matrices. A
/// tensor named target is written; a tensor named gradient or sum is added to; all others are only read. Work may run asynchronously: only
/// <see cref="Download{TElement}"/>, <see cref="Synchronize"/> and the methods that return a number wait for it.
/// </summary>
/// <typeparam name="T">The number: <see cref="float"/> for training and inference, <see cref="double"/> for gradient checks.</typeparam>
public abstract class Backend<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A description of the device for users.</summary>
    public abstract string Name { get; }

    /// <summary>The number of threads that compute.</summary>
    public abstract int Threads { get; }

    /// <summary>
    /// A backend for each thread, over the same memory: each computes a part of a batch by itself, so that threads meet once a batch and not once an operation.
    /// A device that is no processor has one worker, itself.
    /// </summary>
    public virtual IReadOnlyList<Backend<T>> Workers => [this];

    /// <summary>Runs work once for each worker, side by side, and returns when all have ended.</summary>
    /// <param name="work">Gets the worker's number, from 0. An exception of the first worker that throws one is thrown again.</param>
    public virtual void RunOnWorkers(Action<int> work) => work(0);

    /// <summary>Allocates memory for <paramref name="length"/> elements; the content is undefined.</summary>
    public abstract Storage<TElement> Allocate<TElement>(int length)
        where TElement : unmanaged;

    /// <summary>Copies numbers from the host to a contiguous tensor.</summary>
    public abstract void Upload<TElement>(ReadOnlySpan<TElement> source, Tensor<TElement> target)
        where TElement : unmanaged;

    /// <summary>Copies a contiguous tensor to the host.</summary>
    public abstract void Download<TElement>(Tensor<TElement> source, Span<TElement> target)
        where TElement : unmanaged;

    /// <summary>A contiguous tensor's own memory, where the host can reach it; otherwise empty.</summary>
    public virtual Span<TElement> HostSpan<TElement>(Tensor<TElement> tensor)
        where TElement : unmanaged => default;

    /// <summary>Sets every element to a value.</summary>
    public abstract void Fill(Tensor<T> target, T value);

    /// <summary>Sets every element to zero.</summary>
    public void Clear(Tensor<T> target) => Fill(target, T.Zero);

    /// <summary>C ← op(A) op(B), or C ← C + op(A) op(B): <c>[M, K] [K, N] = [M, N]</c>, where op is the identity or the transpose.</summary>
    public abstract void Product(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, bool accumulate);

    /// <summary>
    /// The caller promises not to change this right operand of products until <see cref="ForgetKept"/>. A product may then prepare the operand once and reuse
    /// the result for later products with the same tensor, read in the same way. The transpose of a recurrent weight U <c>[G H, H]</c> is reused by
    /// <see cref="RunForward"/> too. If the caller writes to the operand or frees it earlier, products use the old numbers.
    /// </summary>
    public virtual void Keep(MatrixOperand<T> b)
    {
    }

    /// <summary>Ends all promises of <see cref="Keep"/> and frees the prepared operands.</summary>
    public virtual void ForgetKept()
    {
    }

    /// <summary>target ← f(target, a, b) element by element.</summary>
    public abstract void Map<TFormula>(TFormula formula, Tensor<T> target, Tensor<T> a, Tensor<T> b)
        where TFormula : unmanaged, IFormula;

    /// <summary>Writes the row <c>[1, columns]</c> into every row of the target, or the sum of two rows if a second one is given.</summary>
    public abstract void BroadcastRow(Tensor<T> row, Tensor<T> second, Tensor<T> target);

    /// <summary>Adds the sum of all rows of the source to the row <c>[1, columns]</c>.</summary>
    public abstract void AddColumnSums(Tensor<T> source, Tensor<T> sum);

    /// <summary>Adds Σ a ⊙ b over all rows to the row <c>[1, columns]</c>.</summary>
    /// <param name="a">a, <c>[N, columns]</c>.</param>
    /// <param name="b">b, the same shape.</param>
    /// <param name="products">Receives a ⊙ b; may be a or b.</param>
    /// <param name="sum">The row.</param>
    public void AddColumnSums(Tensor<T> a, Tensor<T> b, Tensor<T> products, Tensor<T> sum)
    {
        Map(default(Product), products, a, b);
        AddColumnSums(products, sum);
    }

    /// <summary>Row i of the target ← row ids[i] of the table; zeros if the id is negative.</summary>
    public abstract void GatherRows(Tensor<T> table, Tensor<int> ids, Tensor<T> target);

    /// <summary>Adds row i of the source to row ids[i] of the gradient, in the order of i; skips negative ids.</summary>
    public abstract void ScatterAddRows(Tensor<T> source, Tensor<int> ids, Tensor<T> gradient);

    /// <summary>Softmax of each row: target ← exp(x) / Σ exp(x), computed without overflow.</summary>
    public abstract void Softmax(Tensor<T> source, Tensor<T> target);

    /// <summary>Layer normalisation of each row x, with mean μ and variance σ²: target ← gain ⊙ x̂ + bias, x̂ = (x - μ) / √(σ² + ε).</summary>
    /// <param name="source">x, <c>[rows, columns]</c>.</param>
    /// <param name="gain"><c>[1, columns]</c>.</param>
    /// <param name="bias"><c>[1, columns]</c>.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="normalized">Receives x̂ and 1 / √(σ² + ε) for the gradient.</param>
    /// <param name="target">The result.</param>
    public abstract void LayerNorm(
        Tensor<T> source, Tensor<T> gain, Tensor<T> bias, double epsilon, NormalizedRows<T> normalized, Tensor<T> target);

    /// <summary>For each row: gradient ← gradient + (d - mean(d) - x̂ mean(d ⊙ x̂)) / √(σ² + ε) with d = gain ⊙ upstream.</summary>
    public abstract void LayerNormGradient(NormalizedRows<T> normalized, Tensor<T> gain, Tensor<T> upstream, Tensor<T> gradient);

    /// <summary>
    /// For each row: gradient ← gradient + y ⊙ (dy - Σ dy ⊙ y), where y are the probabilities of <see cref="Softmax"/> and dy is their gradient.
    /// </summary>
    public abstract void SoftmaxGradient(Tensor<T> probabilities, Tensor<T> upstream, Tensor<T> gradient);

    /// <summary>Softmax of each row, and losses[i] ← -log probabilities[i, ids[i]], <c>[rows, 1]</c>; 0 if the id is negative.</summary>
    public abstract void CrossEntropy(Tensor<T> logits, Tensor<int> ids, Tensor<T> probabilities, Tensor<T> losses);

    /// <summary>
    /// gradient ← gradient + upstream · scale · weights ⊙ (probabilities - onehot(ids)), with a weight for each row; rows with a negative id do not change.
    /// </summary>
    /// <param name="probabilities">The softmax of the logits, <c>[rows, classes]</c>.</param>
    /// <param name="ids">The right classes, <c>[1, rows]</c>.</param>
    /// <param name="weights">The rows' weights, <c>[rows, 1]</c>, or <c>default</c> for ones.</param>
    /// <param name="upstream">The gradient of the loss, <c>[1, 1]</c>.</param>
    /// <param name="scale">1 divided by the number of rows with an id.</param>
    /// <param name="gradient">The gradient of the logits.</param>
    public abstract void CrossEntropyGradient(
        Tensor<T> probabilities, Tensor<int> ids, Tensor<T> weights, Tensor<T> upstream, T scale, Tensor<T> gradient);

    /// <summary>
    /// For each row, the cross-entropy of the softmax p of the logits x with a smoothed label q = (1 - ε) onehot(id) + ε / V (Szegedy et al. 2016):
    /// <code>
    /// loss = -Σ q log p,   surprisal = -log p[id],   gradient ← scale · (p - q)
    /// </code>
    /// All three are zero if the id is negative.
    /// </summary>
    /// <param name="logits">x, <c>[rows, V]</c>.</param>
    /// <param name="ids">The right classes, <c>[1, rows]</c>.</param>
    /// <param name="smoothing">ε, at least 0 and less than 1.</param>
    /// <param name="scale">The factor of a row's loss in the total loss.</param>
    /// <param name="losses">The losses, <c>[rows, 1]</c>.</param>
    /// <param name="surprisals">The losses without smoothing, <c>[rows, 1]</c>.</param>
    /// <param name="gradient">Receives the gradient: the logits themselves, another tensor, or <c>default</c> if no gradient is needed.</param>
    public abstract void SmoothedCrossEntropy(
        Tensor<T> logits, Tensor<int> ids, double smoothing, T scale, Tensor<T> losses, Tensor<T> surprisals, Tensor<T> gradient);

    /// <summary>
    /// For each row, the cross-entropy of the softmax p of the logits x with a distribution q:
    /// <code>
    /// loss = -Σ q log p,   gradient ← scale · (p - q)
    /// </code>
    /// </summary>
    /// <param name="logits">x, <c>[rows, classes]</c>, finite numbers.</param>
    /// <param name="targets">q, the same shape; each row sums to 1.</param>
    /// <param name="scale">The factor of a row's loss in the total loss.</param>
    /// <param name="losses">The losses, <c>[rows, 1]</c>.</param>
    /// <param name="gradient">Receives the gradient; a tensor of its own.</param>
    public abstract void SoftCrossEntropy(Tensor<T> logits, Tensor<T> targets, T scale, Tensor<T> losses, Tensor<T> gradient);

    /// <summary>target ← target + factor · source. The factor <c>[1, 1]</c> is on the device.</summary>
    public abstract void AddScaled(Tensor<T> source, Tensor<T> factor, Tensor<T> target);

    /// <summary>Writes the column of the largest element of each row into <c>[1, rows]</c>; the first column if several are equal.</summary>
    public abstract void ArgMax(Tensor<T> source, Tensor<int> target);

    /// <summary>
    /// Finds the <paramref name="count"/> largest logits of each row, in descending order; of equal logits the lower class comes first. Returns their classes
    /// and log p = x - log Σ exp(x).
    /// </summary>
    /// <param name="logits">x, <c>[rows, V]</c>.</param>
    /// <param name="count">The number of classes per row, from 1 to V.</param>
    /// <param name="logProbabilities">log p, <c>[rows, count]</c>.</param>
    /// <param name="ids">The classes, <c>[rows, count]</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is larger than V or less than 1.</exception>
    /// <exception cref="ArgumentException">A result has the wrong shape.</exception>
    public void BestClasses(Tensor<T> logits, int count, Tensor<T> logProbabilities, Tensor<int> ids)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, logits.Columns);
        RequireShape(logProbabilities, logits.Rows, count);
        RequireShape(ids, logits.Rows, count);
        FindBestClasses(logits, logProbabilities, ids);
    }

    /// <summary>
    /// The maximum over time of each sequence and column: <c>[N, columns]</c> becomes <c>[sequences, columns]</c>. Of equal values the first counts.
    /// </summary>
    /// <param name="source">The values of a packed batch, <c>[N, columns]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="target">The largest values, <c>[sequences, columns]</c>.</param>
    /// <param name="rows">The row of the source that holds each maximum, <c>[1, sequences · columns]</c>.</param>
    public abstract void MaxOverTime(Tensor<T> source, PackedSteps steps, Tensor<T> target, Tensor<int> rows);

    /// <summary>
    /// The gradient of a maximum goes to its source element: <c>gradient[rows[s, c], c] ← itself + upstream[s, c]</c>. No two sequences share a row.
    /// </summary>
    /// <param name="upstream">The gradient of the largest values, <c>[sequences, columns]</c>.</param>
    /// <param name="rows">The rows that <see cref="MaxOverTime"/> wrote.</param>
    /// <param name="gradient">The gradient of the values, <c>[N, columns]</c>.</param>
    public abstract void MaxOverTimeGradient(Tensor<T> upstream, Tensor<int> rows, Tensor<T> gradient);

    /// <summary>The scalar <c>[1, 1]</c> ← scale Σ x, in a fixed order.</summary>
    public abstract void Sum(Tensor<T> source, T scale, Tensor<T> target);

    /// <summary>Σ x² over a tensor, in double and in a fixed order.</summary>
    public abstract double SumOfSquares(Tensor<T> source);

    /// <summary>Writes a dropout mask: each element is 1 / keep with probability keep, else 0. The mask is the same on every device.</summary>
    /// <param name="key">The key.</param>
    /// <param name="keep">The probability.</param>
    /// <param name="numbers">The number of each row, <c>[1, rows]</c>: rows with the same number have the same mask.</param>
    /// <param name="target">The mask, contiguous.</param>
    public abstract void DropoutMask(DropoutKey key, double keep, Tensor<int> numbers, Tensor<T> target);

    /// <summary>
    /// Applies an optimiser's step to all parameters, and sets their gradients to zero, which costs less here than in a pass of its own. The tensors are
    /// contiguous and have the same shape.
    /// </summary>
    public abstract void Update<TRule>(TRule rule, Tensor<T> parameters, Tensor<T> gradients, Tensor<T> first, Tensor<T> second)
        where TRule : unmanaged, IUpdateRule;

    /// <summary>Applies an optimiser's step to some rows of a table; all others and their moments stay as they are.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="rows">The rows, <c>[1, R]</c>, all different.</param>
    /// <param name="gradients">The gradients of these rows, <c>[R, E]</c>, contiguous; set to zero.</param>
    /// <param name="table">The table, <c>[V, E]</c>, contiguous like its moments.</param>
    /// <param name="first">The first moments, <c>[V, E]</c>.</param>
    /// <param name="second">The second moments, <c>[V, E]</c>.</param>
    public abstract void UpdateRows<TRule>(
        TRule rule, Tensor<int> rows, Tensor<T> gradients, Tensor<T> table, Tensor<T> first, Tensor<T> second)
        where TRule : unmanaged, IUpdateRule;

    /// <summary>Runs a fused cell over all time steps of a packed batch, for one or both directions.</summary>
    public abstract void RunForward<TCell>(ReadOnlySpan<RecurrentPass<T>> passes)
        where TCell : struct, IFusedCell;

    /// <summary>Runs the same passes backward through time. The gradients of the pre-activations replace the activations.</summary>
    public abstract void RunBackward<TCell>(ReadOnlySpan<RecurrentPass<T>> passes)
        where TCell : struct, IFusedCell;

    /// <summary>
    /// The forward algorithm: logPartitions[s] ← log Σ exp(score(y)), <c>[sequences, 1]</c>, over all labellings y of sequence s that agree with the ids.
    /// </summary>
    /// <param name="chain">The scores.</param>
    /// <param name="ids">The tokens' labels, <c>[1, N]</c>; a negative id allows any label. <c>default</c> allows any label for every token.</param>
    /// <param name="prefixScores">
    /// Saved for the backward algorithm, <c>[N, L]</c>: the log of the summed scores of all prefixes that reach a label at a token, without the token's own
    /// emission, relative to the best prefix that ends at the previous token. Undefined for labels that the ids do not allow.
    /// </param>
    /// <param name="logPartitions">The sequences' log Z.</param>
    public abstract void ChainForward(LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> logPartitions);

    /// <summary>
    /// The backward algorithm: gradient ← gradient + upstream · scale · d Σ log Z. The derivative of log Z by an emission, a first or a last label is the
    /// marginal probability of the label; by a transition it is the expected count. Both are over the labellings that agree with the ids.
    /// </summary>
    /// <param name="chain">The scores.</param>
    /// <param name="ids">The same ids as in the forward algorithm.</param>
    /// <param name="prefixScores">The result of the forward algorithm.</param>
    /// <param name="upstream">The gradient of the loss, <c>[1, 1]</c>.</param>
    /// <param name="scale">The factor of one log Z in the loss.</param>
    /// <param name="gradient">The gradients of all scores.</param>
    public abstract void ChainBackward(
        LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> upstream, T scale, LinearChain<T> gradient);

    /// <summary>
    /// The Viterbi algorithm (1967): writes the best labelling of each sequence into <c>[1, N]</c>. Of equal labels the first is chosen, from the last token
    /// back to the first.
    /// </summary>
    /// <param name="chain">The scores.</param>
    /// <param name="prefixScores">Working memory, <c>[N, L]</c>.</param>
    /// <param name="labels">The labels, in the tokens' packed order.</param>
    public abstract void ChainBest(LinearChain<T> chain, Tensor<T> prefixScores, Tensor<int> labels);

    /// <summary>Computes the attention weights of each query over its sequence's keys, and the weighted sums of the values.</summary>
    /// <param name="attention">Queries, keys and values, and the scorer if scores are additive.</param>
    /// <param name="weights">A, in the order of <see cref="SequencePairs"/>, contiguous.</param>
    /// <param name="outputs">O, <c>[N_q, heads · d_v]</c>.</param>
    public abstract void AttentionForward(PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputs);

    /// <summary>
    /// Adds the gradients of queries, keys and values, given the gradient of the outputs:
    /// <code>
    /// dV += Aᵀ dO,   dA = dO Vᵀ,   dS = scale · A ⊙ (dA - Σ_k A ⊙ dA),   dQ += dS K,   dK += dSᵀ Q
    /// </code>
    /// For additive scores, with t = tanh(Q_i + K_j) computed again and ∂S_ij / ∂Q_i = ∂S_ij / ∂K_j = v ⊙ (1 - t²):
    /// <code>
    /// dQ_i += Σ_j dS_ij v ⊙ (1 - t²),   dK_j += Σ_i dS_ij v ⊙ (1 - t²),   dv += Σ_ij dS_ij t
    /// </code>
    /// No two sequences of queries may attend to the same keys.
    /// </summary>
    /// <param name="attention">Queries, keys and values, and the scorer if scores are additive.</param>
    /// <param name="weights">A from the forward pass.</param>
    /// <param name="outputGradient">dO, <c>[N_q, heads · d_v]</c>.</param>
    /// <param name="gradient">The gradients dQ, dK, dV and dv; <c>default</c> for a tensor that needs no gradient.</param>
    public abstract void AttentionBackward(
        PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputGradient, PackedAttention<T> gradient);

    /// <summary>Waits until all queued work is done.</summary>
    public virtual void Synchronize()
    {
    }

    /// <summary>Releases the device.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Checks that the tensors of an elementwise operation have the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    protected static void RequireSameShape(Tensor<T> target, Tensor<T> source)
    {
        if (target.Rows != source.Rows || target.Columns != source.Columns)
            throw new ArgumentException($"elementwise operation on {source.Shape} does not fit {target.Shape}", nameof(source));
    }

    /// <summary>The device's part of <see cref="BestClasses"/>, after the shapes have been checked. The results have one column per class.</summary>
    protected abstract void FindBestClasses(Tensor<T> logits, Tensor<T> logProbabilities, Tensor<int> ids);

    /// <summary>Releases the device; a finaliser calls it with false.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private static void RequireShape<TElement>(Tensor<TElement> tensor, int rows, int columns)
        where TElement : unmanaged
    {
        if (tensor.Rows != rows || tensor.Columns != columns)
            throw new ArgumentException($"a result of [{rows}, {columns}] does not fit {tensor.Shape}", nameof(tensor));
    }
}
