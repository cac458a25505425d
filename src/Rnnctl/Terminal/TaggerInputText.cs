using Rnnctl.Inference.Configurations;

namespace Rnnctl.Terminal;

/// <summary>What a tagger reads beside each token's word and characters, in words.</summary>
internal static class TaggerInputText
{
    /// <summary>The text: <c>features upos xpos, word shapes, affixes of up to 3 characters, 1 token before and after</c>; empty for nothing.</summary>
    public static string Of(ModelConfiguration configuration)
    {
        TextConfiguration text = configuration.Text;
        int context = configuration.Architecture.ContextWindow;
        string[] parts =
        [
            text.Features.Length > 0 ? $"features {text.Features}" : "",
            text.WordShape ? "word shapes" : "",
            text.Affixes > 0 ? $"affixes of up to {Plural.Of(text.Affixes, "character")}" : "",
            context > 0 ? $"{Plural.Of(context, "token")} before and after" : "",
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }
}
