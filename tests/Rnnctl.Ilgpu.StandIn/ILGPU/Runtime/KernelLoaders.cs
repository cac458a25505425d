// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using Rnnctl.Ilgpu.StandIn.Execution;

namespace ILGPU.Runtime;

/// <summary>Makes kernels of methods.</summary>
public static class KernelLoaders
{
    /// <summary>A kernel of two arguments.</summary>
    public static Action<AcceleratorStream, KernelConfig, T1, T2> LoadKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action)
        where T1 : struct
        where T2 : struct
    {
        if (!action.Method.IsStatic) throw new NotSupportedException($"{action.Method} is not static: a kernel has nothing but its arguments");
        KernelArgument.Require(typeof(T1));
        KernelArgument.Require(typeof(T2));
        return (stream, shape, first, second) =>
        {
            stream.FinishCopies();
            accelerator.Launch(shape, () => action(first, second));
        };
    }
}
