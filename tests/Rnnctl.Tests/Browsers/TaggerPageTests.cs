using System.Text.Json.Nodes;
using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Browsers;

/// <summary>The page of examples/onnx/web in a browser, with a tagger that was exported here.</summary>
public sealed class TaggerPageTests : IDisposable
{
    private static readonly string Page = Path.Combine(Repository.Root, "examples", "onnx", "web");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FactWithTaggerPage]
    public void Page_marks_the_slots_that_the_tool_finds()
    {
        string[] tokens = ["arrive", "Taipei", "on", "November", "2nd", "<b>"];
        var tool = new InProcessTool(string.Join(' ', tokens));
        Assert.Equal(0, tool.Run("tag", SlotsModel.Path, "--output-format", "labels"));
        string[] labels = tool.Output.Trim().Split(' ');
        InProcessTool.Done(["export", SlotsModel.Path, "--output", _folder["slots.onnx"]]);
        using var server = new FolderServer(_folder.Root, Page);
        using var browser = new HeadlessChromium();
        browser.SetWindow(360, 740, isDark: false);
        browser.Open($"{server.Address}index.html?sentence={Uri.EscapeDataString(string.Join(' ', tokens))}");
        WaitForAnswer(browser);
        string[] words = [.. Words(browser).Select(node => node!.GetValue<string>())];
        Assert.Equal(Expected(tokens, labels), words);
        Assert.Equal(360, browser.Evaluate("document.documentElement.scrollWidth")!.GetValue<int>());
        Assert.Empty(browser.Complaints);
    }

    [FactWithTaggerPage]
    public void Page_without_a_model_says_so()
    {
        using var server = new FolderServer(Page);
        using var browser = new HeadlessChromium();
        browser.Open($"{server.Address}index.html");
        WaitForAnswer(browser);
        Assert.Equal("slots.onnx: 404 Not Found", browser.Evaluate("document.querySelector('#note').textContent")!.GetValue<string>());
    }

    private static void WaitForAnswer(HeadlessChromium browser)
    {
        while (browser.Evaluate("document.querySelector('#note').textContent")!.GetValue<string>().StartsWith("Loading", StringComparison.Ordinal))
            Thread.Sleep(50);
    }

    /// <summary>Each mark of the answer, and each text between marks.</summary>
    private static JsonArray Words(HeadlessChromium browser) =>
        browser.Evaluate("[...document.querySelector('#answer').childNodes].map(node => node.textContent.trim()).filter(text => text)")!.AsArray();

    /// <summary>Spans as <c>tokens type</c>; labels here begin each span with B-.</summary>
    private static IEnumerable<string> Expected(string[] tokens, string[] labels)
    {
        for (int i = 0; i < tokens.Length;)
        {
            int end = i + 1;
            while (labels[i] != "O" && end < tokens.Length && labels[end] == "I" + labels[i][1..]) end++;
            yield return string.Join(' ', tokens[i..end]) + (labels[i] == "O" ? "" : " " + labels[i][2..]);
            i = end;
        }
    }
}
