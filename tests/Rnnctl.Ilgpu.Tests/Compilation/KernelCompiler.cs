using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using Rnnctl.Ilgpu.Kernels;

namespace Rnnctl.Ilgpu.Tests.Compilation;

/// <summary>Compiles kernels for CUDA and OpenCL with ILGPU's own code generators, which need no device for that.</summary>
internal static class KernelCompiler
{
    // What the backend asks of an OpenCL device, and no more.
    private static readonly CLCapabilityContext OpenClDevice =
        new(float16: false, float64: true, genericAddressSpace: true, int64_Atomics: false, subGroups: false);

    /// <summary>Why a kernel cannot be compiled for CUDA, or an empty text.</summary>
    public static string FailureOnCuda(Type kernel) => FailureOf(() =>
    {
        using Context context = NewContext();
        using var backend = new PTXBackend(
            context, new CudaCapabilityContext(CudaArchitecture.SM_60), CudaArchitecture.SM_60, CudaInstructionSet.ISA_70, nvvmAPI: null);
        var compiled = (PTXCompiledKernel)backend.Compile(EntryOf(kernel), default);
        // A function that ILGPU knows of but has no code for.
        return compiled.PTXAssembly.Contains(".extern .func", StringComparison.Ordinal) ? "calls a function that is not there" : "";
    });

    /// <summary>Why a kernel cannot be compiled for OpenCL, or an empty text.</summary>
    public static string FailureOnOpenCl(Type kernel) => FailureOf(() =>
    {
        using Context context = NewContext();
        using var backend = new CLBackend(context, OpenClDevice, CLDeviceVendor.Other, CLCVersion.CL20);
        return ((CLCompiledKernel)backend.Compile(EntryOf(kernel), default)).Source.Length > 0 ? "" : "has no source";
    });

    // A context is of no use any more once a kernel has failed in it.
    private static Context NewContext() => Context.Create(builder => builder.EnableAlgorithms().Optimize(IlgpuContext.Optimization));

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

    /// <summary>A kernel's name with its number type, formula or cell.</summary>
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
