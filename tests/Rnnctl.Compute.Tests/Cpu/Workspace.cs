using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu;

/// <summary>Memory on a backend for the matrices of one test.</summary>
internal sealed class Workspace<T>(Backend<T> backend) : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<IDisposable> _storages = [];

    /// <summary>Lays a matrix into a wider and higher one, with margins of so many columns on its left and one less on its right.</summary>
    public PlacedMatrix<T> Place(double[,] values, int margin = 0)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        int right = Math.Max(margin - 1, 0);
        int stride = margin + columns + right;
        Storage<T> storage = backend.Allocate<T>((rows + 2) * stride);
        _storages.Add(storage);
        return new PlacedMatrix<T>(backend, new Tensor<T>(storage, 0, rows + 2, stride), margin, columns, values);
    }

    /// <summary>Lays a row into memory.</summary>
    public PlacedMatrix<T> PlaceRow(double[] values, int margin = 0)
    {
        double[,] row = new double[1, values.Length];
        for (int i = 0; i < values.Length; i++) row[0, i] = values[i];
        return Place(row, margin);
    }

    /// <summary>Ids on the device.</summary>
    public Tensor<int> PlaceIds(params ReadOnlySpan<int> ids)
    {
        Storage<int> storage = backend.Allocate<int>(ids.Length);
        _storages.Add(storage);
        var tensor = new Tensor<int>(storage, 0, 1, ids.Length);
        backend.Upload(ids, tensor);
        return tensor;
    }

    public void Dispose()
    {
        foreach (IDisposable storage in _storages) storage.Dispose();
    }
}
