using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Tests.Translators;

/// <summary>The whole translator, with each choice that there is, against central differences in double.</summary>
public sealed class TranslatorGradientCaseTests : IDisposable
{
    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    public static TheoryData<string> Cells => [.. CellCatalog.Names];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, TranslatorGradientCases.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_gradient_of_a_translator_agrees_with_central_differences(int number) => RequireRightGradients(TranslatorGradientCases.All[number]);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_has_right_gradients_as_encoder_and_decoder(string name)
    {
        foreach (TranslatorGradientCase one in TranslatorGradientCases.OfCell(CellCatalog.Find(name)!)) RequireRightGradients(one);
    }

    public void Dispose() => _backend.Dispose();

    private void RequireRightGradients(TranslatorGradientCase one)
    {
        IReadOnlyList<TensorCheck> checks = GradientChecker.Check(_backend, one, epsilon: 1e-5, tolerance: 1e-6);
        Assert.All(checks, check => Assert.True(check.Passed, $"{one.Subject}: {check}"));
        Assert.All(checks.Where(check => check.Tensor.StartsWith("contextual_", StringComparison.Ordinal)), check => Assert.True(check.MaxAbsoluteError > 0));
    }
}
