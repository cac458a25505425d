using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>Layer normalisation of every row.</summary>
internal readonly unsafe struct LayerNormJob<T, TLanes>(
    Matrix<T> source, T* gain, T* bias, double epsilon, Matrix<T> normalized, Matrix<T> scales, Matrix<T> target) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(source.Rows, part, parts);
        int count = source.Columns;
        T width = T.CreateChecked(count);
        for (int row = first; row < last; row++)
        {
            T* values = normalized.Row(row);
            T mean = LayerNormRow<T, TLanes>.Sum(source.Row(row), count) / width;
            T variance = LayerNormRow<T, TLanes>.Center(source.Row(row), mean, values, count) / width;
            T scale = T.One / T.Sqrt(variance + T.CreateTruncating(epsilon));
            *scales.Row(row) = scale;
            LayerNormRow<T, TLanes>.Scale(values, scale, gain, bias, target.Row(row), count);
        }
    }
}
