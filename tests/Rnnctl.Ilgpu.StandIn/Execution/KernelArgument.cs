// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU;

namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>
/// What a kernel's argument may be made of: numbers and views, and structures of those, all of which the assembly that ILGPU makes at run time can see.
/// ILGPU refuses the rest when it compiles.
/// </summary>
internal static class KernelArgument
{
    private const string RuntimeAssembly = "ILGPURuntime";

    /// <summary>Throws where there is something that cannot lie in a device's memory, or cannot be seen.</summary>
    public static void Require(Type type)
    {
        if (type == typeof(bool) || type == typeof(char) || !type.IsValueType)
            throw new NotSupportedException($"{type} cannot be part of a kernel's argument");
        if (!IsSeen(type)) throw new NotSupportedException($"{type} is not visible to {RuntimeAssembly}");
        if (type.IsPrimitive || type.IsEnum || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>))) return;
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)) Require(field.FieldType);
    }

    private static bool IsSeen(Type type) =>
        (type.IsVisible || (!IsPrivate(type) && type.Assembly.GetCustomAttributes<InternalsVisibleToAttribute>().Any(NamesRuntime)))
        && type.GetGenericArguments().All(IsSeen);

    private static bool IsPrivate(Type type) =>
        type.IsNested && (type.IsNestedPrivate || type.IsNestedFamily || type.IsNestedFamANDAssem || IsPrivate(type.DeclaringType!));

    private static bool NamesRuntime(InternalsVisibleToAttribute attribute) => attribute.AssemblyName == RuntimeAssembly;
}
