using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Safetensors;

namespace Rnnctl.Reports;

/// <summary>How large the data, the vocabularies and the model are.</summary>
internal static partial class SizesSection
{
    /// <param name="configuration">The model's configuration.</param>
    /// <param name="tensors">Its weights.</param>
    /// <param name="data">The sizes of the files that it was measured on; empty for none.</param>
    public static XElement Of(ModelConfiguration configuration, IReadOnlyList<TensorEntry> tensors, IReadOnlyList<DataSize> data) => Html.Section(
        "sizes", "Data, vocabularies, parameters", data.Count == 0 ? null : OfData(data), OfVocabularies(configuration.Architecture), OfParameters(tensors));

    private static XElement OfData(IReadOnlyList<DataSize> data) => Table.Of(
        "Files that the model was measured on",
        [new("What", IsText: true), new("Sentences"), new("Symbols"), new("Unknown")],
        data.Select(size => (object?[])
        [
            size.Name, Amount.Whole(size.Sentences), $"{Amount.Whole(size.Symbols)} {size.SymbolName}", Amount.Percent(size.UnknownShare),
        ]));

    private static XElement OfVocabularies(ArchitectureConfiguration architecture) => Table.Of(
        "Vocabularies, with unknown and other special symbols",
        [new("Name", IsText: true), new("Symbols")],
        architecture.Vocabularies.Select(one => (object?[])[Html.Data(one.Key), Amount.Whole(one.Value)]));

    private static XElement OfParameters(IReadOnlyList<TensorEntry> tensors)
    {
        double all = Math.Max(1, tensors.Sum(tensor => tensor.Count));
        IEnumerable<object?[]> groups = tensors.GroupBy(tensor => GroupOf(tensor.Name)).Select(group => (object?[])
        [
            Html.Data(group.Key),
            Amount.Whole(group.Count()),
            Amount.Whole(group.Sum(tensor => tensor.Count)),
            Html.Share(group.Sum(tensor => tensor.Count) / all, Amount.Percent(group.Sum(tensor => tensor.Count) / all)),
        ]);
        Column[] columns = [new("Group", IsText: true), new("Tensors"), new("Parameters"), new("Share")];
        return Table.Of($"Parameters: {Amount.Whole(tensors.Sum(tensor => tensor.Count))}", columns, groups);
    }

    /// <summary>The part of the model that a tensor belongs to: <c>encoder, layer 1</c> for <c>encoder.weight_hh_l0_reverse</c>.</summary>
    private static string GroupOf(string name)
    {
        Match parts = NameParts().Match(name);
        if (!parts.Success) return name;
        if (!parts.Groups[2].Success) return parts.Groups[1].Value;
        int layer = int.Parse(parts.Groups[2].Value, CultureInfo.InvariantCulture) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{parts.Groups[1].Value}, layer {layer}");
    }

    [GeneratedRegex(@"^(.+)\.[^.]+?(?:_l([0-9]{1,4})(?:_[a-z]+)?)?$")]
    private static partial Regex NameParts();
}

/// <summary>The size of a part of the data.</summary>
/// <param name="Name">What it is: <c>sources</c>.</param>
/// <param name="Sentences">The number of sentences.</param>
/// <param name="Symbols">The number of symbols.</param>
/// <param name="SymbolName">What a symbol is: <c>tokens</c>.</param>
/// <param name="UnknownShare">The share of the symbols that the vocabulary does not have.</param>
internal sealed record DataSize(string Name, long Sentences, long Symbols, string SymbolName, double UnknownShare);
