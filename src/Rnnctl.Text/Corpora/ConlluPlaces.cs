namespace Rnnctl.Text.Corpora;

/// <summary>
/// Where the columns of CoNLL-U stand in a file: its ten columns, or those that a file of CoNLL-U Plus names in its line
/// <c># global.columns = ID FORM UPOS ...</c> (universaldependencies.org/ext-format.html).
/// </summary>
internal sealed class ConlluPlaces
{
    private const string Header = "global.columns";
    private static readonly string[] Names = ["ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC"];
    private readonly string[] _names;

    private ConlluPlaces(string[] names) => _names = names;

    /// <summary>The ten columns of CoNLL-U.</summary>
    public static ConlluPlaces Standard { get; } = new(Names);

    /// <summary>The number of columns.</summary>
    public int Count => _names.Length;

    /// <summary>Reads the columns that a comment names; false if it names none.</summary>
    public static bool TryRead(ReadOnlySpan<char> comment, out ConlluPlaces places)
    {
        places = Standard;
        ReadOnlySpan<char> text = Blanks.Trim(comment.TrimStart('#'));
        int equals = text.IndexOf('=');
        if (equals < 0 || !Blanks.Trim(text[..equals]).SequenceEqual(Header)) return false;
        List<string> names = [];
        foreach (ReadOnlySpan<char> name in Blanks.WordsOf(text[(equals + 1)..])) names.Add(name.ToString());
        places = new ConlluPlaces([.. names]);
        return true;
    }

    /// <summary>Where a column of CoNLL-U, 0 to 9, stands in the file; -1 if the file does not have it.</summary>
    public int Of(int column) => Array.IndexOf(_names, Names[column]);

    /// <summary>The same; the file must have the column.</summary>
    /// <exception cref="InputException">It does not.</exception>
    public int Needed(LineReader lines, int column)
    {
        int place = Of(column);
        return place >= 0 ? place : throw lines.Error($"expected the column {Names[column]}, found {string.Join(' ', _names)}");
    }
}
