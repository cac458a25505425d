using System.CommandLine;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Characters;
using Rnnctl.Text;

namespace Rnnctl.Options;

/// <summary>The options of reading words character by character.</summary>
internal sealed class CharacterOptions
{
    private readonly Option<string> _cell;
    private readonly Option<OptionValue<int>> _hidden, _embedding;

    /// <summary>The options of a verb.</summary>
    /// <param name="defaults">What the help texts say of options that are not given.</param>
    public CharacterOptions(ArchitectureConfiguration defaults)
    {
        _cell = Choice.One("--char-cell", "Make a vector of each word's characters, by this", defaults.CharCell);
        _hidden = WholeNumber.One(
            "--char-hidden",
            "Units of the characters' hidden state, in each direction, or filters of cnn",
            1,
            defaults.CharHidden,
            ArchitectureConfiguration.LargestWidth);
        _embedding = WholeNumber.One("--char-embedding", "Length of a character's vector", 1, defaults.CharEmbedding, ArchitectureConfiguration.LargestWidth);
    }

    /// <summary>The options in the order of the help.</summary>
    public IReadOnlyList<Option> Options => [_cell, _hidden, _embedding];

    /// <summary>
    /// A configuration with what the user gave in place of what it held. Throws <see cref="InputException"/> where a size is given and no characters are read.
    /// </summary>
    public ArchitectureConfiguration Apply(ParseResult parsed, ArchitectureConfiguration current)
    {
        CharacterCell cell = parsed.IsGiven(_cell) ? parsed.ReadChoice<CharacterCell>(_cell) : current.CharCell;
        Option? useless = cell == CharacterCell.None ? Array.Find<Option>([_hidden, _embedding], parsed.IsGiven) : null;
        if (useless is not null) throw new InputException($"{useless.Name} is of no use without --char-cell", "--char-cell lstm reads characters");
        return current with
        {
            CharCell = cell,
            CharHidden = parsed.ReadOr(_hidden, current.CharHidden),
            CharEmbedding = parsed.ReadOr(_embedding, current.CharEmbedding),
        };
    }
}
