using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public class PharaohAlignmentTests
{
    [Fact]
    public void A_link_names_the_source_word_and_then_the_target_word() => Assert.Equal("0-0 2-1 1-2", PharaohAlignment.Format([0, 2, 1]));

    [Fact]
    public void Links_are_in_the_order_of_the_target_words_and_may_share_a_source_word() =>
        Assert.Equal("11-0 11-1 0-2", PharaohAlignment.Format([11, 11, 0]));

    [Fact]
    public void A_target_word_without_a_source_word_has_no_link() => Assert.Equal("3-1", PharaohAlignment.Format([-1, 3, -1]));

    [Fact]
    public void A_sentence_without_links_is_an_empty_line() => Assert.Equal("", PharaohAlignment.Format([]));
}
