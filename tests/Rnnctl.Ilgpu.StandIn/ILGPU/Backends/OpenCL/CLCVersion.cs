// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Backends.OpenCL;

/// <summary>A version of OpenCL C.</summary>
/// <param name="Major">The number before the point.</param>
/// <param name="Minor">The number after it.</param>
public readonly record struct CLCVersion(int Major, int Minor)
{
    /// <summary>Whether one version is older than another.</summary>
    public static bool operator <(CLCVersion first, CLCVersion second) => (first.Major, first.Minor).CompareTo((second.Major, second.Minor)) < 0;

    /// <summary>Whether one version is newer than another.</summary>
    public static bool operator >(CLCVersion first, CLCVersion second) => second < first;

    /// <inheritdoc />
    public override string ToString() => $"{Major}.{Minor}";
}
