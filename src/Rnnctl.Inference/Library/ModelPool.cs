using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Directories;

namespace Rnnctl.Inference.Library;

/// <summary>
/// A model and the workers that calls from any threads take turns with. Each worker computes on the thread of its caller alone, with a backend and memory of
/// its own over the weights of the one model; so calls side by side need no lock and wake no thread. Workers are made when they are first needed.
/// </summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <typeparam name="TWorker">The worker, which one thread uses at a time.</typeparam>
internal sealed class ModelPool<TModel, TWorker> : IDisposable
    where TModel : class, IDisposable
    where TWorker : class, IDisposable
{
    // So many sentences of a list are run together at most, which bounds the memory of a worker.
    private const int MostSentences = 1024;

    private readonly Backend<float> _backend;
    private readonly Type _owner;
    private readonly Func<TModel, TWorker> _create;
    private readonly int _threads, _fewest;
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentStack<TWorker> _idle = [];
    private int _disposals;

    private ModelPool(TModel model, Backend<float> backend, Type owner, int threads, int fewest, Func<TModel, TWorker> create)
    {
        (Model, _backend, _owner, _threads, _fewest, _create) = (model, backend, owner, threads, fewest, create);
        _places = new SemaphoreSlim(threads);
    }

    /// <summary>The model. Any thread may read what it knows; only workers compute with it.</summary>
    public TModel Model { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="path">Its directory.</param>
    /// <param name="options">How it computes; null for the defaults.</param>
    /// <param name="owner">The type that users hold, for the error after its disposal.</param>
    /// <param name="fewest">The fewest sentences of a list that are worth another thread.</param>
    /// <param name="load">Loads the model.</param>
    /// <param name="create">Makes a worker.</param>
    /// <exception cref="ModelException">The model cannot be opened.</exception>
    public static ModelPool<TModel, TWorker> Open(
        string path, ModelOptions? options, Type owner, int fewest, Func<ModelDirectory, Backend<float>, TModel> load, Func<TModel, TWorker> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int threads = (options ?? new ModelOptions()).Threads;
        return ModelException.Guard(() =>
        {
            Backend<float> backend = CpuDevice.Open<float>(threads: 1);
            try
            {
                using ModelDirectory directory = ModelDirectory.Open(path);
                return new ModelPool<TModel, TWorker>(load(directory, backend), backend, owner, threads, fewest, create);
            }
            catch
            {
                backend.Dispose();
                throw;
            }
        });
    }

    /// <summary>Runs a call on a worker, on the thread of the caller; waits while all are busy.</summary>
    /// <exception cref="ObjectDisposedException">The pool was disposed of.</exception>
    /// <exception cref="ModelException">The call ran out of memory.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public TResult Run<TResult>(Func<TWorker, TResult> call, CancellationToken cancellation)
    {
        RequireOpen();
        _places.Wait(cancellation);
        TWorker? worker = null;
        try
        {
            RequireOpen();
            TResult result = ModelException.Guard(() => call(worker = _idle.TryPop(out TWorker? idle) ? idle : _create(Model)));
            _idle.Push(worker!);
            return result;
        }
        catch
        {
            // What a call left behind that was cut off is not used again.
            worker?.Dispose();
            throw;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Runs a call on portions of a list, on as many workers as there are threads. A short list is one portion, on the thread of the caller.</summary>
    /// <param name="items">The list.</param>
    /// <param name="call">Gets a portion and returns a result for each of its items.</param>
    /// <param name="cancellation">Stops the call between two batches.</param>
    /// <returns>The results, in the list's order.</returns>
    public TResult[] RunAll<TItem, TResult>(
        IReadOnlyList<TItem> items, Func<TWorker, ArraySegment<TItem>, IReadOnlyList<TResult>> call, CancellationToken cancellation)
    {
        TItem[] all = [.. items];
        var results = new TResult[all.Length];
        int portion = Math.Clamp((all.Length + _threads - 1) / _threads, _fewest, MostSentences);
        int portions = (all.Length + portion - 1) / portion;
        if (portions > 1) RunSideBySide(portions, RunPortion, cancellation);
        else if (portions == 1) RunPortion(0);
        return results;

        void RunPortion(int number)
        {
            int first = number * portion;
            var chosen = new ArraySegment<TItem>(all, first, Math.Min(portion, all.Length - first));
            IReadOnlyList<TResult> found = Run(worker => call(worker, chosen), cancellation);
            for (int item = 0; item < found.Count; item++) results[first + item] = found[item];
        }
    }

    /// <summary>Waits for the calls that run, and frees the workers and the model. Calls that wait, and later ones, fail.</summary>
    public void Dispose()
    {
        if (Interlocked.Increment(ref _disposals) > 1) return;
        for (int place = 0; place < _threads; place++) _places.Wait();
        foreach (TWorker worker in _idle) worker.Dispose();
        Model.Dispose();
        _backend.Dispose();
        _places.Release(_threads);
    }

    private void RunSideBySide(int portions, Action<int> run, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, portions, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation }, run);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    private void RequireOpen() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposals) > 0, _owner);
}
