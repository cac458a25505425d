using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;

namespace Rnnctl.Compute.Tests.Cells;

public sealed class CellCatalogTests
{
    public static TheoryData<string> Names => [.. CellCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cell_without_given_options_has_the_defaults(string name)
    {
        CellDefinition cell = CellCatalog.Create(name, CellSettings.None);
        Assert.Equal(name, cell.Name);
        Assert.Equal(name, cell.Title);
        Assert.Equal(CellCatalog.Find(name)!.Options, cell.Options);
        Assert.Equal(name, CellCatalog.Create(name, cell.Options).Title);
    }

    [Fact]
    public void A_title_lists_options_that_are_not_default()
    {
        Assert.Equal("elman (activation relu)", CellCatalog.Create("elman", new() { Activation = ActivationKind.Relu }).Title);
        Assert.Equal("tdnn (window 3)", CellCatalog.Create("tdnn", new() { Window = 3, Dilation = 1 }).Title);
        Assert.Equal("lstm (projection 64, cell-clip 2.5)", CellCatalog.Create("lstm", new() { Projection = 64, CellClip = 2.5 }).Title);
        Assert.Equal(
            "lstm (cell-activation identity, output-activation logistic)",
            CellCatalog.Create("lstm", new() { CellActivation = ActivationKind.Identity, OutputActivation = ActivationKind.Logistic }).Title);
    }

    [Fact]
    public void An_unknown_option_is_a_mistake_that_lists_the_cells_options()
    {
        var relu = new CellSettings { Activation = ActivationKind.Relu };
        Assert.Null(CellCatalog.MistakeIn("elman", relu));
        Assert.Equal(
            "lstm has no option activation; it has cell-activation, output-activation, projection, cell-clip and projection-clip",
            CellCatalog.MistakeIn("lstm", relu));
        Assert.Equal("gru has no option activation; it has no options", CellCatalog.MistakeIn("gru", relu));
        Assert.Equal("elman has no option dilation; it has activation", CellCatalog.MistakeIn("elman", relu with { Dilation = 2 }));
        Assert.StartsWith("unknown cell 'rnn', expected one of elman, ", CellCatalog.MistakeIn("rnn", CellSettings.None), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CellCatalog.Create("gru", relu));
    }

    [Fact]
    public void An_invalid_value_of_an_option_is_a_mistake()
    {
        Assert.Equal(
            "activation: expected tanh, logistic or relu for elman, found identity",
            CellCatalog.MistakeIn("elman", new() { Activation = ActivationKind.Identity }));
        Assert.Equal("projection: expected at least 0, found -1", CellCatalog.MistakeIn("lstm", new() { Projection = -1 }));
        Assert.Equal("cell-clip: expected a number of at least 0, found -0.5", CellCatalog.MistakeIn("lstm", new() { CellClip = -0.5 }));
        Assert.Equal(
            "projection-clip: there is no projection whose result it could clip",
            CellCatalog.MistakeIn("lstm", new() { ProjectionClip = 3 }));
        Assert.Equal("window: expected at least 1, found 0", CellCatalog.MistakeIn("tdnn", new() { Window = 0 }));
        Assert.Equal("dilation: expected at least 1, found -1", CellCatalog.MistakeIn("tdnn", new() { Dilation = -1 }));
    }

    [Fact]
    public void The_variants_of_every_cell_cover_every_value_of_its_options()
    {
        foreach (IGrouping<string, CellDefinition> cell in CellCatalog.Variants.GroupBy(variant => variant.Name))
        {
            CellSettings[] met = [.. cell.Select(variant => variant.Options)];
            Require<ActivationKind>(met, options => options.Activation, kind => new() { Activation = kind });
            Require<ActivationKind>(met, options => options.CellActivation, kind => new() { CellActivation = kind });
            Require<ActivationKind>(met, options => options.OutputActivation, kind => new() { OutputActivation = kind });
            Require<PeepholeKind>(met, options => options.Peephole, kind => new() { Peephole = kind });
            if (met[0].Window is not null) Assert.True(met.Select(options => options.Window).Distinct().Count() > 1);
            if (met[0].Dilation is not null) Assert.True(met.Select(options => options.Dilation).Distinct().Count() > 1);

            void Require<TKind>(CellSettings[] variants, Func<CellSettings, TKind?> read, Func<TKind, CellSettings> with)
                where TKind : struct, Enum
            {
                if (read(variants[0]) is null) return;
                IEnumerable<TKind> possible = Enum.GetValues<TKind>().Where(kind => CellCatalog.MistakeIn(cell.Key, with(kind)) is null);
                Assert.Equal(possible, variants.Select(options => read(options)!.Value).Distinct().Order());
            }
        }
    }
}
