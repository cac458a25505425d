using Rnnctl.Models.Characters;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.LanguageModels;

/// <summary>
/// Spells the symbols of a vocabulary for a language model that reads characters, and words of a prompt, which the vocabulary need not have. The ids of these
/// words follow those of the symbols.
/// </summary>
public sealed class SymbolSpelling
{
    private readonly WrittenWords _written;
    private readonly List<int> _numbers = [];
    private readonly WordSpeller _speller;
    private int[] _rows = [];

    /// <summary>Spells a vocabulary.</summary>
    /// <param name="vocabulary">A vocabulary that frames sequences.</param>
    /// <param name="written">The words of the model; the vocabulary's are added.</param>
    public SymbolSpelling(Vocabulary vocabulary, WrittenWords written)
    {
        (_written, _speller) = (written, new WordSpeller(written));
        for (int id = 0; id < vocabulary.Count; id++) _numbers.Add(id <= Vocabulary.EndId ? id : written.Add(vocabulary[id]));
    }

    /// <summary>Returns an id for a word as it is written.</summary>
    public int Add(string word)
    {
        _numbers.Add(_written.Add(word));
        return _numbers.Count - 1;
    }

    /// <summary>The distinct words of ids; valid until the next call.</summary>
    public SpelledWords Spell(ReadOnlySpan<int> ids)
    {
        if (_rows.Length < ids.Length) _rows = new int[ids.Length];
        for (int row = 0; row < ids.Length; row++) _rows[row] = _numbers[ids[row]];
        return _speller.Spell(_rows.AsSpan(0, ids.Length));
    }
}
