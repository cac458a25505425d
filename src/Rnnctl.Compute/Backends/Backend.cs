using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Backends;

/// <summary>
/// What a device must be able to do: the seam between the operations on the tape and the machine. Everything here works on whole matrices; a tensor
/// called target is written, one called gradient or sum is added to, all others are only read. Work may run asynchronously: only
/// <see cref="Download{TElement}"/>, <see cref="Synchronize"/> and the methods that return a number wait for it.
/// </summary>
/// <typeparam name="T">The number: <see cref="float"/> for training and running, <see cref="double"/> for checking gradients.</typeparam>
public abstract class Backend<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The device in words, for people.</summary>
    public abstract string Name { get; }

    /// <summary>How many threads compute.</summary>
    public abstract int Threads { get; }

    /// <summary>Memory for so many elements, of undefined content.</summary>
    public abstract Storage<TElement> Allocate<TElement>(int length)
        where TElement : unmanaged;

    /// <summary>Copies numbers from the host to a contiguous tensor.</summary>
    public abstract void Upload<TElement>(ReadOnlySpan<TElement> source, Tensor<TElement> target)
        where TElement : unmanaged;

    /// <summary>Copies a contiguous tensor to the host.</summary>
    public abstract void Download<TElement>(Tensor<TElement> source, Span<TElement> target)
        where TElement : unmanaged;

    /// <summary>Writes one value everywhere.</summary>
    public abstract void Fill(Tensor<T> target, T value);

    /// <summary>Writes zero everywhere.</summary>
    public void Clear(Tensor<T> target) => Fill(target, T.Zero);

    /// <summary>
    /// C ← op(A) op(B), or C ← C + op(A) op(B): <c>[M, K] [K, N] = [M, N]</c> where op is nothing or the transposition.
    /// </summary>
    public abstract void Product(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, bool accumulate);

    /// <summary>
    /// Promises that the right operand of products, the same tensor read in the same way, stays as it is until <see cref="ForgetKept"/>, so that what a
    /// product prepares of it serves the next product too. The transpose of a recurrent weight U <c>[G H, H]</c> serves <see cref="RunForward"/> likewise.
    /// Who writes to the operand or gives its memory back before that breaks the promise and gets products of old numbers.
    /// </summary>
    public virtual void Keep(MatrixOperand<T> b)
    {
    }

    /// <summary>Ends all promises of <see cref="Keep"/>, and gives the memory back that they took.</summary>
    public virtual void ForgetKept()
    {
    }

    /// <summary>target ← f(target, a, b) element by element.</summary>
    public abstract void Map<TFormula>(TFormula formula, Tensor<T> target, Tensor<T> a, Tensor<T> b)
        where TFormula : unmanaged, IFormula;

    /// <summary>Writes the row <c>[1, columns]</c>, or where a second is given the sum of both, into every row of the target.</summary>
    public abstract void BroadcastRow(Tensor<T> row, Tensor<T> second, Tensor<T> target);

    /// <summary>Adds the sum of all rows of the source to the row <c>[1, columns]</c>.</summary>
    public abstract void AddColumnSums(Tensor<T> source, Tensor<T> sum);

    /// <summary>Row i of the target ← row ids[i] of the table; zeros where the id is negative.</summary>
    public abstract void GatherRows(Tensor<T> table, Tensor<int> ids, Tensor<T> target);

    /// <summary>Row ids[i] of the gradient ← itself + row i of the source, in the order of i; rows of negative ids are left out.</summary>
    public abstract void ScatterAddRows(Tensor<T> source, Tensor<int> ids, Tensor<T> gradient);

    /// <summary>Row by row: target ← exp(x) / Σ exp(x), computed without overflow.</summary>
    public abstract void Softmax(Tensor<T> source, Tensor<T> target);

    /// <summary>Row by row: target ← gain ⊙ x̂ + bias with x̂ = (x - μ) / √(σ² + ε), where μ and σ² are the mean and the variance of the row x.</summary>
    /// <param name="source">x, <c>[rows, columns]</c>.</param>
    /// <param name="gain"><c>[1, columns]</c>.</param>
    /// <param name="bias"><c>[1, columns]</c>.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="normalized">Where x̂ and 1 / √(σ² + ε) are left for the gradient.</param>
    /// <param name="target">The result.</param>
    public abstract void LayerNorm(
        Tensor<T> source, Tensor<T> gain, Tensor<T> bias, double epsilon, NormalizedRows<T> normalized, Tensor<T> target);

    /// <summary>Row by row: gradient ← gradient + (d - mean(d) - x̂ mean(d ⊙ x̂)) / √(σ² + ε) with d = gain ⊙ upstream.</summary>
    public abstract void LayerNormGradient(NormalizedRows<T> normalized, Tensor<T> gain, Tensor<T> upstream, Tensor<T> gradient);

    /// <summary>Row by row: gradient ← gradient + y ⊙ (dy - Σ dy ⊙ y), with the probabilities y of <see cref="Softmax"/> and their gradient dy.</summary>
    public abstract void SoftmaxGradient(Tensor<T> probabilities, Tensor<T> upstream, Tensor<T> gradient);

    /// <summary>losses[i] ← -log probabilities[i, ids[i]] <c>[rows, 1]</c>, from logits that become probabilities; 0 where the id is negative.</summary>
    public abstract void CrossEntropy(Tensor<T> logits, Tensor<int> ids, Tensor<T> probabilities, Tensor<T> losses);

    /// <summary>gradient ← gradient + upstream · scale · (probabilities - onehot(ids)); rows of negative ids are left alone.</summary>
    /// <param name="probabilities">The softmax of the logits, <c>[rows, classes]</c>.</param>
    /// <param name="ids">The right classes, <c>[1, rows]</c>.</param>
    /// <param name="upstream">The gradient of the loss, <c>[1, 1]</c>.</param>
    /// <param name="scale">One over the number of rows that count.</param>
    /// <param name="gradient">The logits' gradient.</param>
    public abstract void CrossEntropyGradient(Tensor<T> probabilities, Tensor<int> ids, Tensor<T> upstream, T scale, Tensor<T> gradient);

    /// <summary>
    /// Row by row the cross-entropy of the softmax p of the logits x with a smoothed label q = (1 - ε) onehot(id) + ε / V (Szegedy et al. 2016):
    /// <code>
    /// loss = -Σ q log p,   surprisal = -log p[id],   gradient ← scale · (p - q)
    /// </code>
    /// all three zero where the id is negative.
    /// </summary>
    /// <param name="logits">x, <c>[rows, V]</c>.</param>
    /// <param name="ids">The right classes, <c>[1, rows]</c>.</param>
    /// <param name="smoothing">ε, from 0 up to, but not with, 1.</param>
    /// <param name="scale">What one row's loss counts in the whole.</param>
    /// <param name="losses">The losses, <c>[rows, 1]</c>.</param>
    /// <param name="surprisals">The losses without smoothing, <c>[rows, 1]</c>.</param>
    /// <param name="gradient">Where the gradient is written: the logits themselves, another tensor, or <c>default</c> where none is asked for.</param>
    public abstract void SmoothedCrossEntropy(
        Tensor<T> logits, Tensor<int> ids, double smoothing, T scale, Tensor<T> losses, Tensor<T> surprisals, Tensor<T> gradient);

    /// <summary>target ← target + factor · source, with the factor <c>[1, 1]</c> on the device.</summary>
    public abstract void AddScaled(Tensor<T> source, Tensor<T> factor, Tensor<T> target);

    /// <summary>Row by row, the column of the largest value (the first of equals) into <c>[1, rows]</c>.</summary>
    public abstract void ArgMax(Tensor<T> source, Tensor<int> target);

    /// <summary>
    /// Row by row the <paramref name="count"/> largest logits, best first, of equals the lower class first: their classes, and
    /// log p = x - log Σ exp(x) of each.
    /// </summary>
    /// <param name="logits">x, <c>[rows, V]</c>.</param>
    /// <param name="count">How many classes of each row, from 1 to V.</param>
    /// <param name="logProbabilities">log p, <c>[rows, count]</c>.</param>
    /// <param name="ids">The classes, <c>[rows, count]</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer classes than asked for.</exception>
    /// <exception cref="ArgumentException">A result does not have its shape.</exception>
    public void BestClasses(Tensor<T> logits, int count, Tensor<T> logProbabilities, Tensor<int> ids)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, logits.Columns);
        RequireShape(logProbabilities, logits.Rows, count);
        RequireShape(ids, logits.Rows, count);
        FindBestClasses(logits, logProbabilities, ids);
    }

    /// <summary>
    /// Sequence by sequence and column by column the largest of the steps' values, of equals the first: <c>[N, columns]</c> becomes
    /// <c>[sequences, columns]</c>.
    /// </summary>
    /// <param name="source">The values of a packed batch, <c>[N, columns]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="target">The largest values, <c>[sequences, columns]</c>.</param>
    /// <param name="rows">The source's row that each of them stood in, <c>[1, sequences · columns]</c>.</param>
    public abstract void MaxOverTime(Tensor<T> source, PackedSteps steps, Tensor<T> target, Tensor<int> rows);

    /// <summary>
    /// The gradient of the largest value goes to the place where it stood: <c>gradient[rows[s, c], c] ← itself + upstream[s, c]</c>. Each place is that of
    /// one sequence alone.
    /// </summary>
    /// <param name="upstream">The gradient of the largest values, <c>[sequences, columns]</c>.</param>
    /// <param name="rows">The rows that <see cref="MaxOverTime"/> wrote.</param>
    /// <param name="gradient">The gradient of the values, <c>[N, columns]</c>.</param>
    public abstract void MaxOverTimeGradient(Tensor<T> upstream, Tensor<int> rows, Tensor<T> gradient);

    /// <summary>The scalar <c>[1, 1]</c> ← scale Σ x, in a fixed order.</summary>
    public abstract void Sum(Tensor<T> source, T scale, Tensor<T> target);

    /// <summary>Σ x² over a tensor, in double and in a fixed order.</summary>
    public abstract double SumOfSquares(Tensor<T> source);

    /// <summary>A mask of 0 and 1 / keep, each element kept with probability keep; the same on every device.</summary>
    public abstract void DropoutMask(DropoutKey key, double keep, Tensor<T> target);

    /// <summary>One step of an optimiser over all parameters, contiguous tensors of one shape.</summary>
    public abstract void Update<TRule>(TRule rule, Tensor<T> parameters, Tensor<T> gradients, Tensor<T> first, Tensor<T> second)
        where TRule : unmanaged, IUpdateRule;

    /// <summary>Runs a fused cell through all time steps of a packed batch, for one or both directions.</summary>
    public abstract void RunForward<TCell>(ReadOnlySpan<RecurrentPass<T>> passes)
        where TCell : struct, IFusedCell;

    /// <summary>Runs the same passes backward through time: activations become the gradients of the pre-activations, in place.</summary>
    public abstract void RunBackward<TCell>(ReadOnlySpan<RecurrentPass<T>> passes)
        where TCell : struct, IFusedCell;

    /// <summary>
    /// The forward algorithm: logPartitions[s] ← log Σ exp(score(y)) <c>[sequences, 1]</c> over the labellings y of sequence s that agree with the ids.
    /// </summary>
    /// <param name="chain">The scores.</param>
    /// <param name="ids">The tokens' labels, <c>[1, N]</c>, negative where any may be; <c>default</c> where any may be everywhere.</param>
    /// <param name="prefixScores">
    /// What the backward algorithm goes by, <c>[N, L]</c>: how much the beginnings weigh that arrive at a token's label, before the token's own emission,
    /// as the logarithm of their sum beside the best beginning up to the token before. Undefined for labels that the ids do not allow.
    /// </param>
    /// <param name="logPartitions">The sequences' log Z.</param>
    public abstract void ChainForward(LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> logPartitions);

    /// <summary>
    /// The backward algorithm: gradient ← gradient + upstream · scale · d Σ log Z, which are the marginal probabilities of the labellings that agree
    /// with the ids (of a token's label, of a sequence's first and last) and the expected number of each transition.
    /// </summary>
    /// <param name="chain">The scores.</param>
    /// <param name="ids">The tokens' labels, as the forward algorithm got them.</param>
    /// <param name="prefixScores">What the forward algorithm wrote.</param>
    /// <param name="upstream">The gradient of the loss, <c>[1, 1]</c>.</param>
    /// <param name="scale">What one log Z counts in the loss.</param>
    /// <param name="gradient">The gradients of all scores.</param>
    public abstract void ChainBackward(
        LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> upstream, T scale, LinearChain<T> gradient);

    /// <summary>Each sequence's labelling of the largest score into <c>[1, N]</c>, of equals the first label, from the end on (Viterbi 1967).</summary>
    /// <param name="chain">The scores.</param>
    /// <param name="prefixScores">Working memory, <c>[N, L]</c>.</param>
    /// <param name="labels">The labels, in the tokens' packed order.</param>
    public abstract void ChainBest(LinearChain<T> chain, Tensor<T> prefixScores, Tensor<int> labels);

    /// <summary>Every query's weights of its sequence's keys, and with them the sums of the values.</summary>
    /// <param name="attention">Queries, keys and values, and the scorer where scores are additive.</param>
    /// <param name="weights">A, in the order that <see cref="SequencePairs"/> says, contiguous.</param>
    /// <param name="outputs">O, <c>[N_q, heads · d_v]</c>.</param>
    public abstract void AttentionForward(PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputs);

    /// <summary>
    /// What the gradient of the outputs means for queries, keys and values, added to their gradients:
    /// <code>
    /// dV += Aᵀ dO,   dA = dO Vᵀ,   dS = scale · A ⊙ (dA - Σ_k A ⊙ dA),   dQ += dS K,   dK += dSᵀ Q
    /// </code>
    /// and where scores are additive, with t = tanh(Q_i + K_j) computed anew and ∂S_ij / ∂Q_i = ∂S_ij / ∂K_j = v ⊙ (1 - t²),
    /// <code>
    /// dQ_i += Σ_j dS_ij v ⊙ (1 - t²),   dK_j += Σ_i dS_ij v ⊙ (1 - t²),   dv += Σ_ij dS_ij t
    /// </code>
    /// No two sequences of queries may attend to the same keys.
    /// </summary>
    /// <param name="attention">Queries, keys and values, and the scorer where scores are additive.</param>
    /// <param name="weights">A, as the forward pass wrote it.</param>
    /// <param name="outputGradient">dO, <c>[N_q, heads · d_v]</c>.</param>
    /// <param name="gradient">The gradients dQ, dK, dV and dv; <c>default</c> for what nothing learns from.</param>
    public abstract void AttentionBackward(
        PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputGradient, PackedAttention<T> gradient);

    /// <summary>Waits until all that was asked for is done.</summary>
    public virtual void Synchronize()
    {
    }

    /// <summary>Gives the device back.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Refuses tensors that an elementwise operation cannot bring together.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    protected static void RequireSameShape(Tensor<T> target, Tensor<T> source)
    {
        if (target.Rows != source.Rows || target.Columns != source.Columns)
            throw new ArgumentException($"elementwise operation on {source.Shape} does not fit {target.Shape}", nameof(source));
    }

    /// <summary>What <see cref="BestClasses"/> asks of a device, for shapes that fit: as many classes as the results have columns.</summary>
    protected abstract void FindBestClasses(Tensor<T> logits, Tensor<T> logProbabilities, Tensor<int> ids);

    /// <summary>Gives the device back; called with false by a finaliser.</summary>
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
