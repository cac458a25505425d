using System.Globalization;
using System.Text;
using CsvHelper;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Files;
using Rnnctl.Text;

namespace Rnnctl.Training.Logging;

/// <summary>
/// <c>metrics.csv</c>: a header and a row per evaluation, with all digits and a decimal point in every culture. It is saved whole with each checkpoint, so
/// that its last row is that of the checkpoint's evaluation.
/// </summary>
public sealed class MetricsLog
{
    private static readonly CsvWriterOptions Csv = new() { NewLine = "\n" };
    private static readonly CsvReaderOptions StrictCsv = new()
    {
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
    };

    private static readonly string Header = Format(csv => csv.WriteHeader<MetricsRow>());

    /// <summary>The last columns, which only logs of models with intents have.</summary>
    private const string IntentColumns = ",intent_accuracy,sentence_accuracy";

    /// <summary>
    /// The last columns that a log may lack: none; those of intents; those that came with <c>train --metric</c>; and those that came after rnnctl 0.1.0.
    /// </summary>
    private static readonly string[] NewColumns = ["", .. ((string[])["", ",chrf,metric", ",bleu,chrf,metric"]).Select(columns => columns + IntentColumns)];

    private readonly List<string> _rows;
    private bool _hasIntents;

    private MetricsLog(IEnumerable<string> rows, bool hasIntents) => (_rows, _hasIntents) = ([.. rows], hasIntents);

    /// <summary>A log with no rows.</summary>
    public static MetricsLog Create() => new([], hasIntents: false);

    /// <summary>The log of a run that is resumed from a step, without the rows after that step; an empty log where the directory has none.</summary>
    /// <exception cref="InputException">The file in the directory is not such a log, or a line is broken or cut short.</exception>
    public static MetricsLog Resume(string directory, long step)
    {
        string path = PathIn(directory);
        LogLines lines = ReadLines(directory) ?? new LogLines([], "");
        (string Row, MetricsRow Values)[] kept =
            [.. lines.Rows.Select((row, index) => (row, ParseRow(path, index, lines))).Where(one => one.Item2.Step <= step)];
        return new MetricsLog(kept.Select(one => lines.Complete(one.Row)), Array.Exists(kept, one => HasIntents(one.Values)));
    }

    /// <summary>Reads the rows of the log in a directory.</summary>
    /// <exception cref="InputException">The file is missing or is not such a log, or a line is broken or cut short.</exception>
    public static IReadOnlyList<MetricsRow> Read(string directory)
    {
        string path = PathIn(directory);
        LogLines lines = ReadLines(directory) ?? throw UserFile.Missing(path);
        return [.. lines.Rows.Select((_, index) => ParseRow(path, index, lines))];
    }

    /// <summary>Adds a row.</summary>
    public void Append(MetricsRow row)
    {
        _rows.Add(Format(csv => csv.WriteRecord(row)));
        _hasIntents |= HasIntents(row);
    }

    /// <summary>Writes the file's bytes.</summary>
    public void Write(Stream stream)
    {
        if (_hasIntents) stream.Write(Encoding.UTF8.GetBytes(Header + string.Concat(_rows)));
        else stream.Write(Encoding.UTF8.GetBytes(HeaderWithout(IntentColumns) + string.Concat(_rows.Select(WithoutIntents))));
    }

    private static bool HasIntents(MetricsRow row) => row.IntentAccuracy is not null;

    /// <summary>A row without the fields of intents, which are empty.</summary>
    private static string WithoutIntents(string row) => row[..^(IntentColumns.Count(character => character == ',') + 1)] + "\n";

    private static string PathIn(string directory) => Path.Combine(directory, ModelFiles.Metrics);

    /// <summary>The file's lines after the header, or null where there is no file.</summary>
    private static LogLines? ReadLines(string directory)
    {
        string path = PathIn(directory);
        using FileStream? stream = AtomicDirectory.TryOpenRead(directory, ModelFiles.Metrics);
        if (stream is null) return null;
        string text = Encoding.UTF8.GetString(UserFile.ReadAllBytes(stream, path, Array.MaxLength));
        string? missing = Array.Find(NewColumns, columns => text.StartsWith(HeaderWithout(columns), StringComparison.Ordinal));
        if (missing is null)
            throw InputException.At(path, 1, $"expected the header of rnnctl's metrics, found {(text.Length == 0 ? "none" : "another")}");

        // Half a number is a number: only the missing line end shows that the last row was cut.
        if (!text.EndsWith('\n')) throw new InputException($"{path}: its last line has no end: the file was cut short");
        return new LogLines(text.Split('\n')[1..^1], new string(',', missing.Count(character => character == ',')));
    }

    private static string HeaderWithout(string columns) => Header.Replace(columns + "\n", "\n", StringComparison.Ordinal);

    private static MetricsRow ParseRow(string path, int index, LogLines lines)
    {
        (int number, string line) = (index + 2, lines.Rows[index]);
        using CsvReader csv = CsvReader.FromText(Header + lines.Complete(line), StrictCsv);
        try
        {
            if (csv.Read())
                return csv.GetRecord<MetricsRow>();
        }
        catch (CsvFormatException failure)
        {
            throw new InputException($"{path}:{number}: expected a row of rnnctl's metrics, found '{line}'", failure);
        }

        throw InputException.At(path, number, "expected a row of rnnctl's metrics, found an empty line");
    }

    private static string Format(Action<CsvWriter> write)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (CsvWriter csv = CsvWriter.Create(text, Csv))
            write(csv);
        return text.ToString();
    }

    /// <summary>The rows of a file as they are written, without line ends.</summary>
    /// <param name="Rows">The rows.</param>
    /// <param name="Missing">The columns that an older file lacks, empty fields.</param>
    private sealed record LogLines(string[] Rows, string Missing)
    {
        /// <summary>A row with all columns and its line end.</summary>
        public string Complete(string row) => row.Length == 0 ? "\n" : row + Missing + "\n";
    }
}
