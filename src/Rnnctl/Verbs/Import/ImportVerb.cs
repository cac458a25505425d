using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Import;

/// <summary><c>rnnctl import</c>: makes a model of someone else's weights.</summary>
internal sealed class ImportVerb : Verb
{
    private const string WorkedExample = """
        rnnctl import elmo --options options.json --weights weights.hdf5 --output elmo
        rnnctl inspect elmo
        """;

    private static readonly string[] Kinds = Choice.NamesOf(typeof(ImportKind));

    private readonly Argument<string> _kind = new("KIND") { Description = "What the files are: elmo, a language model as Peters et al. 2018 published theirs" };
    private readonly Option<string?> _options = PathArgument.Option("--options", "FILE", "options.json, which says how the model is built");
    private readonly Option<string?> _weights = PathArgument.Option("--weights", "FILE", "The weights, an HDF5 file");
    private readonly Option<string?> _output = PathArgument.Option("--output", "DIR", "Directory to write the model to");

    public ImportVerb(ToolConsole console)
        : base("import", "Make a model of weights that another program wrote.", WorkedExample)
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_options, _weights, _output]) option.Required = true;
        _kind.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Kinds.Contains(token.Value))
                result.AddError($"KIND: unknown value '{token.Value}', expected one of {string.Join(", ", Kinds)}");
        });
        _kind.CompletionSources.Add(Kinds);
        Arguments.Add(_kind);
        Add(new OptionGroup("Files", _options, _weights, _output));
        RunToCompletion((parsed, _) => ImportRun.Run(Read(parsed), console));
    }

    public ImportRequest Read(ParseResult parsed) =>
        new(parsed.GetRequiredValue(_options)!, parsed.GetRequiredValue(_weights)!, parsed.GetRequiredValue(_output)!);
}

/// <summary>The kinds of files that can be imported.</summary>
internal enum ImportKind
{
    /// <summary>The options and weights of an ELMo (Peters et al. 2018).</summary>
    Elmo,
}

/// <summary>The arguments of <c>rnnctl import elmo</c>.</summary>
/// <param name="Options">The path of <c>options.json</c>.</param>
/// <param name="Weights">The path of the HDF5 file.</param>
/// <param name="Output">The directory of the model.</param>
internal sealed record ImportRequest(string Options, string Weights, string Output);
