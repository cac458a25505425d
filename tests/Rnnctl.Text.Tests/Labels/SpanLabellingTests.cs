using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;

namespace Rnnctl.Text.Tests.Labels;

public sealed class SpanLabellingTests
{
    [Theory]
    [InlineData("B-x I-x O", "O O")]
    [InlineData("S-x B-x M-x E-x O")]
    [InlineData("U-x B-x L-x O")]
    [InlineData("B-NN E-NN S-VV")]
    [InlineData("B-x I-x O O 0 B-y")]
    [InlineData("B-x", "0 B-y")]
    [InlineData("B I O B")]
    [InlineData("B B I")]
    [InlineData("I O I")]
    [InlineData("B E S O B M M E")]
    [InlineData("B M E S S")]
    [InlineData("B I L O U")]
    [InlineData("B I 0 O")]
    [InlineData("B-x I-x O B")]
    public void Labels_of_spans_are_recognised(params string[] sentences)
    {
        SpanLabelling found = Of(sentences);
        Assert.Equal((true, ""), (found.AreSpans, found.Reason));
    }

    /// <summary>Parts of speech (the single letters are Italian's in ISDT and Estonian's in UD), languages of words, case, membranes, nothing.</summary>
    [Theory]
    [InlineData("'NN' is neither O nor a tag and a type, such as B-x", "NN VB NN")]
    [InlineData("'RD' is neither O nor a tag and a type, such as B-x", "RD A")]
    [InlineData("5 of 9 labels, such as 'RD', are neither O nor a tag and a type, such as B-x", "RD S E RD S V B V FS")]
    [InlineData("4 of 8 labels, such as 'V', are neither O nor a tag and a type, such as B-x", "S V S Z I J S Z")]
    [InlineData("2 of 8 labels, such as 'NN', are neither O nor a tag and a type, such as B-x", "B I O B O B NN VB")]
    [InlineData("2 of 4 labels, such as 'NP-SBJ', are neither O nor a tag and a type, such as B-x", "S-TPC NP-SBJ O VP")]
    [InlineData("3 of 5 labels, such as '_', are neither O nor a tag and a type, such as B-x", "_ B-x I-x _ _")]
    [InlineData("tags without types mark spans only as B I O, B I E S O, B I L U O or B M E S O", "S E E S O")]
    [InlineData("tags without types mark spans only as B I O, B I E S O, B I L U O or B M E S O", "L L U L O")]
    [InlineData("tags without types mark spans only as B I O, B I E S O, B I L U O or B M E S O", "I I M M O O")]
    [InlineData("tags without types mark spans only as B I O, B I E S O, B I L U O or B M E S O", "B E L U O")]
    [InlineData("tags without types mark spans only as B I O, B I E S O, B I L U O or B M E S O", "I I")]
    [InlineData("no label marks a span", "O O")]
    public void Other_labels_are_told_apart_with_a_reason(string reason, params string[] sentences)
    {
        SpanLabelling found = Of(sentences);
        Assert.Equal((false, reason), (found.AreSpans, found.Reason));
    }

    [Fact]
    public void Odd_labels_are_counted_and_the_first_is_named()
    {
        SpanLabelling found = Of("B-x I-x O", "O 0 B-x", "B-x -X- 0");
        Assert.Equal(new SpanLabelling(true, "", 3, "'0' (sentence 2, token 2)"), found);
        Assert.Equal("3 labels are neither O nor a span's tag, counted as conlleval does; the first is '0' (sentence 2, token 2)", found.Warning);
        Assert.Equal("1 label is neither O nor a span's tag, counted as conlleval does: '0' (sentence 1, token 2)", Of("B-x 0").Warning);
        Assert.Null(Of("B-x O B").Warning);
    }

    [Fact]
    public void Labels_that_were_only_predicted_do_not_count()
    {
        LabelledCorpus gold = LabelledSentences.Corpus(["B-x O"]);
        var predicted = new PredictedLabels(gold);
        foreach (string label in (string[])["O", "0"]) predicted.Add(label);
        predicted.EndSentence();
        Assert.Equal(0, SpanLabelling.Of(gold).Odd);
        Assert.Equal((1, "'0' (sentence 1, token 2)"), (SpanLabelling.Of(predicted).Odd, SpanLabelling.Of(predicted).FirstOdd));
    }

    private static SpanLabelling Of(params string[] sentences) => SpanLabelling.Of(LabelledSentences.Corpus(sentences));
}
