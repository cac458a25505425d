using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels;

/// <summary>The scores of candidates, each of which has an index.</summary>
internal interface IScores<TReal>
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <summary>The score of a candidate.</summary>
    TReal Of(int index);
}
