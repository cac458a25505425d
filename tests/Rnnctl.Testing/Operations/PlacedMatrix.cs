using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Testing.Operations;

/// <summary>A matrix on a device inside a larger one; no operation may change the other elements.</summary>
internal sealed class PlacedMatrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The value of every element of a gradient before an operation adds to it.</summary>
    public const double GradientBefore = 0.5;

    private const double Untouched = -12345;

    private readonly Backend<T> _backend;
    private readonly Tensor<T> _whole;
    private readonly int _left;

    public PlacedMatrix(Backend<T> backend, Tensor<T> whole, int left, int columns, double[,] values)
    {
        (_backend, _whole, _left) = (backend, whole, left);
        Tensor = whole.SliceRows(1, whole.Rows - 2).SliceColumns(left, columns);
        Write(values);
    }

    public Tensor<T> Tensor { get; }

    public static implicit operator Tensor<T>(PlacedMatrix<T> matrix) => matrix.Tensor;

    /// <summary>Writes the matrix and initialises the margins around it.</summary>
    public void Write(double[,] values)
    {
        var numbers = new T[_whole.Count];
        Array.Fill(numbers, T.CreateChecked(Untouched));
        for (int row = 0; row < Tensor.Rows; row++)
        {
            for (int column = 0; column < Tensor.Columns; column++)
                numbers[((row + 1) * _whole.Columns) + _left + column] = T.CreateChecked(values[row, column]);
        }

        _backend.Upload(numbers, _whole);
    }

    /// <summary>Checks the margins and reads the matrix.</summary>
    public double[,] Read()
    {
        var numbers = new T[_whole.Count];
        _backend.Download(_whole, numbers.AsSpan());
        double[,] values = new double[Tensor.Rows, Tensor.Columns];
        for (int i = 0; i < numbers.Length; i++)
        {
            int row = (i / _whole.Columns) - 1, column = (i % _whole.Columns) - _left;
            bool inside = row >= 0 && row < Tensor.Rows && column >= 0 && column < Tensor.Columns;
            if (inside) values[row, column] = double.CreateChecked(numbers[i]);
            else if (double.CreateChecked(numbers[i]) != Untouched)
                Assert.Fail($"element [{row}, {column}] outside {Tensor.Shape} was written");
        }

        return values;
    }

    /// <summary>Reads the numbers that were added to a gradient.</summary>
    public double[,] ReadGradient()
    {
        double[,] gradient = Read();
        return Matrices.Of(Tensor.Rows, Tensor.Columns, (row, column) => gradient[row, column] - GradientBefore);
    }
}
