using System.Xml.Linq;
using Rnnctl.Plots;

namespace Rnnctl.Tests.Plots;

public class AttentionMapDrawingTests
{
    [Fact]
    public void Attention_map_of_a_translation_matches_the_golden_file()
    {
        string svg = AttentionMapDrawing.Draw(new AttentionMap(
            "the 3rd of March & more",
            ["the", "3rd", "of", "March", "<unk>", "extraordinarily-long-word-at-the-very-end"],
            ["2021", "-", "03", "Donaudampfschifffahrtsgesellschaft", "&"],
            [[0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.5f], [0, 0, 0, 1, 0, 0], [0, 0, 0.2f, 0.8f, 0, 0], [0.05f, 0.9f, 0, 0, 0.05f, 0], [0, 0.3f, 0, 0, 0.7f, 0]]));
        GoldenPicture.AssertEqual("attention-map.svg", svg);
        XElement root = GoldenPicture.Parse(svg);
        Assert.Equal(30, GoldenPicture.Elements(Assert.Single(GoldenPicture.Groups(root, "cells")), "rect").Count());
        Assert.Equal("<unk>", GoldenPicture.Elements(Assert.Single(GoldenPicture.Groups(root, "source")), "text").ElementAt(4).Value);
        Assert.Equal("&", GoldenPicture.Elements(Assert.Single(GoldenPicture.Groups(root, "target")), "text").Last().Value);
    }

    [Fact]
    public void Rows_are_target_words_and_columns_are_source_words()
    {
        XElement root = GoldenPicture.Parse(AttentionMapDrawing.Draw(new AttentionMap("", ["a", "b", "c"], ["x", "y"], [[0, 0, 1], [1, 0, 0]])));
        XElement[] cells = [.. GoldenPicture.Elements(Assert.Single(GoldenPicture.Groups(root, "cells")), "rect")];
        string low = ColorScale.Color(0), high = ColorScale.Color(ColorScale.Count - 1);
        Assert.Equal([low, low, high, high, low, low], cells.Select(cell => cell.Attribute("fill")!.Value));
        Assert.Equal(cells[2].Attribute("y")!.Value, cells[0].Attribute("y")!.Value);
        Assert.Equal(cells[3].Attribute("x")!.Value, cells[0].Attribute("x")!.Value);
    }

    [Fact]
    public void Weights_of_the_wrong_shape_are_refused()
    {
        var map = new AttentionMap("", ["a", "b"], ["x"], [[0.5f, 0.25f, 0.25f]]);
        string message = Assert.Throws<ArgumentException>(() => AttentionMapDrawing.Draw(map)).Message;
        Assert.Contains("the weights do not fit 1 target words and 2 source words", message, StringComparison.Ordinal);
    }
}
