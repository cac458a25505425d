using System.Globalization;
using CsvHelper;
using Rnnctl.Plots;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Plot;

/// <summary>A table of numbers. The first column is the x axis; each other column is a line.</summary>
/// <param name="Names">The names of the columns: at least two, all different.</param>
/// <param name="Rows"><c>[rows, columns]</c>, at least one row. An empty cell is NaN.</param>
internal sealed record NumberTable(IReadOnlyList<string> Names, IReadOnlyList<double[]> Rows)
{
    /// <summary>Draws the table as a line chart.</summary>
    /// <param name="name">The title if the y axis has no title.</param>
    /// <param name="yLabel">The title of the y axis. Null: the name of the line if there is only one, otherwise no title.</param>
    public Figure Picture(string name, string? yLabel)
    {
        string y = yLabel ?? (Names.Count == 2 ? Names[1] : "");
        Series[] lines = [.. Enumerable.Range(1, Names.Count - 1).Select(column => new Series(Names[column], LineStyle.Of(column - 1), Points(column)))];
        return new Figure(y.Length == 0 ? name : $"{y} by {Names[0]}", new LineChart("", new Axis(Names[0]), new Axis(y), lines));
    }

    private PlotPoint[] Points(int column) => [.. Rows.Select(row => new PlotPoint(row[0], row[column]))];
}

/// <summary>
/// Reads a table of numbers: a header, then one row per line. Cells are separated by tabs in <c>.tsv</c> and by commas in <c>.csv</c>; quotes follow
/// RFC 4180.
/// </summary>
internal sealed class NumberTableReader
{
    private const string Tabs = ".tsv";
    private const string Commas = ".csv";
    private const int LongestRow = 1 << 26;

    private readonly string _path;
    private readonly CsvReader _rows;

    private NumberTableReader(string path, CsvReader rows) => (_path, _rows) = (path, rows);

    /// <summary>Whether a path names a table, by its extension.</summary>
    public static bool IsTable(string path) => (EndsWith(path, Tabs) || EndsWith(path, Commas)) && !Directory.Exists(path);

    /// <summary>Reads a table.</summary>
    /// <exception cref="InputException">The file is missing or is not a table of numbers.</exception>
    public static NumberTable Read(string path)
    {
        using LineReader lines = LineReader.Open(path);
        using CsvReader rows = CsvReader.Create(new LineTextReader(lines), new CsvReaderOptions
        {
            Separator = EndsWith(path, Tabs) ? '\t' : ',',
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRow,
            MalformedData = CsvMalformedDataHandling.Throw,
        });
        try
        {
            return new NumberTableReader(path, rows).Read();
        }
        catch (CsvFormatException failure)
        {
            throw new InputException($"{path}:{failure.LineNumber}: expected a row of a table, found: {failure.Message}", failure);
        }
    }

    private static bool EndsWith(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private NumberTable Read()
    {
        _rows.ReadHeader();
        string[] names = [.. _rows.Headers];
        RequireColumns(names);
        List<double[]> rows = [];
        while (_rows.Read()) rows.Add(ReadRow(names));
        return rows.Count > 0 ? new NumberTable(names, rows) : throw new InputException($"{_path}: expected rows of numbers below the header, found none");
    }

    private void RequireColumns(string[] names)
    {
        if (names.Length < 2)
        {
            string hint = $"{Tabs} has tabs between the cells of a row, {Commas} has commas";
            throw InputException.At(_path, 1, $"expected a header of two columns or more, found {(names.Length == 0 ? "none" : "one column")}", hint);
        }

        string? twice = names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1)?.Key;
        if (twice is not null) throw InputException.At(_path, 1, $"expected different names for the columns, found '{twice}' twice");
    }

    private double[] ReadRow(string[] names)
    {
        if (_rows.FieldCount != names.Length)
            throw InputException.At(_path, _rows.LineNumber, $"expected {names.Length} columns, found {_rows.FieldCount}");
        return [.. names.Select((name, column) => ReadNumber(name, column))];
    }

    private double ReadNumber(string name, int column)
    {
        if (_rows.IsEmpty(column) && column > 0) return double.NaN;
        // CsvReader.TryParse would ignore the comma in 1,5 and read 15.
        if (double.TryParse(_rows.GetSpan(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return number;
        string place = column == 0 ? $"the first column, '{name}', which is the x axis" : $"the column '{name}'";
        throw InputException.At(_path, _rows.LineNumber, $"expected a number in {place}, found '{_rows.GetString(column)}'");
    }
}
