using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Translators;
using Rnnctl.Testing.Gradients;

namespace Rnnctl.Models.Tests.Parameters;

/// <summary>Whole models of which some parameters are frozen: the gradients of the others do not change.</summary>
public sealed class FrozenParameterTests : IDisposable
{
    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void Taggers_leave_out_the_gradients_of_frozen_parameters()
    {
        Assert.All(TaggerGradientCases.All, one => FrozenInputs.AssertSameGradients(_backend, one));
        var architecture = new TaggerArchitecture(
            TaggerGradientCase.BatchTokens - 1, Labels: 3, Embedding: 4, CellCatalog.Find("lstm")!, Hidden: 5, Layers: 2, Bidirectional: true, Dropout: 0.3);
        Assert.All(
            CellCatalog.Variants, cell => FrozenInputs.AssertSameGradients(_backend, new TaggerGradientCase(architecture with { Cell = cell })));
    }

    [Fact]
    public void Translators_leave_out_the_gradients_of_frozen_parameters() =>
        Assert.All(TranslatorGradientCases.All, one => FrozenInputs.AssertSameGradients(_backend, one));

    [Fact]
    public void Language_models_leave_out_the_gradients_of_frozen_parameters() =>
        Assert.All(LanguageModelGradientCases.All, one => FrozenInputs.AssertSameGradients(_backend, one));
}
