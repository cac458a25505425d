using System.Reflection;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;

namespace Rnnctl.Ilgpu.Kernels;

/// <summary>
/// A barrier for the threads of a group, after which they see each other's writes. For OpenCL, ILGPU's own <see cref="Group.Barrier"/> orders global memory
/// only, but kernels need it for shared memory.
/// </summary>
internal static class GroupBarrier
{
    /// <summary>Waits for all threads of the group.</summary>
    [IntrinsicImplementation]
    public static void Wait() => Group.Barrier();

    /// <summary>Makes the barrier available to the kernels of a context.</summary>
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
