namespace Rnnctl.Tests.BadInput;

/// <summary>A test that needs a <see cref="SmallDisk"/> and is skipped, with the reason, where none can be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactOnSmallDiskAttribute : FactAttribute
{
    public FactOnSmallDiskAttribute() => Skip = SmallDisk.Missing;
}
