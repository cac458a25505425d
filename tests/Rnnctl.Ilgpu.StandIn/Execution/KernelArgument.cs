// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using System.Reflection;
using ILGPU;

namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>What a kernel's argument may be made of: numbers and views, and structures of those. ILGPU refuses the rest when it compiles.</summary>
internal static class KernelArgument
{
    /// <summary>Throws where there is a field that cannot lie in a device's memory.</summary>
    public static void Require(Type type)
    {
        if (type == typeof(bool) || type == typeof(char) || !type.IsValueType)
            throw new NotSupportedException($"{type} cannot be part of a kernel's argument");
        if (type.IsPrimitive || type.IsEnum || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>))) return;
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)) Require(field.FieldType);
    }
}
