using Rnnctl.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Text;
using Rnnctl.Verbs.Sweep;
using Rnnctl.Verbs.Train;

namespace Rnnctl.Tests.Verbs;

/// <summary>What <c>rnnctl sweep</c> makes of a file: settings, runs, command lines and the table.</summary>
public sealed class SweepPlanTests : IDisposable
{
    private const string Fixed = "train: [a.in, a.out]\nvalid: v\noutput: runs\ncell: gru\n";

    private readonly InProcessTool _tool = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_combination_is_trained_with_every_seed()
    {
        SweepPlan plan = Plan(Fixed + "sweep:\n  hidden: [8, 16]\n  bidirectional: [true, false]\n", "--seeds", "1", "7");
        Assert.Equal(
            ["hidden=8 bidirectional=true", "hidden=8 bidirectional=false", "hidden=16 bidirectional=true", "hidden=16 bidirectional=false"],
            plan.Settings.Select(setting => setting.ToString()));
        Assert.Equal(["hidden", "bidirectional"], plan.Swept);
        Assert.Equal([1, 1, 1, 1, 7, 7, 7, 7], plan.Runs.Select(run => run.Seed));
        Assert.Equal(
            ["train", "--train=a.in", "--train=a.out", "--valid=v", "--cell=gru", "--hidden=8", "--no-bidirectional", "--seed=1",
                "--output=" + Path.Combine("runs", "hidden=8_bidirectional=false", "seed-1")],
            plan.Runs[1].CommandLine(resumes: false));
        Assert.Equal("--resume", plan.Runs[1].CommandLine(resumes: true)[^1]);
    }

    [Fact]
    public void Option_of_several_values_is_swept_by_a_list_of_lists_and_null_leaves_an_option_out()
    {
        SweepPlan plan = Plan(Fixed + "sweep: {features: [[2], [2, 3], null], crf: [null, true]}\n", "--seeds", "1");
        Assert.Equal(
            ["--features=2", "--features=2 --crf", "--features=2 --features=3", "--features=2 --features=3 --crf", "", "--crf"],
            plan.Runs.Select(run => string.Join(' ', run.Words.Skip(4).SkipLast(1))));
        Assert.Equal("features=2,3_crf=null", plan.Settings[2].FolderName);
    }

    [Fact]
    public void Json_is_read_too()
    {
        SweepPlan plan = Plan("{\"train\": \"a\", \"valid\": \"v\", \"output\": \"o\", \"sweep\": {\"lr\": [0.001, 5e-3]}}");
        Assert.Equal(["lr=0.001", "lr=5e-3"], plan.Settings.Select(setting => setting.FolderName));
    }

    [Fact]
    public void File_without_swept_options_is_one_setting()
    {
        SweepPlan plan = Plan(Fixed, "--output", "here");
        Assert.Equal([1, 2, 3], plan.Runs.Select(run => run.Seed));
        Assert.Equal(Path.Combine("here", "plain", "seed-3"), plan.Runs[2].Directory);
        Assert.Equal("seed 3", plan.Runs[2].ToString());
    }

    [Fact]
    public void Values_that_are_no_file_names_give_different_folders()
    {
        SweepPlan plan = Plan(Fixed + "sweep: {pretrained: [a/b c, a/b-c], char-filters: ['1:2']}\n");
        string[] names = [.. plan.Settings.Select(setting => setting.FolderName)];
        Assert.All(names, name => Assert.Matches("^pretrained=a-b-c_char-filters=1-2-[0-9a-f]{8}$", name));
        Assert.Equal(2, names.Distinct().Count());
        Assert.InRange(Plan(Fixed + $"sweep: {{pretrained: [{new string('x', 300)}]}}\n").Settings[0].FolderName.Length, 90, 100);
    }

    [Fact]
    public void Sample_follows_from_its_seed_and_a_larger_one_holds_the_smaller()
    {
        const string Swept = "sweep:\n  hidden: [1, 2, 3, 4, 5, 6, 7, 8, 9]\n  lr: [0.1, 0.2, 0.3, 0.4, 0.5]\n";
        string[] Drawn(params string[] words) => [.. Plan(Fixed + Swept, words).Settings.Select(setting => setting.ToString())];
        string[] five = Drawn("--sample", "5"), seven = Drawn("--sample", "7");
        Assert.Equal((5, 7), (five.Distinct().Count(), seven.Distinct().Count()));
        Assert.Equal(five, Drawn("--sample", "5"));
        Assert.Subset(seven.ToHashSet(), five.ToHashSet());
        Assert.NotEqual(five, Drawn("--sample", "5", "--seed", "2"));
        Assert.Equal(Drawn(), Drawn("--sample", "45"));
        Assert.Equal(Drawn(), Drawn("--sample", "1000"));
    }

