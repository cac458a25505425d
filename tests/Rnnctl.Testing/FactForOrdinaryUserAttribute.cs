namespace Rnnctl.Testing;

/// <summary>A test of missing permissions; it is skipped for the administrator, who has all permissions.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactForOrdinaryUserAttribute : FactAttribute
{
    public FactForOrdinaryUserAttribute() => Skip = Environment.IsPrivilegedProcess ? "the administrator has all permissions" : null;
}
