using ILGPU;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>The elements of a row as the scores of its columns.</summary>
internal readonly struct RowScores<TReal>(ArrayView<TReal> row) : IScores<TReal>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public TReal Of(int index) => row[index];
}