    [Theory]
    [InlineData("sweep:\n  hidden: [8, x]\n", ":5: --hidden: expected a whole number of at least 1, found 'x'")]
    [InlineData("sweep:\n  hiden: [8]\n", ":5: unknown option 'hiden', expected one of ")]
    [InlineData("hidden: 0\n", ":4: --hidden: expected a whole number of at least 1, found '0'")]
    [InlineData("sweep:\n  hidden: 8\n", ":5: expected a list of values for 'hidden', such as 'hidden: [A, B]'")]
    [InlineData("sweep:\n  hidden: []\n", ":5: expected a list of values for 'hidden', found an empty one")]
    [InlineData("sweep:\n  hidden: [8, 8]\n", ":5: 'hidden' has the value 8 twice")]
    [InlineData("sweep:\n  crf: [maybe]\n", ":5: --crf: expected true or false, found 'maybe'")]
    [InlineData("sweep: [hidden]\n", ":4: expected options with lists of values below 'sweep', such as 'lr: [0.001, 0.005]'")]
    [InlineData("hidden: 8\nsweep:\n  hidden: [8]\n", ":6: option 'hidden' is given twice")]
    [InlineData("seed: 3\n", ":4: 'seed' has no place in a sweep: --seeds of sweep says it")]
    [InlineData("sweep:\n  seed: [3]\n", ":5: 'seed' has no place in a sweep: --seeds of sweep says it")]
    [InlineData("sweep:\n  threads: [3]\n", ":5: 'threads' is one for all runs: it stands above 'sweep'")]
    [InlineData("sweep:\n  metric: [f1, loss]\n", ":5: 'metric' cannot be swept: the scores of such runs do not compare")]
    [InlineData("sweep:\n  lr: [[0.1, 0.2]]\n", ":5: Option '--lr' expects a single argument but 2 were provided.")]
    [InlineData("sweep:\n  lr: [{a: b}]\n", ":5: expected a value or a list of values in the list of 'lr'")]
    [InlineData("sweep:\n  lr: [0.1\n", ":6: not YAML or JSON: ")]
    public void Mistake_in_the_file_is_reported_with_its_line(string text, string message)
    {
        string path = _folder.Write("sweep.yaml", $"train: a\nvalid: v\noutput: runs\n{text}");
        Assert.Equal(2, _tool.Run("sweep", "--config", path));
        Assert.StartsWith($"error: {path}{message}", _tool.ErrorLines[0], StringComparison.Ordinal);
        Assert.Empty(_tool.Output);
    }

