using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Contextual;

/// <summary>Everything that determines how a model mixes the layers of language models (Peters et al. 2018).</summary>
/// <param name="Models">The layers of each language model.</param>
/// <param name="At">Where the mixes are read.</param>
public sealed record ContextualArchitecture(IReadOnlyList<LayerShape> Models, ContextualPlace At)
{
    /// <summary>The dropout probability of a mixed vector.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether each layer's vector is normalised, without gain and bias, before it is mixed.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>λ, the factor of ‖s‖² in the loss, where s are the weights of a mix before the softmax.</summary>
    public double L2 { get; init; }

    /// <summary>The language models, if they learn with the model; empty if they are frozen, and their vectors are inputs.</summary>
    public IReadOnlyList<LanguageModelArchitecture> Learnt { get; init; } = [];

    /// <summary>The width of the vectors beside a token's embedding.</summary>
    public int InputWidth => At == ContextualPlace.Output ? 0 : Width;

    /// <summary>The width of the vectors beside the encoder's output.</summary>
    public int OutputWidth => At == ContextualPlace.Input ? 0 : Width;

    /// <summary>The numbers of all vectors of a token: of all layers of all models.</summary>
    public int Numbers => Sum(model => model.Numbers);

    private int Width => Sum(model => model.Width);

    /// <summary>
    /// The parameters of all mixes: s starts at 0, so that all layers have the same weight, and γ at 1; and those of the language models that learn.
    /// </summary>
    public IEnumerable<ParameterShape> Parameters() => Enumerable.Range(0, Models.Count).SelectMany(ParametersOf);

    /// <summary>The parameters of a language model that learns, under the names that they have in the language model: all without the output layer.</summary>
    /// <param name="model">Its number, from 0.</param>
    public IEnumerable<ParameterShape> ParametersOfModel(int model) =>
        Learnt.Count == 0 ? [] : Learnt[model].Parameters().Where(shape => !shape.Name.StartsWith(OutputLayer, StringComparison.Ordinal));

    /// <summary>The name that a parameter of a language model has in the whole model: <c>contextual_1.model.embedding.weight</c>.</summary>
    /// <param name="model">The language model's number, from 0.</param>
    /// <param name="name">The name in the language model.</param>
    public static string NameOf(int model, string name) => Prefix(model, "model") + name;

    /// <summary>A description: <c>, 2 language models at the input, layer norm</c>.</summary>
    public override string ToString() =>
        $", {(Models.Count == 1 ? "1 language model" : $"{Models.Count} language models")} at the "
        + At switch { ContextualPlace.Input => "input", ContextualPlace.Output => "output", _ => "input and the output" }
        + (LayerNorm ? ", normalised" : "") + (Learnt.Count > 0 ? ", fine-tuned" : "");

    /// <summary>The prefix of the names of a mix's parameters: <c>contextual_1.input.</c>.</summary>
    internal static string Prefix(int model, string place) => $"contextual_{model + 1}.{place}.";

    /// <summary>The place beside the embedding in the names of parameters.</summary>
    internal const string InputPlace = "input";

    /// <summary>The prefix of the parameters of a language model's output layer, which gives no vectors.</summary>
    internal const string OutputLayer = "output.";

    /// <summary>The place beside the encoder's output in the names of parameters.</summary>
    internal const string OutputPlace = "output";

    private IEnumerable<string> Places => At switch
    {
        ContextualPlace.Input => [InputPlace],
        ContextualPlace.Output => [OutputPlace],
        _ => [InputPlace, OutputPlace],
    };

    /// <summary>A sum over the models, without an enumerator: each training step asks for it.</summary>
    private int Sum(Func<LayerShape, int> numbers)
    {
        int sum = 0;
        for (int model = 0; model < Models.Count; model++) sum += numbers(Models[model]);
        return sum;
    }

    private IEnumerable<ParameterShape> ParametersOf(int model) =>
    [
        .. Places.SelectMany(place => ParametersOfMix(Prefix(model, place), Models[model].Layers)),
        .. ParametersOfModel(model).Select(shape => shape with { Name = NameOf(model, shape.Name) }),
    ];

    private static ParameterShape[] ParametersOfMix(string prefix, int layers) =>
    [
        new(prefix + "weights", [layers], new InitialValue(Distribution.Zero)),
        new(prefix + "scale", [1], new InitialValue(Distribution.Zero, OnesBlock: 0)),
    ];
}
