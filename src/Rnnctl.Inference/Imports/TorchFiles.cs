using Rnnctl.Text;

namespace Rnnctl.Inference.Imports;

/// <summary>What <c>rnnctl import torch</c> makes a model of.</summary>
/// <param name="Weights">The path of the safetensors file.</param>
/// <param name="Vocabularies">The path of each vocabulary, by its name in the model: <c>tokens</c>, <c>labels</c>.</param>
public sealed record TorchFiles(string Weights, IReadOnlyDictionary<string, string> Vocabularies)
{
    /// <summary>Beginnings of names in the file, and what stands in their place in the model.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Map { get; init; } = [];

    /// <summary>The recurrent cell, of a translator the encoder's; null where the number of gates decides.</summary>
    public string? Cell { get; init; }

    /// <summary>The cell of a translator's decoder, likewise.</summary>
    public string? DecoderCell { get; init; }

    /// <summary>Reads a rule for names, <c>lstm.=encoder.</c>.</summary>
    /// <exception cref="InputException">It is no such rule.</exception>
    public static KeyValuePair<string, string> ParseRule(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals >= 0
            ? new KeyValuePair<string, string>(text[..equals], text[(equals + 1)..])
            : throw new InputException($"--map: expected OLD=NEW, found '{text}'", "--map lstm.=encoder. renames lstm.weight_ih_l0 and all that begin alike");
    }
}
