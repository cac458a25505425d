using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Rnnctl.Options;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Embed;

/// <summary>The value of <c>--layer</c>: a layer's number, or which layers together.</summary>
/// <param name="Kind">Which layers.</param>
/// <param name="Number">The layer's number, for one layer.</param>
internal readonly record struct LayerChoice(LayerChoiceKind Kind, int Number = 0)
{
    /// <summary>A new <c>--layer</c>; the last layer by default.</summary>
    public static Option<OptionValue<LayerChoice>> Option()
    {
        var option = new Option<OptionValue<LayerChoice>>("--layer")
        {
            Description = "Layer: 0 is the input, 1 and up are the recurrent layers; all; or mix, the mean of a language model's layers, or what a tagger "
                + "with --contextual mixes of them (default: the last)",
            HelpName = "N|all|mix",
            CustomParser = result => new OptionValue<LayerChoice>(Parse(result)),
        };
        option.CompletionSources.Add("all", "mix");
        return option;
    }

    /// <summary>The numbers of the layers of a model.</summary>
    /// <param name="model">The model's path, for messages.</param>
    /// <param name="widths">The sizes of its layers' vectors.</param>
    /// <exception cref="InputException">The model does not have the layer, or its layers cannot be mixed.</exception>
    public IReadOnlyList<int> In(string model, IReadOnlyList<int> widths)
    {
        int last = widths.Count - 1;
        if (Kind == LayerChoiceKind.Last) return [last];
        if (Kind == LayerChoiceKind.One && Number > last)
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"--layer {Number}: {model} has the layers 0 to {last}"));
        if (Kind == LayerChoiceKind.Mix && widths.Distinct().Count() > 1)
        {
            string sizes = string.Join(", ", widths.Select(width => width.ToString(CultureInfo.InvariantCulture)));
            throw new InputException($"--layer mix: the layers of {model} have vectors of different sizes, {sizes}", "choose one: --layer 1");
        }

        return Kind == LayerChoiceKind.One ? [Number] : [.. Enumerable.Range(0, widths.Count)];
    }

    private static LayerChoice Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text == "all") return new LayerChoice(LayerChoiceKind.All);
        if (text == "mix") return new LayerChoice(LayerChoiceKind.Mix);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return new LayerChoice(LayerChoiceKind.One, number);
        Mistake.Expected(result, "a layer's number, all or mix", text);
        return default;
    }
}

/// <summary>Which layers <c>--layer</c> names.</summary>
internal enum LayerChoiceKind
{
    /// <summary>The last layer; the default.</summary>
    Last,

    /// <summary>The layer of a number.</summary>
    One,

    /// <summary>All layers.</summary>
    All,

    /// <summary>The mean of all layers of a language model, or the mixes of a tagger that reads language models.</summary>
    Mix,
}
