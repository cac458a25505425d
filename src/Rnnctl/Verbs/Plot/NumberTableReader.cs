using System.Globalization;
using CsvHelper;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Plot;

/// <summary>
/// Reads a table of numbers: a header, then a row a line, with tabs between the cells of <c>.tsv</c> and commas between those of <c>.csv</c>, quoted as
/// RFC 4180 has it.
/// </summary>
internal sealed class NumberTableReader
{
    private const string Tabs = ".tsv";
    private const string Commas = ".csv";
    private const int LongestRow = 1 << 26;

    private readonly string _path;
    private readonly CsvReader _rows;

    private NumberTableReader(string path, CsvReader rows) => (_path, _rows) = (path, rows);

    /// <summary>Whether a path is that of a table, by its ending.</summary>
    public static bool IsTable(string path) => (EndsWith(path, Tabs) || EndsWith(path, Commas)) && !Directory.Exists(path);

    /// <summary>Reads a table.</summary>
    /// <exception cref="InputException">The file is missing or is not such a table.</exception>
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
        if (twice is not null) throw InputException.At(_path, 1, $"expected a name of its own for each column, found '{twice}' twice");
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
        // CsvReader.TryParse would skip commas, and make 15 of a 1,5 that has a decimal comma.
        if (double.TryParse(_rows.GetSpan(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return number;
        string place = column == 0 ? $"the first column, '{name}', which is the x axis" : $"the column '{name}'";
        throw InputException.At(_path, _rows.LineNumber, $"expected a number in {place}, found '{_rows.GetString(column)}'");
    }
}
