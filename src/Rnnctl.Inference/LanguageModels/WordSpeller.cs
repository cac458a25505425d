using Rnnctl.Inference.Batches;
using Rnnctl.Models.Characters;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.LanguageModels;

/// <summary>Spells words for a language model that reads characters. It allocates nothing once its memory is large enough.</summary>
/// <param name="written">The words of the model.</param>
internal sealed class WordSpeller(WrittenWords written)
{
    private readonly PackedWords _words = new();
    private readonly BatchSpelling _spelling = new();

    /// <summary>The distinct words of a batch; valid until the next call.</summary>
    /// <param name="numbers">The number of each token's word.</param>
    public SpelledWords Spell(ReadOnlySpan<int> numbers)
    {
        _words.Fill(written.Spellings, numbers);
        _spelling.Fill(_words);
        return _spelling.Words;
    }
}
