using System.Globalization;
using Rnnctl.Models.Contextual;
using Rnnctl.Text;

namespace Rnnctl.Inference.Configurations;

/// <summary>The language models whose layers a model reads, and how: the part of <c>config.json</c> that only models with <c>--contextual</c> have.</summary>
public sealed record ContextualConfiguration
{
    private static readonly Interval LayerCount = Interval.Whole(1, ArchitectureConfiguration.MostLayers + 1);
    private static readonly Interval VectorWidth = Interval.Whole(1, 2 * ArchitectureConfiguration.LargestWidth);

    /// <summary>The configuration without options and language models.</summary>
    internal static ContextualConfiguration Default { get; } = new();

    /// <summary>Where the mixed layers are read.</summary>
    public ContextualPlace At { get; init; }

    /// <summary>The share of a mixed vector's numbers that dropout sets to zero while training.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether each layer's vector is normalised before it is mixed.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>The factor of ‖s‖² in the loss, where s are the weights of a mix before the softmax.</summary>
    public double L2 { get; init; }

    /// <summary>Whether the language models learn too.</summary>
    public bool FineTune { get; init; }

    /// <summary>The language models, by their numbers from 1.</summary>
    public IReadOnlyDictionary<string, ContextualModelConfiguration> Models { get; init; } = new Dictionary<string, ContextualModelConfiguration>();

    /// <summary>The language models in the order of their numbers.</summary>
    public IEnumerable<ContextualModelConfiguration> InOrder() => Enumerable.Range(1, Models.Count).Select(number => Models[KeyOf(number)]);

    /// <summary>The mixes that it describes; language models that learn are not among them.</summary>
    public ContextualArchitecture Mixes() => new([.. InOrder().Select(model => model.Shape())], At) { Dropout = Dropout, LayerNorm = LayerNorm, L2 = L2 };

    /// <summary>The key of a language model.</summary>
    /// <param name="number">Its number, from 1.</param>
    public static string KeyOf(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Checks the language models' keys and sizes.</summary>
    /// <param name="source">Where they come from, the first words of a message.</param>
    /// <exception cref="InputException">One is out of range; the message names it.</exception>
    internal void RequireRanges(string source)
    {
        const string Key = "architecture.contextual.models";
        for (int number = 1; number <= Math.Max(1, Models.Count); number++)
        {
            if (!Models.TryGetValue(KeyOf(number), out ContextualModelConfiguration? model))
                throw new InputException($"{source}: the key {Key}.{number} is missing");
            Require($"{source}: {Key}.{number}.layers", LayerCount, model.Layers);
            Require($"{source}: {Key}.{number}.width", VectorWidth, model.Width);
            if (FineTune == (model.Architecture is null))
                throw new InputException($"{source}: {Key}.{number}.architecture: expected {(FineTune ? "it with" : "none without")} fine_tune");
        }
    }

    private static void Require(string key, Interval range, int number)
    {
        if (!range.Contains(number)) throw new InputException($"{key}: expected {range.Expected(number)}, found {number}");
    }
}
