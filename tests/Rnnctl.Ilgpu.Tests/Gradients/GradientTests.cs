using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Translators;

namespace Rnnctl.Ilgpu.Tests.Gradients;

/// <summary>
/// All gradient cases on every device, compared with the CPU. The tests of Rnnctl.Compute and Rnnctl.Models compare the CPU's gradients with central
/// differences.
/// </summary>
public sealed class GradientTests : DeviceTest
{
    private static readonly GradientCase[] Cases =
    [
        .. GradientCases.Operations, .. GradientCases.Cells, .. CellCatalog.All.SelectMany(Taggers), FieldTagger(), .. TaggerGradientCases.All,
        .. TranslatorGradientCases.All, .. LanguageModelGradientCases.All, .. LanguageModelGradientCases.Contextual,
    ];

    public static TheoryData<string, string> Subjects => Devices.With(Cases.Select(one => one.Subject));

    public static TheoryData<string, string> Operations => Devices.With(GradientCases.Operations.Select(one => one.Subject));

    [Theory]
    [MemberData(nameof(Subjects))]
    public void A_device_has_the_gradients_of_the_CPU_in_double_precision(string device, string subject) => Compare<double>(device, subject, 1e-10);

    [Theory]
    [MemberData(nameof(Subjects))]
    public void A_device_in_single_precision_is_close_to_the_gradients_of_the_CPU_in_double_precision(string device, string subject) =>
        Compare<float>(device, subject, 1e-3);

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_agrees_with_central_differences_on_the_device(string device, string subject) =>
        AssertPassed(GradientChecker.Check(Open<double>(device), Find(subject), epsilon: 1e-5, tolerance: 1e-6));

    private static IEnumerable<GradientCase> Taggers(CellDefinition cell) =>
    [
        Tagger(cell, layers: 1, bidirectional: false, dropout: 0),
        Tagger(cell, layers: 2, bidirectional: true, dropout: 0.3),
    ];

    private static TaggerGradientCase Tagger(CellDefinition cell, int layers, bool bidirectional, double dropout) =>
        new(new TaggerArchitecture(Tokens: 5, Labels: 3, Embedding: 4, cell, Hidden: 3, layers, bidirectional, dropout));

    private static TaggerGradientCase FieldTagger() =>
        new(new TaggerArchitecture(Tokens: 5, Labels: 3, Embedding: 4, CellCatalog.All[0], Hidden: 3, Layers: 1, Bidirectional: true, Dropout: 0, Crf: true));

    private static GradientCase Find(string subject) => Cases.Single(one => one.Subject == subject);

    private static void AssertPassed(IReadOnlyList<TensorCheck> checks)
    {
        Assert.NotEmpty(checks);
        Assert.All(checks, check => Assert.True(check.Passed, check.ToString()));
    }

    private static void Compare<T>(string device, string subject, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Backend<double> cpu = CpuDevice.Open<double>(threads: 1);
        AssertPassed(GradientChecker.Compare(Open<T>(device), cpu, Find(subject), tolerance));
    }
}
