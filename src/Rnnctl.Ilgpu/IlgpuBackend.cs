using System.Numerics;
using ILGPU;
using ILGPU.Runtime.Cuda;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Accelerators;
using Rnnctl.Ilgpu.Kernels;
using Rnnctl.Ilgpu.Kernels.Attention;
using Rnnctl.Ilgpu.Kernels.Chains;
using Rnnctl.Ilgpu.Kernels.Elementwise;
using Rnnctl.Ilgpu.Kernels.Products;
using Rnnctl.Ilgpu.Kernels.Recurrence;
using Rnnctl.Ilgpu.Kernels.Rows;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu;

/// <summary>The backend of an ILGPU accelerator. All work is queued on one stream; only operations that return numbers to the host wait for it.</summary>
/// <typeparam name="T">The number on the host.</typeparam>
/// <typeparam name="TReal">The number type inside a kernel.</typeparam>
internal sealed class IlgpuBackend<T, TReal> : Backend<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    // This many neighbouring elements fill a memory transaction.
    private const int ColumnsOfGroup = 32;
    private const int SumsOfSquares = 256;

    private readonly AcceleratorSession _session;
    private readonly DeviceMemory _memory;
    private readonly MatrixProducts<T> _products;
    private readonly RecurrentLoop<T, TReal> _recurrence;
    private readonly AttentionLoop<T, TReal> _attention;
    private readonly ChainLoop<T, TReal> _chains;
    private readonly StepLayout<T> _steps;
    private readonly Arena<T> _scratch;
    private readonly Arena<int> _order;
    private readonly Arena<int> _layoutMemory;
    private readonly DeviceStorage<double> _squares;
    private readonly double[] _squaresOnHost = new double[SumsOfSquares];

    /// <summary>Creates a backend on an accelerator, which it disposes.</summary>
    public IlgpuBackend(AcceleratorSession session)
    {
        _session = session;
        Queue = new KernelQueue(session);
        _memory = new DeviceMemory(session, Queue.Stream);
        _products = ProductsOf(Queue);
        _scratch = new Arena<T>(Allocate<T>);
        _order = new Arena<int>(Allocate<int>);
        _layoutMemory = new Arena<int>(Allocate<int>);
        _recurrence = new RecurrentLoop<T, TReal>(Queue, _products, _scratch);
        _attention = new AttentionLoop<T, TReal>(this, Queue, _scratch, _layoutMemory);
        _steps = new StepLayout<T>(this, _layoutMemory);
        _chains = new ChainLoop<T, TReal>(Queue, _scratch, _steps);
        _squares = new DeviceStorage<double>(session, SumsOfSquares);
    }

    /// <summary>The accelerator's queue.</summary>
    public KernelQueue Queue { get; }

    /// <inheritdoc />
    public override string Name => $"{_session.Name}, {_session.Accelerator.Name}, products by {_products.Name}";

    /// <inheritdoc />
    public override int Threads => 1;

    /// <inheritdoc />
    public override Storage<TElement> Allocate<TElement>(int length) => _memory.Allocate<TElement>(length);

    /// <inheritdoc />
    public override void Upload<TElement>(ReadOnlySpan<TElement> source, Tensor<TElement> target) => _memory.Upload(source, target);

    /// <inheritdoc />
    public override void Download<TElement>(Tensor<TElement> source, Span<TElement> target) => _memory.Download(source, target);

    /// <inheritdoc />
    public override void Synchronize() => _memory.Synchronize();

    /// <inheritdoc />
    public override void Fill(Tensor<T> target, T value) =>
        Queue.Run(new FillKernel<TReal>(TReal.Constant(double.CreateChecked(value)), Read(target)), target.Count);

    /// <inheritdoc />
    public override void Product(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, bool accumulate)
    {
        if (a.Columns != b.Rows || a.Rows != c.Rows || b.Columns != c.Columns)
            throw new ArgumentException($"product [{a.Rows}, {a.Columns}] [{b.Rows}, {b.Columns}] does not fit {c.Shape}", nameof(c));
        if (c.IsEmpty) return;
        if (a.Columns > 0) _products.Multiply(a, b, c, accumulate);
        else if (!accumulate) Clear(c);
    }

    /// <inheritdoc />
    public override void Map<TFormula>(TFormula formula, Tensor<T> target, Tensor<T> a, Tensor<T> b)
    {
        RequireSameShape(target, a);
        RequireSameShape(target, b);
        Queue.Run(new MapKernel<TReal, TFormula>(formula, Read(target), Read(a), Read(b)), target.Count);
    }

    /// <inheritdoc />
    public override void BroadcastRow(Tensor<T> row, Tensor<T> second, Tensor<T> target)
    {
        bool hasSecond = !second.IsEmpty;
        var kernel = new BroadcastRowKernel<TReal>(Read(row), Read(hasSecond ? second : row), TReal.Constant(hasSecond ? 1 : 0), Read(target));
        Queue.Run(kernel, target.Count);
    }

    /// <inheritdoc />
    public override void AddColumnSums(Tensor<T> source, Tensor<T> sum)
    {
        int width = Math.Min(ColumnsOfGroup, Queue.GroupSize);
        Queue.RunGroups(new ColumnSumsKernel<TReal>(Read(source), width, Read(sum)), (source.Columns + width - 1) / width, Queue.GroupSize);
    }

    /// <inheritdoc />
    public override void GatherRows(Tensor<T> table, Tensor<int> ids, Tensor<T> target) =>
        Queue.Run(new GatherRowsKernel<TReal>(Read(table), Read(ids), Read(target)), target.Count);

    /// <inheritdoc />
    public override void ScatterAddRows(Tensor<T> source, Tensor<int> ids, Tensor<T> gradient)
    {
        _order.Reset();
        ArrayView<int> order = Read(_order.Allocate(1, ids.Count));
        Queue.Run(new SortIdsKernel(Read(ids), ids.Count, order), ids.Count);
        Queue.Run(new ScatterAddRowsKernel<TReal>(Read(source), Read(ids), order, Read(gradient)), source.Count);
    }

    /// <inheritdoc />
    public override void Softmax(Tensor<T> source, Tensor<T> target) =>
        Queue.RunGroups(new SoftmaxKernel<TReal>(Read(source), Read(target)), source.Rows, source.Columns);

    /// <inheritdoc />
    public override void LayerNorm(
        Tensor<T> source, Tensor<T> gain, Tensor<T> bias, double epsilon, NormalizedRows<T> normalized, Tensor<T> target)
    {
        var kernel = new LayerNormKernel<TReal>(
            Read(source), Read(gain), Read(bias), TReal.Constant(epsilon), Read(normalized.Values), Read(normalized.Scales), Read(target));
        Queue.RunGroups(kernel, source.Rows, source.Columns);
    }

    /// <inheritdoc />
    public override void LayerNormGradient(NormalizedRows<T> normalized, Tensor<T> gain, Tensor<T> upstream, Tensor<T> gradient)
    {
        var kernel = new LayerNormGradientKernel<TReal>(
            Read(normalized.Values), Read(normalized.Scales), Read(gain), Read(upstream), Read(gradient));
        Queue.RunGroups(kernel, gradient.Rows, gradient.Columns);
    }

    /// <inheritdoc />
    public override void SoftmaxGradient(Tensor<T> probabilities, Tensor<T> upstream, Tensor<T> gradient)
    {
        RequireSameShape(gradient, probabilities);
        RequireSameShape(gradient, upstream);
        Queue.RunGroups(new SoftmaxGradientKernel<TReal>(Read(probabilities), Read(upstream), Read(gradient)), gradient.Rows, gradient.Columns);
    }

    /// <inheritdoc />
    public override void CrossEntropy(Tensor<T> logits, Tensor<int> ids, Tensor<T> probabilities, Tensor<T> losses) => Queue.RunGroups(
        new CrossEntropyKernel<TReal>(Read(logits), Read(ids), Read(probabilities), Read(losses)), logits.Rows, logits.Columns);

    /// <inheritdoc />
    public override void CrossEntropyGradient(
        Tensor<T> probabilities, Tensor<int> ids, Tensor<T> weights, Tensor<T> upstream, T scale, Tensor<T> gradient)
    {
        ArrayView<TReal> factor = Read(upstream).Elements;
        TReal share = TReal.Constant(double.CreateChecked(scale));
        DeviceMatrix<TReal> ofRows = Read(weights.IsEmpty ? upstream : weights);
        var kernel = new CrossEntropyGradientKernel<TReal>(
            Read(probabilities), Read(ids), ofRows, weights.IsEmpty ? 0 : 1, factor, share, Read(gradient));
        Queue.Run(kernel, gradient.Count);
    }

    /// <inheritdoc />
    public override void SmoothedCrossEntropy(
        Tensor<T> logits, Tensor<int> ids, double smoothing, T scale, Tensor<T> losses, Tensor<T> surprisals, Tensor<T> gradient)
    {
        var kernel = new SmoothedCrossEntropyKernel<TReal>(
            Read(logits),
            Read(ids),
            TReal.Constant(smoothing),
            TReal.Constant(double.CreateChecked(scale)),
            Read(losses),
            Read(surprisals),
            Read(gradient.IsEmpty ? logits : gradient),
            gradient.IsEmpty ? 0 : 1);
        Queue.RunGroups(kernel, logits.Rows, logits.Columns);
    }

    /// <inheritdoc />
    public override void SoftCrossEntropy(Tensor<T> logits, Tensor<T> targets, T scale, Tensor<T> losses, Tensor<T> gradient)
    {
        RequireSameShape(logits, targets);
        RequireSameShape(logits, gradient);
        TReal share = TReal.Constant(double.CreateChecked(scale));
        Queue.RunGroups(
            new SoftCrossEntropyKernel<TReal>(Read(logits), Read(targets), share, Read(losses), Read(gradient)), logits.Rows, logits.Columns);
    }

    /// <inheritdoc />
    public override void AddScaled(Tensor<T> source, Tensor<T> factor, Tensor<T> target)
    {
        RequireSameShape(target, source);
        Queue.Run(new AddScaledKernel<TReal>(Read(source), Read(factor).Elements, Read(target)), target.Count);
    }

    /// <inheritdoc />
    public override void ArgMax(Tensor<T> source, Tensor<int> target) =>
        Queue.RunGroups(new ArgMaxKernel<TReal>(Read(source), Read(target)), source.Rows, source.Columns);

    /// <inheritdoc />
    public override void MaxOverTime(Tensor<T> source, PackedSteps steps, Tensor<T> target, Tensor<int> rows)
    {
        (ArrayView<int> offsets, ArrayView<int> lengths) = _steps.Of(steps);
        Queue.Run(new MaxOverTimeKernel<TReal>(Read(source), offsets, lengths, Read(target), Read(rows)), target.Count);
    }

    /// <inheritdoc />
    public override void MaxOverTimeGradient(Tensor<T> upstream, Tensor<int> rows, Tensor<T> gradient) =>
        Queue.Run(new MaxOverTimeGradientKernel<TReal>(Read(upstream), Read(rows), Read(gradient)), upstream.Count);

    /// <inheritdoc />
    public override void Sum(Tensor<T> source, T scale, Tensor<T> target) =>
        Queue.RunGroups(new SumKernel<TReal>(Read(source), TReal.Constant(double.CreateChecked(scale)), Read(target)), 1, Queue.GroupSize);

    /// <inheritdoc />
    public override double SumOfSquares(Tensor<T> source)
    {
        int share = Math.Max((source.Count + SumsOfSquares - 1) / SumsOfSquares, Queue.GroupSize);
        int shares = (source.Count + share - 1) / share;
        var sums = new Tensor<double>(_squares, 0, 1, shares);
        ArrayView<DoubleReal> target = DeviceStorage<double>.MatrixOf<DoubleReal>(sums).Elements;
        Queue.RunGroups(new SquaresKernel<TReal>(Read(source), share, target), shares, Queue.GroupSize);
        Span<double> parts = _squaresOnHost.AsSpan(0, shares);
        Download(sums, parts);
        double total = 0;
        foreach (double part in parts) total += part;
        return total;
    }

    /// <inheritdoc />
    public override void DropoutMask(DropoutKey key, double keep, Tensor<int> numbers, Tensor<T> target)
    {
        uint threshold = DropoutKey.Threshold(keep);
        var kernel = new DropoutMaskKernel<TReal>(
            key, threshold, TReal.Constant(1 / keep), Read(numbers), Read(target).Elements, target.Columns);
        Queue.Run(kernel, target.Count);
    }

    /// <inheritdoc />
    public override void Update<TRule>(TRule rule, Tensor<T> parameters, Tensor<T> gradients, Tensor<T> first, Tensor<T> second)
    {
        var kernel = new UpdateKernel<TReal, TRule>(
            rule, Read(parameters).Elements, Read(gradients).Elements, Read(first).Elements, Read(second).Elements);
        Queue.Run(kernel, parameters.Count);
    }

    /// <inheritdoc />
    public override void UpdateRows<TRule>(
        TRule rule, Tensor<int> rows, Tensor<T> gradients, Tensor<T> table, Tensor<T> first, Tensor<T> second)
    {
        var kernel = new UpdateRowsKernel<TReal, TRule>(rule, Read(rows), Read(gradients), Read(table), Read(first), Read(second));
        Queue.Run(kernel, gradients.Count);
    }

    /// <inheritdoc />
    public override void RunForward<TCell>(ReadOnlySpan<RecurrentPass<T>> passes)
    {
        foreach (ref readonly RecurrentPass<T> pass in passes) _recurrence.RunForward<TCell>(pass);
    }

    /// <inheritdoc />
    public override void RunBackward<TCell>(ReadOnlySpan<RecurrentPass<T>> passes)
    {
        foreach (ref readonly RecurrentPass<T> pass in passes) _recurrence.RunBackward<TCell>(pass);
    }

    /// <inheritdoc />
    public override void ChainForward(LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> logPartitions) =>
        _chains.RunForward(chain, ids, prefixScores, logPartitions);

    /// <inheritdoc />
    public override void ChainBackward(
        LinearChain<T> chain, Tensor<int> ids, Tensor<T> prefixScores, Tensor<T> upstream, T scale, LinearChain<T> gradient) =>
        _chains.RunBackward(chain, ids, prefixScores, upstream, scale, gradient);

    /// <inheritdoc />
    public override void ChainBest(LinearChain<T> chain, Tensor<T> prefixScores, Tensor<int> labels) => _chains.RunBest(chain, prefixScores, labels);

    /// <inheritdoc />
    public override void AttentionForward(PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputs) =>
        _attention.RunForward(attention, weights, outputs);

    /// <inheritdoc />
    public override void AttentionBackward(
        PackedAttention<T> attention, Tensor<T> weights, Tensor<T> outputGradient, PackedAttention<T> gradient) =>
        _attention.RunBackward(attention, weights, outputGradient, gradient);

    /// <inheritdoc />
    protected override void FindBestClasses(Tensor<T> logits, Tensor<T> logProbabilities, Tensor<int> ids) =>
        Queue.RunGroups(
            new BestClassesKernel<TReal>(Read(logits), Read(logProbabilities), DeviceStorage<int>.MatrixOf<int>(ids)), logits.Rows, logits.Columns);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _scratch.Dispose();
            _order.Dispose();
            _layoutMemory.Dispose();
            _squares.Dispose();
            _products.Dispose();
            _memory.Dispose();
            Queue.Dispose();
            _session.Dispose();
        }

        base.Dispose(disposing);
    }

    private static MatrixProducts<T> ProductsOf(KernelQueue queue)
    {
        if (queue.Session.Accelerator is not CudaAccelerator) return new KernelProducts<T, TReal>(queue);
        try
        {
            return new CuBlasProducts<T>(queue);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return new KernelProducts<T, TReal>(queue);
        }
    }

    private static DeviceMatrix<TReal> Read(Tensor<T> tensor) => DeviceStorage<T>.MatrixOf<TReal>(tensor);

    private static ArrayView<int> Read(Tensor<int> tensor) => DeviceStorage<int>.ViewOf(tensor);
}
