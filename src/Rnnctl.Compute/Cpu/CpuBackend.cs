using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Cpu.Attention;
using Rnnctl.Compute.Cpu.Chains;
using Rnnctl.Compute.Cpu.Elementwise;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Products;
using Rnnctl.Compute.Cpu.Recurrence;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu;

/// <summary>The CPU backend: managed code over SIMD registers of one width, without native dependencies.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TLanes">The register.</typeparam>
internal sealed unsafe class CpuBackend<T, TLanes> : Backend<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    private readonly ThreadTeam _team;
    private readonly Scratch<T> _scratch = new();
    private readonly Scratch<double> _sums = new();
    private readonly Scratch<int> _places = new();
    private readonly KeptPanels<T, TLanes> _kept;
    private readonly MatrixProduct<T, TLanes> _product;
    private readonly WorkerCall _call = new();
    private IReadOnlyList<Backend<T>>? _workers;

    /// <summary>Creates a backend with a number of threads.</summary>
    public CpuBackend(int threads)
    {
        _team = new ThreadTeam(threads);
        _kept = new KeptPanels<T, TLanes>(_team);
        _product = new MatrixProduct<T, TLanes>(_team, _scratch, _kept);
    }

    /// <inheritdoc />
    public override string Name => $"cpu, {TLanes.Count * sizeof(T) * 8} bits wide";

    /// <inheritdoc />
    public override int Threads => _team.Threads;

    /// <inheritdoc />
    public override IReadOnlyList<Backend<T>> Workers =>
        _workers ??= Threads == 1 ? [this] : [.. Enumerable.Range(0, Threads).Select(_ => new CpuBackend<T, TLanes>(threads: 1))];

    /// <inheritdoc />
    public override void RunOnWorkers(Action<int> work) => _call.Run(_team, work);

    /// <inheritdoc />
    public override Storage<TElement> Allocate<TElement>(int length) => new CpuStorage<TElement>(length);

    /// <inheritdoc />
    public override void Upload<TElement>(ReadOnlySpan<TElement> source, Tensor<TElement> target) => source.CopyTo(Elements(target));

    /// <inheritdoc />
    public override void Download<TElement>(Tensor<TElement> source, Span<TElement> target) => Elements(source).CopyTo(target);

    /// <inheritdoc />
    public override Span<TElement> HostSpan<TElement>(Tensor<TElement> tensor) => Elements(tensor);

    /// <inheritdoc />
    public override void Fill(Tensor<T> target, T value)
    {
        var matrix = new Matrix<T>(target);
        if (target.IsContiguous) new Span<T>(matrix.Pointer, target.Count).Fill(value);
        else for (int row = 0; row < matrix.Rows; row++) new Span<T>(matrix.Row(row), matrix.Columns).Fill(value);
    }

    /// <inheritdoc />
    public override void Product(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, bool accumulate) => _product.Multiply(a, b, c, accumulate);

    /// <inheritdoc />
    public override void Keep(MatrixOperand<T> b) => _kept.Keep(b);

    /// <inheritdoc />
    public override void ForgetKept() => _kept.Forget();

    /// <inheritdoc />
    public override void Map<TFormula>(TFormula formula, Tensor<T> target, Tensor<T> a, Tensor<T> b)
    {
        RequireSameShape(target, a);
        RequireSameShape(target, b);
        _team.Run(new MapJob<T, TLanes, PerElement<T, TFormula>>(new(formula), new(target), new(a), new(b)), target.Count);
    }

    /// <inheritdoc />
    public override void BroadcastRow(Tensor<T> row, Tensor<T> second, Tensor<T> target) =>
        _team.Run(new BroadcastRowJob<T, TLanes>(new Matrix<T>(row).Pointer, new Matrix<T>(second).Pointer, new(target)), target.Count);

    /// <inheritdoc />
    public override void AddColumnSums(Tensor<T> source, Tensor<T> sum) =>
        _team.Run(new ColumnSumsJob<T, TLanes>(new(source), new Matrix<T>(sum).Pointer), source.Count);

    /// <inheritdoc />
    public override void GatherRows(Tensor<T> table, Tensor<int> ids, Tensor<T> target) =>
        _team.Run(new GatherRowsJob<T>(new(table), new Matrix<int>(ids).Pointer, new(target)), target.Count);

    /// <inheritdoc />
    public override void ScatterAddRows(Tensor<T> source, Tensor<int> ids, Tensor<T> gradient) =>
        _team.Run(new ScatterAddRowsJob<T, TLanes>(new(source), new Matrix<int>(ids).Pointer, new(gradient)), source.Count);

    /// <inheritdoc />
    public override void Softmax(Tensor<T> source, Tensor<T> target) => _team.Run(new SoftmaxJob<T, TLanes>(new(source), new(target)), target.Count);

    /// <inheritdoc />
    public override void LayerNorm(
        Tensor<T> source, Tensor<T> gain, Tensor<T> bias, double epsilon, NormalizedRows<T> normalized, Tensor<T> target) =>
        _team.Run(
            new LayerNormJob<T, TLanes>(
                new(source),
                new Matrix<T>(gain).Pointer,
                new Matrix<T>(bias).Pointer,
                epsilon,
                new(normalized.Values),
                new(normalized.Scales),
                new(target)),
            target.Count);

    /// <inheritdoc />
    public override void LayerNormGradient(NormalizedRows<T> normalized, Tensor<T> gain, Tensor<T> upstream, Tensor<T> gradient) =>
        _team.Run(
            new LayerNormGradientJob<T, TLanes>(
                new(normalized.Values), new(normalized.Scales), new Matrix<T>(gain).Pointer, new(upstream), new(gradient)),
            gradient.Count);

    /// <inheritdoc />
    public override void SoftmaxGradient(Tensor<T> probabilities, Tensor<T> upstream, Tensor<T> gradient)
    {
        RequireSameShape(gradient, probabilities);
        RequireSameShape(gradient, upstream);
        _team.Run(new SoftmaxGradientJob<T, TLanes>(new(probabilities), new(upstream), new(gradient)), gradient.Count);
    }

    /// <inheritdoc />
    public override void CrossEntropy(Tensor<T> logits, Tensor<int> ids, Tensor<T> probabilities, Tensor<T> losses) =>
        _team.Run(new CrossEntropyJob<T, TLanes>(new(logits), new Matrix<int>(ids).Pointer, new(probabilities), new(losses)), logits.Count);

    /// <inheritdoc />
    public override void CrossEntropyGradient(
        Tensor<T> probabilities, Tensor<int> ids, Tensor<T> weights, Tensor<T> upstream, T scale, Tensor<T> gradient) =>
        _team.Run(
            new CrossEntropyGradientJob<T, TLanes>(
                new(probabilities), new Matrix<int>(ids).Pointer, new(weights), *new Matrix<T>(upstream).Pointer * scale, new(gradient)),
            gradient.Count);

    /// <inheritdoc />
    public override void SmoothedCrossEntropy(
        Tensor<T> logits, Tensor<int> ids, double smoothing, T scale, Tensor<T> losses, Tensor<T> surprisals, Tensor<T> gradient) =>
        _team.Run(new SmoothedCrossEntropyJob<T, TLanes>(
            new(logits), new Matrix<int>(ids).Pointer, T.CreateChecked(smoothing), scale, new(losses), new(surprisals), new(gradient)));

    /// <inheritdoc />
    public override void SoftCrossEntropy(Tensor<T> logits, Tensor<T> targets, T scale, Tensor<T> losses, Tensor<T> gradient)
    {
        RequireSameShape(logits, targets);
        RequireSameShape(logits, gradient);
        _team.Run(new SoftCrossEntropyJob<T, TLanes>(new(logits), new(targets), scale, new(losses), new(gradient)), logits.Count);
    }

    /// <inheritdoc />
    public override void AddScaled(Tensor<T> source, Tensor<T> factor, Tensor<T> target)
    {
        RequireSameShape(target, source);
        _team.Run(new MapJob<T, TLanes, AccumulateScaled<T>>(new(*new Matrix<T>(factor).Pointer), new(target), new(source), new(source)), target.Count);
    }

    /// <inheritdoc />
    public override void ArgMax(Tensor<T> source, Tensor<int> target) =>
        _team.Run(new ArgMaxJob<T>(new(source), new Matrix<int>(target).Pointer), source.Count);

    /// <inheritdoc />
    public override void MaxOverTime(Tensor<T> source, PackedSteps steps, Tensor<T> target, Tensor<int> rows)
    {
        fixed (int* offsets = steps.Offsets, lengths = steps.Lengths)
            _team.Run(new MaxOverTimeJob<T>(new(source), offsets, lengths, new(target), new Matrix<int>(rows).Pointer), source.Count);
    }

    /// <inheritdoc />
    public override void MaxOverTimeGradient(Tensor<T> upstream, Tensor<int> rows, Tensor<T> gradient) =>
        _team.Run(new MaxOverTimeGradientJob<T>(new(upstream), new Matrix<int>(rows).Pointer, new(gradient)), upstream.Count);

    /// <inheritdoc />
    public override void Sum(Tensor<T> source, T scale, Tensor<T> target)
    {
        var matrix = new Matrix<T>(source);
        T sum = T.Zero;
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int column = 0; column < matrix.Columns; column++) sum += matrix.Row(row)[column];
        }

        *new Matrix<T>(target).Pointer = sum * scale;
    }

    /// <inheritdoc />
    public override double SumOfSquares(Tensor<T> source)
    {
        var matrix = new Matrix<T>(source);
        int blocks = SquaresJob<T>.Blocks(matrix);
        double* sums = _sums.Rent(blocks);
        _team.Run(new SquaresJob<T>(matrix, sums));
        double total = 0;
        for (int block = 0; block < blocks; block++) total += sums[block];
        return total;
    }

    /// <inheritdoc />
    public override void DropoutMask(DropoutKey key, double keep, Tensor<int> numbers, Tensor<T> target) =>
        _team.Run(new DropoutMaskJob<T>(key, keep, new Matrix<int>(numbers).Pointer, new(target)), target.Count);

    /// <inheritdoc />
    public override void Update<TRule>(TRule rule, Tensor<T> parameters, Tensor<T> gradients, Tensor<T> first, Tensor<T> second) =>
        _team.Run(new UpdateJob<T, TLanes, TRule>(
            rule,
            new Matrix<T>(parameters).Pointer,
            new Matrix<T>(gradients).Pointer,
            new Matrix<T>(first).Pointer,
            new Matrix<T>(second).Pointer,
            parameters.Count));

    /// <inheritdoc />
    public override void UpdateRows<TRule>(
        TRule rule, Tensor<int> rows, Tensor<T> gradients, Tensor<T> table, Tensor<T> first, Tensor<T> second) =>
        _team.Run(new UpdateRowsJob<T, TLanes, TRule>(rule, new Matrix<int>(rows).Pointer, new(gradients), new(table), new(first), new(second)));

    /// <inheritdoc />
    public override void RunForward<TCell>(ReadOnlySpan<RecurrentPass<T>> passes) =>
        RecurrentLoop<T, TLanes, TCell>.Run(_team, _scratch, _kept, passes, forward: true);

    /// <inheritdoc />
    public override void RunBackward<TCell>(ReadOnlySpan<RecurrentPass<T>> passes) =>
        RecurrentLoop<T, TLanes, TCell>.Run(_team, _scratch, _kept, passes, forward: false);

    /// <inheritdoc />
    public override void ChainForward(LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> logPartitions) =>
        ChainLoop<T, TLanes>.RunForward(_team, _scratch, chain, ids, prefixScores, logPartitions);

    /// <inheritdoc />
    public override void ChainBackward(
        LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> upstream, T scale, LinearChain<T> gradient) =>
        ChainLoop<T, TLanes>.RunBackward(_team, _scratch, chain, ids, prefixScores, *new Matrix<T>(upstream).Pointer * scale, gradient);

    /// <inheritdoc />
    public override void ChainBest(LinearChain<T> chain, Tensor<T> prefixScores, Tensor<int> labels) =>
        ChainLoop<T, TLanes>.RunBest(_team, _scratch, chain, prefixScores, labels);

    /// <inheritdoc />
    public override void AttentionForward(PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputs) =>
        AttentionLoop<T, TLanes>.RunForward(_team, _scratch, _places, attention, weights, outputs);

    /// <inheritdoc />
    public override void AttentionBackward(
        PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputGradient, PackedAttention<T> gradient) =>
        AttentionLoop<T, TLanes>.RunBackward(_team, _scratch, _places, attention, weights, outputGradient, gradient);

    /// <inheritdoc />
    protected override void FindBestClasses(Tensor<T> logits, Tensor<T> logProbabilities, Tensor<int> ids) =>
        _team.Run(new BestClassesJob<T, TLanes>(new(logits), new(logProbabilities), new(ids)), logits.Count);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (Threads > 1 && _workers is not null) foreach (Backend<T> worker in _workers) worker.Dispose();
            _call.Dispose();
            _team.Dispose();
            _scratch.Dispose();
            _sums.Dispose();
            _places.Dispose();
            _kept.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Span<TElement> Elements<TElement>(Tensor<TElement> tensor)
        where TElement : unmanaged
    {
        if (!tensor.IsContiguous) throw new ArgumentException($"a slice of columns {tensor.Shape} is not contiguous", nameof(tensor));
        return new Span<TElement>(new Matrix<TElement>(tensor).Pointer, tensor.Count);
    }
}
