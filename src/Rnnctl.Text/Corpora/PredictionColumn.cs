using System.Globalization;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// The column of the predicted labels in a file of columns: the last one, after which only columns of numbers may stand (probabilities). Any other column is
/// not tried: it may hold the gold labels.
/// </summary>
/// <param name="Place">The column, from 0.</param>
/// <param name="Count">The number of columns.</param>
/// <param name="Columns">The columns with their values on the first line, for messages.</param>
internal sealed record PredictionColumn(int Place, int Count, string Columns)
{
    private const int LinesToSee = 500;

    /// <summary>Finds the column in the first lines of a file.</summary>
    /// <param name="lines">The file, of which nothing was read yet.</param>
    /// <param name="known">The labels that a prediction may have.</param>
    public static PredictionColumn Find(LineReader lines, HashSet<string> known)
    {
        string[][] rows = RowsOf(lines);
        if (rows.Length == 0) return new PredictionColumn(int.MaxValue, 0, "");
        int count = rows[0].Length, last = count - 1;
        bool HasKnown(int column) => rows.Any(row => known.Contains(row[column]));
        while (last > 1 && !HasKnown(last) && rows.All(row => IsNumber(row[last]))) last--;
        return new PredictionColumn(last, count, string.Join(", ", rows[0].Select((value, column) => $"{column + 1} '{value}'")));
    }

    /// <summary>The values of the first token lines, all with as many columns as the first of them: <c>[lines][columns]</c>.</summary>
    private static string[][] RowsOf(LineReader lines)
    {
        ColumnSplitter columns = new();
        List<string[]> rows = [];
        foreach (string line in lines.Peek(LinesToSee))
        {
            columns.Split(line);
            bool isToken = !Blanks.Trim(line).IsEmpty && line[0] != '#' && !ConllReader.IsDocumentStart(line);
            if (!isToken || (rows.Count > 0 && columns.Count != rows[0].Length)) continue;
            string[] row = new string[columns.Count];
            for (int column = 0; column < row.Length; column++) row[column] = columns.Column(line, column).ToString();
            rows.Add(row);
        }

        return [.. rows];
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
