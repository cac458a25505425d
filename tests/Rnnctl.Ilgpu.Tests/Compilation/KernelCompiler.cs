using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using Rnnctl.Ilgpu.Kernels;

namespace Rnnctl.Ilgpu.Tests.Compilation;

/// <summary>
/// Compiles kernels for CUDA or OpenCL with ILGPU's code generators, without a device. All kernels share a context until one fails, since a new context costs
/// more than a kernel.
/// </summary>
internal sealed class KernelCompiler : IDisposable
{
    private const int SharedMemory = 48 << 10;

    // The features that the backend needs of an OpenCL device.
    private static readonly CLCapabilityContext OpenClDevice =
        new(float16: false, float64: true, genericAddressSpace: true, int64_Atomics: false, subGroups: false);

    private readonly Func<Context, Backend> _open;
    private readonly Func<CompiledKernel, string> _faultOf;
    private Context _context;
    private Backend _backend;

    private KernelCompiler(Func<Context, Backend> open, Func<CompiledKernel, string> faultOf)
    {
        (_open, _faultOf) = (open, faultOf);
        (_context, _backend) = Open();
    }

    /// <summary>A compiler for CUDA.</summary>
    public static KernelCompiler ForCuda() => new(
        context => new PTXBackend(context, new CudaCapabilityContext(CudaArchitecture.SM_60), CudaArchitecture.SM_60, CudaInstructionSet.ISA_70, nvvmAPI: null),
        compiled => FaultOfPtx(((PTXCompiledKernel)compiled).PTXAssembly));

    /// <summary>A compiler for OpenCL.</summary>
    public static KernelCompiler ForOpenCl() => new(
        context => new CLBackend(context, OpenClDevice, CLDeviceVendor.Other, CLCVersion.CL20),
        compiled => FaultOfOpenCl(((CLCompiledKernel)compiled).Source));

    /// <summary>Explains why a kernel cannot be compiled, or returns an empty text.</summary>
    public string FailureOf(Type kernel)
    {
        try
        {
            return _faultOf(_backend.Compile(EntryOf(kernel), default));
        }
        catch (Exception failure)
        {
            // A context cannot be used again after a kernel has failed in it.
            Close();
            (_context, _backend) = Open();
            return failure.InnerException is { } cause ? $"{failure.Message} {cause.Message}" : failure.Message;
        }
    }

    public void Dispose() => Close();

    private (Context Context, Backend Backend) Open()
    {
        Context context = Context.Create(builder => builder.EnableAlgorithms().EnableGroupBarrier().Optimize(IlgpuContext.Optimization));
        return (context, _open(context));
    }

    private void Close()
    {
        _backend.Dispose();
        _context.Dispose();
    }

    private static string FaultOfPtx(string assembly)
    {
        if (SharedBytes(assembly) > SharedMemory) return "takes more shared memory than every GPU has";
        // ILGPU knows this function, but has no code for it.
        return assembly.Contains(".extern .func", StringComparison.Ordinal) ? "calls a function that is not there" : "";
    }

    private static int SharedBytes(string ptx) =>
        Regex.Matches(ptx, @"\.shared .*\.b8 \w+\[(\d+)\]").Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private static string FaultOfOpenCl(string source)
    {
        if (source.Length == 0) return "has no source";
        // ILGPU's own barrier.
        if (source.Contains("( CLK_GLOBAL_MEM_FENCE )", StringComparison.Ordinal)) return "waits without a fence for shared memory";
        if (!source.Contains("work_group_barrier", StringComparison.Ordinal)) return "";
        string first = Regex.Match(source, @"goto (\w+);").Groups[1].Value;
        return Regex.IsMatch(source, $@"\s{first}: ;\s+return ;") ? "can leave ahead of its barriers" : "";
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
