using Rnnctl.Fuzz.Cases;
using Rnnctl.Fuzz.Outcomes;
using Rnnctl.Fuzz.Runs;

namespace Rnnctl.Tests.Fuzzing;

/// <summary>Checks that the fuzzer detects what it must detect.</summary>
public sealed class OutcomeCheckTests : IDisposable
{
    private const string GoodMessage = "reading a.tsv as columns\nwarning: old\nerror: a.tsv:3: expected 2 columns, found 1\nhint: see --format\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "{\"f1\":1}\n", "")]
    [InlineData(0, "{\"f1\":1}\n{\"f1\":2}\n", "warning: old\n")]
    [InlineData(2, "", GoodMessage)]
    [InlineData(2, "", "error: --epochs: expected a number\nerror: --hidden: expected a number\nhint: rnnctl train --help\n")]
    [InlineData(3, "", "error: the disk is full\n")]
    public void Allowed_outcomes_are_no_findings(int code, string output, string error) =>
        Assert.Empty(FindingsIn(new ToolRun(code, output, error), "eval", "--json"));

    [Theory]
    [InlineData(1, "error: x\n", "exit code 1")]
    [InlineData(134, "error: x\n", "exit code 134")]
    [InlineData(2, "", "exit code 2 without an error")]
    [InlineData(2, "error: \n", "exit code 2 without an error")]
    [InlineData(3, "error: x\nerror: y\n", "more than one error")]
    [InlineData(2, "error: x\nhint: y\nhint: z\n", "more than one hint")]
    [InlineData(2, "error: x\nsecond line\n", "a line behind the error: second line")]
    [InlineData(2, "error: \u001b[31mx\n", "U+001B on standard error")]
    [InlineData(2, "error: \u2028\n", "U+2028 on standard error")]
    [InlineData(2, "error: a\0b\n", "NUL on standard error")]
    [InlineData(0, "note\rthat\n", "U+000D on standard error")]
    [InlineData(3, "error: Object reference not set to an instance of an object.\n", "a message that helps nobody")]
    [InlineData(3, "error: x\n   at Rnnctl.Verbs.Tag.TagRun.Run(String path) in TagRun.cs:line 3\n", "a stack trace")]
    public void Forbidden_exit_codes_and_messages_are_findings(int code, string error, string finding) =>
        Assert.Contains(FindingsIn(new ToolRun(code, "", error), "eval"), found => found.StartsWith(finding, StringComparison.Ordinal));

    [Fact]
    public void Exit_code_1_is_allowed_only_for_gradcheck()
    {
        Assert.Empty(FindingsIn(new ToolRun(1, "", ""), "gradcheck"));
        Assert.Single(FindingsIn(new ToolRun(1, "", ""), "eval"));
    }

    [Theory]
    [InlineData("{\"loss\":NaN}\n", "eval --json")]
    [InlineData("{\"loss\":1}\n{\"loss\":\n", "eval --json")]
    [InlineData("{\"tokens\":[\"\n", "tag --output-format json")]
    [InlineData("loss 1\n", "tag --output-format=json")]
    [InlineData("<svg><text>a & b</text></svg>\n", "plot --output -")]
    public void Broken_json_and_pictures_on_standard_output_are_findings(string output, string words) =>
        Assert.Single(FindingsIn(new ToolRun(0, output, ""), words.Split(' ')));

    [Fact]
    public void Broken_picture_in_the_folder_is_a_finding()
    {
        _folder.Write("good.svg", "<svg><text>a &amp; b</text></svg>");
        Assert.Empty(FindingsIn(new ToolRun(0, "", ""), "plot"));
        _folder.Write("bad.svg", "<svg><text>a & b</text></svg>");
        Assert.StartsWith("bad.svg is no XML: ", Assert.Single(FindingsIn(new ToolRun(0, "", ""), "plot")), StringComparison.Ordinal);
    }

    [Fact]
    public void Exceptions_time_and_memory_are_findings()
    {
        var outcome = new CaseOutcome(null, new InvalidOperationException("escaped"))
        {
            Work = TimeSpan.FromSeconds(11),
            PeakBytes = 2L << 30,
            ChangedOutside = ["/elsewhere"],
        };
        string[] findings = [.. OutcomeCheck.FindingsIn(CaseOf("eval"), outcome)];
        Assert.Collection(
            findings,
            finding => Assert.StartsWith("an exception escaped: System.InvalidOperationException: escaped", finding, StringComparison.Ordinal),
            finding => Assert.Equal("took 11.0 s of processor time", finding),
            finding => Assert.Equal("took 2048 MiB of memory", finding),
            finding => Assert.Equal("changed a file outside of its folder: /elsewhere", finding));
    }

    [Fact]
    public void New_deleted_and_changed_files_outside_of_the_folder_are_detected()
    {
        string own = Directory.CreateDirectory(_folder["case"]).FullName;
        _folder.Write("gone", "x");
        _folder.Write("changed", "x");
        _folder.Write("same", "x");
        var before = FolderSnapshot.Of(_folder.Root, own);
        File.WriteAllText(Path.Combine(own, "mine"), "x");
        File.Delete(_folder["gone"]);
        _folder.Write("changed", "xy");
        Directory.CreateDirectory(_folder["new"]);
        Assert.Equal([_folder["changed"], _folder["gone"], _folder["new"]], before.ChangesTo(FolderSnapshot.Of(_folder.Root, own)));
    }

    private FuzzCase CaseOf(params string[] words) => new(0, _folder.Root, words, [], []) { Verb = words[0] };

    private string[] FindingsIn(ToolRun run, params string[] words) => [.. OutcomeCheck.FindingsIn(CaseOf(words), new CaseOutcome(run, null))];
}
