using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Testing.Operations;

/// <summary>Memory on a backend for the matrices of one test.</summary>
internal sealed class Workspace<T>(Backend<T> backend) : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<IDisposable> _storages = [];

    public Backend<T> Backend => backend;

    /// <summary>Places a matrix in a wider and higher one, with <c>margin</c> columns on its left and one less on its right.</summary>
    public PlacedMatrix<T> Place(double[,] values, int margin = 0)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        int right = Math.Max(margin - 1, 0);
        int stride = margin + columns + right;
        return new PlacedMatrix<T>(backend, new Tensor<T>(Allocate<T>((rows + 2) * stride), 0, rows + 2, stride), margin, columns, values);
    }

    /// <summary>A matrix of zeros, placed in the same way.</summary>
    public PlacedMatrix<T> Place(int rows, int columns, int margin = 0) => Place(new double[rows, columns], margin);

    /// <summary>Memory for the gradient of a matrix, initialised for an operation that adds to it.</summary>
    public PlacedMatrix<T> PlaceGradient(double[,] of, int margin = 0) =>
        Place(Matrices.Of(of.GetLength(0), of.GetLength(1), (_, _) => PlacedMatrix<T>.GradientBefore), margin);

    /// <summary>Ids on the device.</summary>
    public Tensor<int> PlaceIds(params ReadOnlySpan<int> ids)
    {
        var tensor = new Tensor<int>(Allocate<int>(ids.Length), 0, 1, ids.Length);
        backend.Upload(ids, tensor);
        return tensor;
    }

    /// <summary>A matrix of ids that no operation writes.</summary>
    public Tensor<int> PlaceIds(int rows, int columns)
    {
        int[] ids = new int[rows * columns];
        Array.Fill(ids, -9);
        return PlaceIds(ids) with { Rows = rows, Columns = columns, Stride = columns };
    }

    /// <summary>Reads ids.</summary>
    public double[,] Read(Tensor<int> ids)
    {
        int[] numbers = new int[ids.Count];
        backend.Download(ids, numbers.AsSpan());
        return Matrices.Of(ids.Rows, ids.Columns, (row, column) => numbers[(row * ids.Columns) + column]);
    }

    public void Dispose()
    {
        foreach (IDisposable storage in _storages) storage.Dispose();
    }

    private Storage<TElement> Allocate<TElement>(int length)
        where TElement : unmanaged
    {
        Storage<TElement> storage = backend.Allocate<TElement>(length);
        _storages.Add(storage);
        return storage;
    }
}
