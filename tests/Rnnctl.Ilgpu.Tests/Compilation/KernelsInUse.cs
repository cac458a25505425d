using System.Numerics;
using System.Reflection;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;
using Rnnctl.Ilgpu.Kernels;
using Rnnctl.Ilgpu.Kernels.Products;
using Rnnctl.Ilgpu.Numbers;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Ilgpu.Tests.Compilation;

/// <summary>
/// The kernels of the backend, found by running every operation on ILGPU's CPU accelerator. The tests that read them run first, before other tests bring
/// kernels to the accelerator.
/// </summary>
internal static class KernelsInUse
{
    private static readonly string IlgpuCpu = new DeviceName(DeviceKind.IlgpuCpu, 0).ToString();
    private static readonly Type[] Driven = [typeof(IElementKernel), typeof(IGroupKernel), typeof(IFormula), typeof(IUpdateRule), typeof(IFusedCell)];
    private static readonly Assembly[] Assemblies = [typeof(KernelQueue).Assembly, typeof(Backend<>).Assembly, typeof(Adam).Assembly];

    /// <summary>The kernels with their formulas, cells and optimisers, in single and in double precision.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        .. Collect<float>().Union(Collect<double>()),
        // The CPU accelerator's groups are too small for tiles.
        typeof(TiledProductKernel<SingleReal>),
        typeof(TiledProductKernel<DoubleReal>),
    ];

    /// <summary>Kernels, formulas, cells and optimisers that are missing in <see cref="All"/>.</summary>
    public static IEnumerable<Type> NotCompiled => Assemblies.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.IsValueType && Driven.Any(type.IsAssignableTo))
        .Except(All.SelectMany(PartsOf));

    private static IEnumerable<Type> PartsOf(Type type)
    {
        Type itself = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return type.GetGenericArguments().SelectMany(PartsOf).Prepend(itself);
    }

    private static IReadOnlyCollection<Type> Collect<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Backend<T> backend = Devices.Open<T>(IlgpuCpu);
        foreach (GradientCase gradientCase in GradientCases.Operations.Concat(GradientCases.Cells)) Run(backend, gradientCase);
        foreach (OptimizerKind kind in Enum.GetValues<OptimizerKind>()) Learn(backend, kind);
        foreach (OperationCase one in OperationCases.All.DistinctBy(one => one.GetType())) one.Draw<T>().AssertAgrees(backend);
        return QueueOf(backend).Kernels;
    }

    private static KernelQueue QueueOf<T>(Backend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        backend is IlgpuBackend<T, SingleReal> single ? single.Queue : ((IlgpuBackend<T, DoubleReal>)backend).Queue;

    private static void Run<T>(Backend<T> backend, GradientCase gradientCase)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var tape = new Tape<T>(backend);
        using var memory = new Arena<T>(backend.Allocate<T>);
        Variable<T>[] inputs = [.. gradientCase.Inputs.Select(input => Place(backend, memory, input))];
        Variable<T> y = gradientCase.Forward(tape, inputs);
        backend.Fill(y.Gradient, T.One);
        tape.Backward();
    }

    private static Variable<T> Place<T>(Backend<T> backend, Arena<T> memory, GradientInput input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var variable = new Variable<T>(memory.Allocate(input.Rows, input.Columns), memory.Allocate(input.Rows, input.Columns));
        backend.Upload([.. input.Values.Select(T.CreateChecked)], variable.Value);
        backend.Clear(variable.Gradient);
        return variable;
    }

    private static void Learn<T>(Backend<T> backend, OptimizerKind kind)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var weight = new ParameterShape("weight", [3], new InitialValue(Distribution.Zero));
        using var parameters = new ParameterSet<T>(backend, [weight, weight with { Name = "table", Dimensions = [3, 2], ByRows = true }], learning: true);
        using var optimizer = new Optimizer<T>(backend, parameters, new TrainingConfiguration { Optimizer = kind, ClipValue = 1 });
        using var tape = new Tape<T>(backend);
        backend.Fill(parameters.Gradients, T.One);
        Variable<T> y = Embed<T>.Apply(tape, parameters["table"], tape.NewIds([2, 0]));
        backend.Fill(y.Gradient, T.One);
        tape.Backward();
        optimizer.Step(number: 1, rate: 0.1);
        using var mean = new WeightMean<T>(backend, parameters, decay: 0.5);
        mean.Follow(number: 1);
    }
}
