using System.Globalization;
using System.Security.Cryptography;
using Rnnctl.Inference.Configurations;

namespace Rnnctl.Inference.Directories;

/// <summary>
/// What <c>model.safetensors</c> says about the model that its weights belong to: how far training was, and digests of the vocabularies and of what the
/// configuration says about the model. Weights that PyTorch or another tool saved have no digests, and fit every configuration and vocabulary.
/// </summary>
public static class WeightsMetadata
{
    private const string EpochsKey = "epochs";
    private const string StepKey = "step";
    private const string DigestOf = "sha256 ";

    /// <summary>The metadata of weights that were trained.</summary>
    /// <param name="epochs">The epochs of training that were finished.</param>
    /// <param name="step">The updates that the weights have seen.</param>
    /// <param name="configuration">The model's configuration.</param>
    /// <param name="vocabularies">The lines of each vocabulary's file, by its name.</param>
    public static Dictionary<string, string> Of(
        int epochs, long step, ModelConfiguration configuration, IReadOnlyDictionary<string, IReadOnlyList<string>> vocabularies)
    {
        Dictionary<string, string> metadata = Of(configuration, vocabularies);
        metadata[EpochsKey] = epochs.ToString(CultureInfo.InvariantCulture);
        metadata[StepKey] = step.ToString(CultureInfo.InvariantCulture);
        return metadata;
    }

    /// <summary>The metadata of weights that come from elsewhere.</summary>
    public static Dictionary<string, string> Of(ModelConfiguration configuration, IReadOnlyDictionary<string, IReadOnlyList<string>> vocabularies)
    {
        var metadata = new Dictionary<string, string>
        {
            // PyTorch's tools look for this key before they read a file.
            ["format"] = "pt",
            [DigestOf + ModelFiles.Configuration] = DigestOfModel(configuration),
        };
        foreach ((string name, IReadOnlyList<string> symbols) in vocabularies)
            metadata[DigestOf + ModelFiles.Vocabulary(name)] = Digest(ModelFiles.BytesOf(symbols));
        return metadata;
    }

    /// <summary>Whether the weights have the digest of this configuration, or none.</summary>
    public static bool Fit(IReadOnlyDictionary<string, string> metadata, ModelConfiguration configuration) =>
        Fit(metadata, ModelFiles.Configuration, () => DigestOfModel(configuration));

    /// <summary>Whether the weights have the digest of the vocabulary with these bytes, or none.</summary>
    public static bool Fit(IReadOnlyDictionary<string, string> metadata, string vocabulary, byte[] bytes) =>
        Fit(metadata, ModelFiles.Vocabulary(vocabulary), () => Digest(bytes));

    /// <summary>Whether two files of weights say that they belong to the same configuration and vocabularies.</summary>
    public static bool AreOfOneModel(IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> second) =>
        Digests(first).SequenceEqual(Digests(second));

    /// <summary>The step of weights that were saved before an epoch of training was finished, or null.</summary>
    public static string? StepInFirstEpoch(IReadOnlyDictionary<string, string> metadata) =>
        metadata.GetValueOrDefault(EpochsKey) == "0" ? metadata.GetValueOrDefault(StepKey) : null;

    private static IOrderedEnumerable<KeyValuePair<string, string>> Digests(IReadOnlyDictionary<string, string> metadata) =>
        metadata.Where(entry => entry.Key.StartsWith(DigestOf, StringComparison.Ordinal)).OrderBy(entry => entry.Key, StringComparer.Ordinal);

    private static bool Fit(IReadOnlyDictionary<string, string> metadata, string file, Func<string> digest) =>
        !metadata.TryGetValue(DigestOf + file, out string? expected) || expected == digest();

    /// <summary>The digest of a configuration without its training options, origin and tool version: these may change while the weights stay.</summary>
    private static string DigestOfModel(ModelConfiguration configuration)
    {
        using var bytes = new MemoryStream();
        (configuration with { ToolVersion = "", From = null, Training = new TrainingConfiguration() }).Write(bytes);
        return Digest(bytes.ToArray());
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
