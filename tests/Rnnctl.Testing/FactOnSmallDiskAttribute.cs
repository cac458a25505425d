namespace Rnnctl.Testing;

/// <summary>A test that needs a <see cref="SmallDisk"/> and is skipped, with the reason, where none can be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactOnSmallDiskAttribute : FactAttribute
{
    public FactOnSmallDiskAttribute() => Skip = SmallDisk.Missing;
}
