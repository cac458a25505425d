using System.Text.Json.Nodes;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Browsers;

/// <summary>Pages of <c>rnnctl report</c> in a browser: on a phone and on a screen, light and dark.</summary>
public sealed class ReportInBrowserTests : IDisposable
{
    /// <summary>The elements that stick out of the window, but for those in a box that scrolls.</summary>
    private const string Overflow = """
        [...document.querySelectorAll('body *')]
            .filter(element => !element.parentElement.closest('.scroll') && element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
            .map(element => element.outerHTML.slice(0, 80))
        """;

    /// <summary>The least height of a letter's box in the curves.</summary>
    private const string SmallestLetter = "Math.min(...[...document.querySelectorAll('.pictures text')].map(text => "
        + "Math.min(text.getBoundingClientRect().height, text.getBoundingClientRect().width * 10)))";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FactWithChromium]
    public void Nothing_overflows_and_nothing_is_refused_on_phone_and_screen_in_light_and_dark()
    {
        using var text = new SmallLanguageModel();
        string[] pages =
        [
            Report("tagger", SlotsModel.Path, WrongLabels()),
            Report("translator", ReverseModel.Path, ReverseModel.ValidationSource, ReverseModel.ValidationTarget),
            Report("language", text.Model, text.Text),
        ];
        using var browser = new HeadlessChromium();
        foreach (string page in pages)
        {
            browser.Open(page);
            foreach ((int width, int height) in ((int, int)[])[(360, 740), (1280, 800)])
            {
                Assert.Equal("rgb(255, 255, 255)", Check(browser, width, height, isDark: false));
                Assert.Equal("rgb(20, 23, 29)", Check(browser, width, height, isDark: true));
            }
        }

        Assert.Empty(browser.Complaints);
    }

    /// <summary>Checks the open page and returns the colour of its background.</summary>
    private static string Check(HeadlessChromium browser, int width, int height, bool isDark)
    {
        browser.SetWindow(width, height, isDark);
        Assert.Empty(browser.Evaluate(Overflow)!.AsArray());
        Assert.Equal(width, browser.Evaluate("innerWidth")!.GetValue<int>());
        Assert.True(browser.Evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")!.GetValue<bool>());
        Assert.InRange(browser.Evaluate(SmallestLetter)!.GetValue<double>(), 8, 30);
        JsonNode paper = browser.Evaluate("getComputedStyle(document.documentElement).backgroundColor")!;
        return paper.GetValue<string>();
    }

    private string Report(string name, params string[] words)
    {
        string page = _folder[name + ".html"];
        InProcessTool.Done(["report", .. words, "--output", page, "--threads", "1"]);
        return page;
    }

    /// <summary>Sentences whose gold labels are not those that the model gives, one of them long and with a long word.</summary>
    private string WrongLabels()
    {
        string word = new('w', 200);
        string words = string.Join(' ', Enumerable.Repeat("leave Taipei on November 2nd", 12));
        string labels = string.Join(' ', Enumerable.Repeat("O B-destination O O B-date", 12));
        return _folder.Write("wrong.tsv", $"tokens\tlabels\n{words} {word}\t{labels} B-destination\narrive Taipei\tO B-{word}\n");
    }
}
