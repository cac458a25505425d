using System.CommandLine;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Import;

/// <summary><c>rnnctl import</c>: makes a model of someone else's weights.</summary>
internal sealed class ImportVerb : Verb
{
    private const string WorkedExample = """
        rnnctl import elmo --options options.json --weights weights.hdf5 --output elmo
        rnnctl inspect elmo
        rnnctl import torch tagger.safetensors --task tag --tokens tokens.txt --labels labels.txt \
            --map word_embeddings.=embedding. lstm.=encoder. hidden2tag.=output. --output tagger
        echo "arrive Taipei on November 2nd" | rnnctl tag tagger
        rnnctl import torch lm.safetensors --task lm --vocab words.txt \
            --map encoder.=embedding. rnn.=forward. decoder.=output. --output lm
        """;

    private static readonly string[] Kinds = Choice.NamesOf(typeof(ImportKind));

    private readonly Argument<string> _kind = new("KIND")
    {
        Description = "What the files are: elmo, a language model as Peters et al. 2018 published theirs, or torch, a safetensors file of a PyTorch state dict",
    };

    private readonly Argument<string?> _file = PathArgument.OptionalFile("The safetensors file of torch");
    private readonly Option<string?> _options = PathArgument.Option("--options", "FILE", "options.json of elmo, which says how the model is built");
    private readonly Option<string?> _weights = PathArgument.Option("--weights", "FILE", "The weights of elmo, an HDF5 file");
    private readonly Option<string?> _output = PathArgument.Option("--output", "DIR", "Directory to write the model to");
    private readonly TorchOptions _torch = new();

    public ImportVerb(ToolConsole console)
        : base("import", "Make a model of weights that another program wrote.", WorkedExample)
    {
        _output.Required = true;
        _kind.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Kinds.Contains(token.Value))
                result.AddError($"KIND: unknown value '{token.Value}', expected one of {string.Join(", ", Kinds)}");
        });
        _kind.CompletionSources.Add(Kinds);
        Arguments.Add(_kind);
        Arguments.Add(_file);
        Add(new OptionGroup("Files", _output, _options, _weights));
        foreach (OptionGroup group in _torch.Groups) Add(group);
        RunToCompletion((parsed, _) => ImportRun.Run(Read(parsed), console));
    }

    /// <exception cref="InputException">An option is missing, or of no use with this kind of files.</exception>
    public ImportRequest Read(ParseResult parsed)
    {
        string kind = parsed.GetRequiredValue(_kind), output = parsed.GetRequiredValue(_output)!;
        string? file = parsed.GetValue(_file);
        string with = $"import {kind}";
        if (kind == Choice.NameOf(ImportKind.Torch))
        {
            parsed.RequireNone([_options, _weights], with);
            if (file is null) throw new InputException("FILE is missing: import torch reads a safetensors file");
            return new ImportRequest(output) { Torch = _torch.Read(parsed, file) };
        }

        parsed.RequireNone(_torch.Groups.SelectMany(group => group.Options), with);
        if (file is not null) throw new InputException($"unexpected argument '{file}': import elmo reads the files of --options and --weights");
        return new ImportRequest(output) { Elmo = new ElmoPaths(Required(parsed, _options), Required(parsed, _weights)) };
    }

    private static string Required(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) ?? throw new InputException($"{option.Name} is missing, which import elmo needs");
}

/// <summary>The kinds of files that can be imported.</summary>
internal enum ImportKind
{
    /// <summary>The options and weights of an ELMo (Peters et al. 2018).</summary>
    Elmo,

    /// <summary>A safetensors file of a PyTorch state dict.</summary>
    Torch,
}

/// <summary>The arguments of <c>rnnctl import</c>, for one kind of files.</summary>
/// <param name="Output">The directory of the model.</param>
internal sealed record ImportRequest(string Output)
{
    /// <summary>The files of an ELMo, or null.</summary>
    public ElmoPaths? Elmo { get; init; }

    /// <summary>A PyTorch state dict, or null.</summary>
    public TorchRequest? Torch { get; init; }
}

/// <summary>The files of an ELMo.</summary>
/// <param name="Options">The path of <c>options.json</c>.</param>
/// <param name="Weights">The path of the HDF5 file.</param>
internal sealed record ElmoPaths(string Options, string Weights);
