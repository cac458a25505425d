using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Batches;

/// <summary>The distinct words of a batch as a model reads their characters. It is filled with its batch, and reuses its memory.</summary>
internal sealed class BatchSpelling
{
    private readonly PackedSteps _steps = new();
    private PackedWords? _words;

    /// <summary>The words; valid until the next filling.</summary>
    public SpelledWords Words => _words is null ? default : new SpelledWords(_words.CharacterIds, _steps, _words.WordOfToken);

    /// <summary>Takes the words of a batch that was just filled.</summary>
    public void Fill(PackedWords words)
    {
        _words = words;
        _steps.Assign(words.Lengths);
    }
}
