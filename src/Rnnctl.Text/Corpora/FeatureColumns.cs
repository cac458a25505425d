using System.Globalization;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Columns of a corpus that a model reads beside the token: numbers from 1 of CoNLL columns (<c>2 3</c>), or names of CoNLL-U's (<c>upos feats</c>).
/// </summary>
/// <param name="Text">The columns as they are typed, a space between two; empty for none.</param>
public sealed record FeatureColumns(string Text)
{
    private static readonly Dictionary<string, int> ConlluNames = new() { ["lemma"] = 2, ["upos"] = 3, ["xpos"] = 4, ["feats"] = 5, ["deprel"] = 7 };

    /// <summary>No column.</summary>
    public static FeatureColumns None { get; } = new("");

    /// <summary>How many columns there are.</summary>
    public int Count => Names.Length;

    private string[] Names => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Checks that each is a number or that each is a name, and that none comes twice.</summary>
    /// <param name="source">Where they come from, the first words of a message.</param>
    /// <exception cref="InputException">One is neither, or both kinds are there, or one comes twice.</exception>
    public void Check(string source)
    {
        string[] names = Names;
        string? wrong = Array.Find(names, name => !IsNumber(name) && !ConlluNames.ContainsKey(name));
        string known = string.Join(", ", ConlluNames.Keys);
        if (wrong is not null) throw new InputException($"{source}: expected numbers of columns from 1 on, or of {known}, found '{wrong}'");
        if (names.Any(IsNumber) && !names.All(IsNumber)) throw new InputException($"{source}: expected numbers of columns or names of them, found both");
        if (names.Distinct().Count() < names.Length) throw new InputException($"{source}: expected each column once, found '{Text}'");
    }

    /// <summary>The columns of a file, from 0.</summary>
    /// <param name="name">The file.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="label">The column of the labels in CoNLL-U, from 0; -1 where none is read.</param>
    /// <exception cref="InputException">The format has no such columns, or one is that of the labels.</exception>
    internal int[] In(string name, CorpusFormat format, int label)
    {
        string[] names = Names;
        if (names.Length == 0) return [];
        CorpusFormat needed = IsNumber(names[0]) ? CorpusFormat.Conll : CorpusFormat.Conllu;
        if (format != needed)
        {
            string kind = needed == CorpusFormat.Conll ? "CoNLL columns" : "CoNLL-U";
            throw new InputException(
                $"{name}: the features {Text} are columns of {kind}, which this file is not", $"--format {Typed(needed)} reads such files");
        }

        int[] columns = Array.ConvertAll(names, one => needed == CorpusFormat.Conll ? Number(one) - 1 : ConlluNames[one]);
        int twice = Array.IndexOf(columns, label);
        if (twice >= 0) throw new InputException($"{name}: the feature {names[twice]} is the column of the labels");
        return columns;
    }

    private static string Typed(CorpusFormat format) => format.ToString().ToLowerInvariant();

    private static bool IsNumber(string name) => Number(name) > 0;

    private static int Number(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
