using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

/// <summary>The shape of words as they are written.</summary>
public class WordShapeTests
{
    [Theory]
    [InlineData("a", "x")]
    [InlineData("the", "xx")]
    [InlineData("I", "X")]
    [InlineData("USA", "XX")]
    [InlineData("Taipei", "Xxx")]
    [InlineData("McDonald's", "XxXxx'x")]
    [InlineData("1998-99", "dd-dd")]
    [InlineData("2nd", "dxx")]
    [InlineData("3.5%", "d.d%")]
    [InlineData("----", "--")]
    [InlineData("$1,000", "$d,dd")]
    [InlineData("e-mail@x.org", "x-xx@x.xx")]
    [InlineData("Łódź", "Xxx")]
    [InlineData("我们", "oo")]
    [InlineData("ǅ", "X")]
    [InlineData("Ⅻ٣½", "dd")]
    [InlineData("e\u0301te\u0301", "xx")]
    [InlineData("\u0301", "")]
    [InlineData("👍👍👍x", "👍👍x")]
    [InlineData("", "")]
    public void Characters_become_signs_and_runs_are_cut_to_two(string word, string shape) =>
        Assert.Equal(shape, WordShape.Of(word, new char[WordShape.MostLength]).ToString());

    [Theory]
    [InlineData("a1", 20, 32)]
    [InlineData("😀1", 20, 48)]
    [InlineData("a1", 16, 32)]
    [InlineData("aa", 1000, 2)]
    public void Long_shape_is_cut(string part, int times, int length) =>
        Assert.Equal(length, WordShape.Of(string.Concat(Enumerable.Repeat(part, times)), new char[WordShape.MostLength]).Length);
}