    [Theory]
    [InlineData("train: a\noutput: b\n", "", "sweep.yaml: the option 'valid' is missing: a sweep compares the scores on it")]
    [InlineData("train: a\nvalid: b\n", "", "--output is missing: the directory of the runs")]
    [InlineData(Fixed, "--seeds 1 1", "--seeds: a seed is given twice")]
    [InlineData(Fixed, "--seed 1", "--seed is of no use without --sample; --seeds are those of the runs")]
    [InlineData(Fixed, "--list --table", "--table is of no use with --list")]
    [InlineData(Fixed, "--table --resume", "--resume is of no use with --table")]
    [InlineData(Fixed, "--jobs 1000000", "--jobs: expected at most ")]
    public void Mistake_on_the_command_line_is_reported(string text, string words, string message)
    {
        string path = _folder.Write("sweep.yaml", text);
        Assert.Equal(2, _tool.Run(["sweep", "--config", path, .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        Assert.StartsWith($"error: {message}", _tool.ErrorLines[0].Replace(_folder.Root + "/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_ten_thousand_settings_are_refused_unless_some_are_drawn()
    {
        string hundred = string.Join(", ", Enumerable.Range(1, 101));
        string text = $"{Fixed}sweep: {{hidden: [{hundred}], embedding: [{hundred}]}}\n";
        var mistake = Assert.Throws<InputException>(() => Plan(text));
        Assert.EndsWith("sweep.yaml: expected at most 10,000 settings, found 10,201", mistake.Message, StringComparison.Ordinal);
        Assert.Equal(3, Plan(text, "--sample", "3").Settings.Count);
    }

    [Theory]
    [InlineData(null, null, 12, 8, 8, 1)]
    [InlineData(null, null, 3, 8, 3, 2)]
    [InlineData(2, null, 12, 8, 2, 4)]
    [InlineData(null, 3, 12, 8, 2, 3)]
    [InlineData(null, 16, 12, 8, 1, 16)]
    [InlineData(8, 1, 12, 8, 8, 1)]
    public void Jobs_times_threads_are_at_most_the_processors(int? jobs, int? threads, int runs, int processors, int expectedJobs, int expectedThreads) =>
        Assert.Equal(new JobShare(expectedJobs, expectedThreads), JobShare.Of(jobs, threads, runs, processors));

    [Fact]
    public void More_jobs_than_the_processors_have_room_for_are_refused()
    {
        var mistake = Assert.Throws<InputException>(() => JobShare.Of(3, 4, 12, 8));
        Assert.Equal("--jobs: expected at most 2, the room of 8 processors for runs with 4 threads each, found 3", mistake.Message);
    }

    [Fact]
    public void List_prints_a_line_for_each_run_that_a_shell_reads()
    {
        string path = _folder.Write("sweep.yaml", "train: it's a file\nvalid: v\noutput: o\nthreads: 2\nsweep: {crf: [true]}\n");
        Assert.Equal(0, _tool.Run("sweep", "--config", path, "--seeds", "4", "5", "--list"));
        string directory = Path.Combine("o", "crf=true", "seed-4");
        Assert.Equal(2, _tool.OutputLines.Length);
        Assert.Equal($"rnnctl train '--train=it'\\''s a file' --valid=v --crf --seed=4 --output={directory} --threads=2", _tool.OutputLines[0]);
        Assert.Empty(_tool.Error);
    }

    [Fact]
    public void Table_ranks_settings_by_the_mean_and_gives_the_deviation_of_the_sample()
    {
        SweepPlan plan = Plan(Fixed + "sweep: {hidden: [8, 16, 32]}\n");

        // Of 90, 92 and 97: the mean is 93, the squares of the differences are 9, 1 and 16, half of their sum is 13, and the root of that is 3.61.
        var scores = new Dictionary<SweepRunPlan, RunScore>();
        double[][] values = [[90, 92, 97], [95], []];
        foreach ((SweepSetting setting, double[] ofSetting) in plan.Settings.Zip(values))
        {
            foreach ((SweepRunPlan run, double value) in plan.Runs.Where(run => run.Setting == setting).Zip(ofSetting))
                scores[run] = new RunScore(EvaluationMetric.F1, value, Seconds: 10 * run.Seed);
        }

        var table = new SweepTable(plan, scores);
        Assert.Equal(
            [
                "| rank | hidden | runs |    f1 |   sd | seconds |",
                "| ---: | -----: | ---: | ----: | ---: | ------: |",
                "|    1 |     16 |  1/3 | 95.00 |    - |    10.0 |",
                "|    2 |      8 |    3 | 93.00 | 3.61 |    20.0 |",
                "|    - |     32 |  0/3 |     - |    - |       - |",
            ],
            table.Lines());
        Assert.Equal(3, table.Lines(most: 1).Count());
        Assert.Equal(
            $"{{\"rank\":1,\"setting\":{{\"hidden\":\"16\"}},\"directory\":\"{Path.Combine("runs", "hidden=16")}\",\"metric\":\"f1\",\"runs\":3,\"seeds\":[1],"
            + "\"scores\":[95],\"mean\":95,\"deviation\":null,\"seconds\":10}",
            table.Json().First());
    }

    [Fact]
    public void Lower_perplexity_ranks_first()
    {
        SweepPlan plan = Plan(Fixed + "sweep: {hidden: [8, 16]}\n", "--seeds", "1");
        Dictionary<SweepRunPlan, RunScore> scores = plan.Runs.Zip([40.0, 30.5]).ToDictionary(
            pair => pair.First, pair => new RunScore(EvaluationMetric.Perplexity, pair.Second, Seconds: 1));
        Assert.Equal("|    1 |     16 |    1 |     30.500 |  - |     1.0 |", new SweepTable(plan, scores).Lines().ElementAt(2));
    }

    private SweepPlan Plan(string text, params string[] words)
    {
        string path = _folder.Write("sweep.yaml", text);
        var command = new RnnctlCommand(_tool.Console);
        SweepRequest request = _tool.Read<SweepVerb, SweepRequest>((verb, parsed) => verb.Read(parsed), ["sweep", "--config", path, .. words]);
        return SweepPlan.Read(request, command.Verbs.OfType<TrainVerb>().Single());
    }
}
