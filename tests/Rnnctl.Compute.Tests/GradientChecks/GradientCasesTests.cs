using System.Collections;
using System.Reflection;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.GradientChecks;

public sealed class GradientCasesTests
{
    private const double Epsilon = 1e-5;
    private const double Tolerance = 1e-6;

    public static TheoryData<string> OperationSubjects => [.. GradientCases.Operations.Select(item => item.Subject)];

    public static TheoryData<string> CellSubjects => [.. GradientCases.Cells.Select(item => item.Subject)];

    private static IEnumerable<GradientCase> All => GradientCases.Operations.Concat(GradientCases.Cells);

    [Theory]
    [MemberData(nameof(OperationSubjects))]
    public void Every_operation_agrees_with_central_differences_at_every_width(string subject)
    {
        foreach (int width in CpuDevice.Widths<double>()) AssertPassed(subject, width);
    }

    [Theory]
    [MemberData(nameof(CellSubjects))]
    public void Every_cell_agrees_with_central_differences(string subject) => AssertPassed(subject, CpuDevice.Widths<double>()[0]);

    [Fact]
    public void Every_backward_adds_to_its_inputs_gradients()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        foreach (GradientCase gradientCase in All)
        {
            using var once = new CaseRun<double>(backend, gradientCase);
            using var twice = new CaseRun<double>(backend, new TwiceCase(gradientCase));
            foreach ((double[] one, double[] two) in once.Gradients().Zip(twice.Gradients()))
                Assert.All(one.Zip(two), pair => Assert.Equal(2 * pair.First, pair.Second, 1e-12 * Math.Max(1, one.Max(Math.Abs))));
        }
    }

    [Fact]
    public void Every_case_has_its_own_subject() => Assert.Equal(All.Count(), All.Select(item => item.Subject).Distinct().Count());

    [Fact]
    public void Every_operation_of_the_assembly_has_a_case()
    {
        IEnumerable<Type> operations = typeof(IOperation<>).Assembly.GetTypes()
            .Where(type => type.IsValueType && Implements(type, typeof(IOperation<>)));
        HashSet<Type> recorded = [.. All.SelectMany(RecordedOperations).Select(type => type.GetGenericTypeDefinition())];

        Assert.NotEmpty(operations);
        Assert.Empty(operations.Where(operation => !recorded.Contains(operation)).Select(operation => operation.Name));
    }

    [Fact]
    public void Every_activation_of_the_assembly_has_a_case()
    {
        IEnumerable<Type> activations = typeof(IActivation).Assembly.GetTypes()
            .Where(type => type.IsValueType && type.IsAssignableTo(typeof(IActivation)));
        HashSet<Type> recorded =
            [.. GradientCases.Operations.SelectMany(RecordedOperations).SelectMany(type => type.GetGenericArguments())];

        Assert.NotEmpty(activations);
        Assert.Empty(activations.Where(activation => !recorded.Contains(activation)).Select(activation => activation.Name));
    }

    [Fact]
    public void Every_variant_of_every_cell_has_plain_and_fused_cases_in_one_and_two_directions()
    {
        string[] kinds =
        [
            .. CellCatalog.Variants.SelectMany(cell => new[]
            {
                $"{cell.Title} plain, 1 layer, forward", $"{cell.Title} plain, 2 layers, both directions",
            }),
            .. CellCatalog.Variants.Where(cell => cell.IsFused).SelectMany(cell => new[]
            {
                $"{cell.Title} fused, 1 layer, forward", $"{cell.Title} fused, 2 layers, both directions",
            }),
        ];

        Assert.All(kinds, kind => Assert.Contains(GradientCases.Cells, item => item.Subject.StartsWith(kind, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_cell_has_a_case_of_every_addition_that_it_supports()
    {
        RecurrentCase[] all = [.. GradientCases.Cells.OfType<RecurrentCase>()];
        var variants = typeof(LayerVariant).GetProperties().Where(property => property.CanWrite).ToDictionary(
            property => property.Name,
            property => all.Where(one => !property.GetValue(one.Variant)!.Equals(property.GetValue(LayerVariant.Plain))));
        Assert.NotEmpty(variants);
        foreach ((string name, IEnumerable<RecurrentCase> cases) in variants)
        {
            LayerVariant variant = cases.First().Variant;
            IEnumerable<string> able = CellCatalog.All.Where(cell => variant.RefusalBy(cell) is null).Select(cell => cell.Name);
            Assert.Equal([name, .. able], [name, .. cases.Select(one => one.Subject.Split(' ')[0]).Distinct()]);
        }
    }

    private static void AssertPassed(string subject, int width)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1, width);
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(backend, All.Single(item => item.Subject == subject), Epsilon, Tolerance);

        Assert.NotEmpty(checks);
        Assert.DoesNotContain(checks, check => !check.Passed);
    }

    private static bool Implements(Type type, Type definition) =>
        type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == definition);

    /// <summary>The types of the records that a case puts on a tape; only the tape knows them.</summary>
    private static List<Type> RecordedOperations(GradientCase gradientCase)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var tape = new Tape<double>(backend);
        Variable<double>[] inputs = [.. gradientCase.Inputs.Select(input => tape.NewVariable(input.Rows, input.Columns))];
        foreach (Variable<double> input in inputs) backend.Clear(input.Value);
        gradientCase.Forward(tape, inputs);
        FieldInfo? logs = typeof(Tape<double>).GetField("_logs", BindingFlags.Instance | BindingFlags.NonPublic);
        return [.. ((IDictionary)logs!.GetValue(tape)!).Keys.Cast<Type>()];
    }

    /// <summary>A case that runs twice over the same inputs and adds both results, so that every gradient doubles.</summary>
    private sealed class TwiceCase(GradientCase one) : GradientCase(one.Subject, one.Inputs)
    {
        public override Variable<T> Forward<T>(Tape<T> tape, IReadOnlyList<Variable<T>> inputs) =>
            tape.Add(one.Forward(tape, inputs), one.Forward(tape, inputs));
    }
}
