using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>Layer normalisation of each row.</summary>
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
        for (int row = first; row < last; row++)
        {
            T* values = normalized.Row(row);
            *scales.Row(row) = NormalizedRow<T, TLanes>.Normalize(source.Row(row), values, count, epsilon);
            RowLoop<T, TLanes>.Map(default(LayerNormFormulas.GainAndBias<T>), count, target.Row(row), values, gain, bias);
        }
    }
}
