using System.Reflection;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;

namespace Rnnctl.Ilgpu.Kernels;

/// <summary>
/// Where the threads of a group wait for each other and then see what the others have written. For OpenCL, ILGPU's own <see cref="Group.Barrier"/> promises
/// that of global memory alone and not of shared memory, which is what kernels use it for.
/// </summary>
internal static class GroupBarrier
{
    /// <summary>Waits for all threads of the group.</summary>
    [IntrinsicImplementation]
    public static void Wait() => Group.Barrier();

    /// <summary>Lets kernels of a context wait here.</summary>
    public static Context.Builder EnableGroupBarrier(this Context.Builder builder)
    {
        MethodInfo wait = typeof(GroupBarrier).GetMethod(nameof(Wait))!;
        IntrinsicImplementationManager intrinsics = builder.GetIntrinsicManager();
        intrinsics.RegisterMethod(wait, new CLIntrinsic(typeof(GroupBarrier), nameof(WriteOpenCl), IntrinsicImplementationMode.GenerateCode));
        intrinsics.RegisterMethod(wait, new PTXIntrinsic(typeof(GroupBarrier), nameof(WritePtx), IntrinsicImplementationMode.GenerateCode));
        return builder;
    }

    private static void WriteOpenCl(CLBackend _, CLCodeGenerator generator, Value _1) =>
        generator.BeginStatement("work_group_barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)").Finish();

    private static void WritePtx(PTXBackend _, PTXCodeGenerator generator, Value _1) => generator.Command("bar.sync 0");
}
