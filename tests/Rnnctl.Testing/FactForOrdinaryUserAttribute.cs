namespace Rnnctl.Testing;

/// <summary>A test that needs a user whom the system can forbid something, and is skipped where the administrator runs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactForOrdinaryUserAttribute : FactAttribute
{
    public FactForOrdinaryUserAttribute() => Skip = Environment.IsPrivilegedProcess ? "to the administrator no file is forbidden" : null;
}
