using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Decoding;

namespace Rnnctl.Options;

/// <summary>The options of every verb that draws symbols at random.</summary>
internal sealed class DrawingOptions
{
    private readonly Option<OptionValue<double>> _temperature = RealNumber.One(
        "--temperature", "Divide the logits by this before sampling; below 1 favours probable symbols", Interval.Positive, 1);

    private readonly Option<OptionValue<int>> _topK = WholeNumber.One("--top-k", "Sample among this many most probable symbols; 0 for all", 0, 0);

    private readonly Option<OptionValue<double>> _topP = RealNumber.One(
        "--top-p", "Sample among the most probable symbols that together have this probability", Interval.Share, 1);

    /// <summary>The options in the order of the help.</summary>
    public IReadOnlyList<Option> Options => [_temperature, _topK, _topP];

    /// <summary>What the user chose.</summary>
    public SamplingOptions Read(ParseResult parsed, ulong seed) => new(parsed.Read(_temperature), parsed.Read(_topK), parsed.Read(_topP), seed);
}
