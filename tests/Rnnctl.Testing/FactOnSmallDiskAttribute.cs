namespace Rnnctl.Testing;

/// <summary>A test with a <see cref="SmallDisk"/>; it is skipped, with the reason, if none can be created.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactOnSmallDiskAttribute : FactAttribute
{
    public FactOnSmallDiskAttribute() => Skip = SmallDisk.Missing;
}
