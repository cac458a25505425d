using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using Rnnctl.Ilgpu.Kernels;

namespace Rnnctl.Ilgpu.Tests.Compilation;

/// <summary>Compiles kernels for CUDA and OpenCL with ILGPU's code generators, without a device.</summary>
internal static class KernelCompiler
{
    private const int SharedMemory = 48 << 10;

    // The features that the backend needs of an OpenCL device.
    private static readonly CLCapabilityContext OpenClDevice =
        new(float16: false, float64: true, genericAddressSpace: true, int64_Atomics: false, subGroups: false);

    /// <summary>Explains why a kernel cannot be compiled for CUDA, or returns an empty text.</summary>
    public static string FailureOnCuda(Type kernel) => FailureOf(() =>
    {
        using Context context = NewContext();
        using var backend = new PTXBackend(
            context, new CudaCapabilityContext(CudaArchitecture.SM_60), CudaArchitecture.SM_60, CudaInstructionSet.ISA_70, nvvmAPI: null);
        var compiled = (PTXCompiledKernel)backend.Compile(EntryOf(kernel), default);
        if (SharedBytes(compiled.PTXAssembly) > SharedMemory) return "takes more shared memory than every GPU has";
        // ILGPU knows this function, but has no code for it.
        return compiled.PTXAssembly.Contains(".extern .func", StringComparison.Ordinal) ? "calls a function that is not there" : "";
    });

    /// <summary>Explains why a kernel cannot be compiled for OpenCL, or returns an empty text.</summary>
    public static string FailureOnOpenCl(Type kernel) => FailureOf(() =>
    {
        using Context context = NewContext();
        using var backend = new CLBackend(context, OpenClDevice, CLDeviceVendor.Other, CLCVersion.CL20);
        return FaultOf(((CLCompiledKernel)backend.Compile(EntryOf(kernel), default)).Source);
    });

    // A context cannot be used again after a kernel has failed in it.
    private static Context NewContext() => Context.Create(builder => builder.EnableAlgorithms().EnableGroupBarrier().Optimize(IlgpuContext.Optimization));

    private static int SharedBytes(string ptx) =>
        Regex.Matches(ptx, @"\.shared .*\.b8 \w+\[(\d+)\]").Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private static string FaultOf(string source)
    {
        if (source.Length == 0) return "has no source";
        // ILGPU's own barrier.
        if (source.Contains("( CLK_GLOBAL_MEM_FENCE )", StringComparison.Ordinal)) return "waits without a fence for shared memory";
        if (!source.Contains("work_group_barrier", StringComparison.Ordinal)) return "";
        string first = Regex.Match(source, @"goto (\w+);").Groups[1].Value;
        return Regex.IsMatch(source, $@"\s{first}: ;\s+return ;") ? "can leave ahead of its barriers" : "";
    }

    private static string FailureOf(Func<string> compile)
    {
        try
        {
            return compile();
        }
        catch (Exception failure)
        {
            return failure.InnerException is { } cause ? $"{failure.Message} {cause.Message}" : failure.Message;
        }
    }

    /// <summary>The name of a kernel with its number type, formula or cell.</summary>
    public static string NameOf(Type type)
    {
        string name = type.DeclaringType is { } outer ? $"{WithoutArity(outer.Name)}.{WithoutArity(type.Name)}" : WithoutArity(type.Name);
        string[] arguments = [.. type.GetGenericArguments().Where(argument => !argument.IsGenericParameter).Select(NameOf)];
        return arguments.Length == 0 ? name : $"{name}[{string.Join(", ", arguments)}]";
    }

    private static EntryPointDescription EntryOf(Type kernel)
    {
        bool isGroup = kernel.IsAssignableTo(typeof(IGroupKernel));
        MethodInfo entry = typeof(KernelQueue).GetMethod(isGroup ? nameof(KernelQueue.RunGroup) : nameof(KernelQueue.RunElements))!;
        return EntryPointDescription.FromExplicitlyGroupedKernel(entry.MakeGenericMethod(kernel));
    }

    private static string WithoutArity(string name) => name.Split('`')[0];
}
