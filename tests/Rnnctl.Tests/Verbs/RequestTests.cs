using Rnnctl.Requests;
using Rnnctl.Verbs;

namespace Rnnctl.Tests.Verbs;

/// <summary>What the verbs make of the command line; the defaults are the tool's contract.</summary>
public class RequestTests
{
    private readonly InProcessTool _tool = new();

    [Fact]
    public void Train_has_the_documented_defaults()
    {
        TrainRequest request = Train("train", "--train", "a", "--output", "b");
        Assert.Equal(TaskKind.Tag, request.Task);
        Assert.Equal(["a"], request.Train);
        Assert.Empty(request.Valid);
        Assert.Equal(new ModelSettings(CellKind.Lstm, 128, 1, true, 100, 0.3), request.Model);
        Assert.Equal(new OptimizerSettings(OptimizerKind.Adam, 0.001, ScheduleKind.Constant, 0, 5, null, 0, null), request.Optimizer);
        Assert.Equal(new LoopSettings(20, 32, null, 5, null), request.Loop);
        Assert.Equal(new VocabularySettings(1, null, false, false), request.Vocabulary);
        Assert.Equal(new CorpusSettings(CorpusFormat.Auto, ConlluColumn.Upos, null, null), request.Corpus);
        Assert.Equal(new ComputeSettings(new DeviceName(DeviceKind.Auto, 0), null, 1), request.Compute);
        Assert.False(request.Resume || request.Overwrite || request.Json);
        Assert.Equal(["--output", "--train"], request.Given.Order());
    }

    [Fact]
    public void Train_takes_two_parallel_files_after_one_option()
    {
        TrainRequest request = Train("train", "--train", "seq.in", "seq.out", "--valid", "v.in", "v.out", "--output", "b");
        Assert.Equal(["seq.in", "seq.out"], request.Train);
        Assert.Equal(["v.in", "v.out"], request.Valid);
    }

    [Fact]
    public void Zero_means_no_limit()
    {
        TrainRequest request = Train("train", "--train", "a", "--output", "b", "--clip-norm", "0", "--bptt", "0", "--patience", "0");
        Assert.Null(request.Optimizer.ClipNorm);
        Assert.Null(request.Optimizer.Bptt);
        Assert.Null(request.Loop.Patience);
    }

    [Theory]
    [InlineData("auto", DeviceKind.Auto, 0)]
    [InlineData("cpu", DeviceKind.Cpu, 0)]
    [InlineData("cuda", DeviceKind.Cuda, 0)]
    [InlineData("cuda:2", DeviceKind.Cuda, 2)]
    [InlineData("opencl:1", DeviceKind.Opencl, 1)]
    [InlineData("ilgpu-cpu", DeviceKind.IlgpuCpu, 0)]
    public void A_device_is_a_kind_and_a_number(string text, object kind, int index)
    {
        TrainRequest request = Train("train", "--train", "a", "--output", "b", "--device", text);
        Assert.Equal(new DeviceName((DeviceKind)kind, index), request.Compute.Device);
    }

    [Fact]
    public void Tag_does_not_take_a_path_for_a_flags_value()
    {
        TagRequest request = _tool.Read<TagVerb, TagRequest>(
            (verb, parsed) => verb.Read(parsed), "tag", "--probabilities", "model", "@a", "b");
        Assert.True(request.Probabilities);
        Assert.Equal("model", request.Model);
        Assert.Equal(["@a", "b"], request.Files);
        Assert.Equal(TagOutputFormat.Tsv, request.OutputFormat);
    }

    [Fact]
    public void Eval_takes_a_model_and_files()
    {
        EvalRequest request = _tool.Read<EvalVerb, EvalRequest>(
            (verb, parsed) => verb.Read(parsed),
            "eval", "model", "a", "b", "--confusion", "--json", "--predictions", "p", "--format", "conllu");
        Assert.Equal("model", request.Model);
        Assert.Equal(["a", "b"], request.Files);
        Assert.True(request.Confusion && request.Json);
        Assert.Equal("p", request.Predictions);
        Assert.Equal(CorpusFormat.Conllu, request.Corpus.Format);
    }

    [Fact]
    public void Gradcheck_has_the_documented_defaults()
    {
        GradcheckRequest request = _tool.Read<GradcheckVerb, GradcheckRequest>((verb, parsed) => verb.Read(parsed), "gradcheck");
        Assert.Equal(Enum.GetValues<CellKind>(), request.Cells);
        Assert.Equal(1e-5, request.Epsilon);
        Assert.Null(request.Tolerance);
        Assert.Empty(request.Described);
        Assert.False(request.All);
    }

    [Fact]
    public void Bench_measures_every_cell_unless_told_otherwise()
    {
        BenchRequest request = _tool.Read<BenchVerb, BenchRequest>((verb, parsed) => verb.Read(parsed), "bench", "--hidden", "64", "128");
        Assert.Equal(Enum.GetValues<CellKind>(), request.Cells);
        Assert.Equal([64, 128], request.Hidden);
        Assert.Equal(BenchMode.Both, request.Mode);
        Assert.Equal(1, request.Seconds);
    }

    [Fact]
    public void Quiet_is_known_to_the_console_before_the_verb_runs()
    {
        _tool.Run("devices", "--quiet");
        Assert.True(_tool.Console.Quiet);
    }

    private TrainRequest Train(params string[] words) => _tool.Read<TrainVerb, TrainRequest>((verb, parsed) => verb.Read(parsed), words);
}
