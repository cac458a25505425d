using System.Globalization;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Columns of a corpus that a model reads beside the token: numbers from 1 in CoNLL columns (<c>2 3</c>), names in CoNLL-U (<c>upos feats</c>).
/// </summary>
/// <param name="Text">The columns as the user types them, separated by spaces; empty for none.</param>
public sealed record FeatureColumns(string Text)
{
    private static readonly Dictionary<string, int> ConlluNames = new() { ["lemma"] = 2, ["upos"] = 3, ["xpos"] = 4, ["feats"] = 5, ["deprel"] = 7 };

    /// <summary>No column.</summary>
    public static FeatureColumns None { get; } = new("");

    /// <summary>The number of columns.</summary>
    public int Count => Names.Length;

    private string[] Names => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Checks that all columns are numbers or all are names, and that none comes twice.</summary>
    /// <param name="source">The origin of the columns, which starts the error message.</param>
    /// <exception cref="InputException">A column is unknown, numbers and names are mixed, or a column comes twice.</exception>
    public void Check(string source)
    {
        string[] names = Names;
        string? wrong = Array.Find(names, name => !IsNumber(name) && !ConlluNames.ContainsKey(name));
        string known = string.Join(", ", ConlluNames.Keys);
        if (wrong is not null) throw new InputException($"{source}: expected column numbers from 1 or names ({known}), found '{wrong}'");
        if (names.Any(IsNumber) && !names.All(IsNumber)) throw new InputException($"{source}: expected either column numbers or column names, found both");
        if (names.Distinct().Count() < names.Length) throw new InputException($"{source}: expected each column once, found '{Text}'");
    }

    /// <summary>Returns the columns of a file, counted from 0.</summary>
    /// <param name="name">The file.</param>
    /// <param name="format">The file's format.</param>
    /// <param name="label">The label's column, from 0; -1 if no label is read.</param>
    /// <exception cref="InputException">The format does not have these columns, or a feature is the label's column.</exception>
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
