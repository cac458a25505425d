using System.Globalization;
using System.Text;
using CsvHelper;
using Rnnctl.Text;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Logging;

/// <summary>
/// <c>metrics.csv</c>: a header and a row per evaluation, with full digits and in no country's notation. A row is appended before the
/// checkpoint of its step is saved, so that a process killed in between leaves a row too many, which <see cref="Resume"/> drops and the
/// resumed run writes again, and never one too few.
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

    private readonly string _path;

    private MetricsLog(string path) => _path = path;

    /// <summary>
    /// Starts a log with no rows; one that was there before is replaced, so a run that overwrites another calls this when its first row
    /// is due.
    /// </summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static MetricsLog Create(string path)
    {
        Replace(path, Header);
        return new MetricsLog(path);
    }

    /// <summary>Goes on with the log of a run that was interrupted: rows after the step that it resumes from are dropped, and so is a last
    /// line that was torn.</summary>
    /// <exception cref="InputException">The file is not such a log, or a line before the last is broken.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static MetricsLog Resume(string path, long step)
    {
        string[] lines = File.Exists(path) ? CompleteLines(path) : [];
        if (lines.Length > 0) RequireHeader(path, lines[0]);
        IEnumerable<string> kept = lines.Skip(1).Where((line, index) => ParseRow(path, index + 2, line).Step <= step);
        Replace(path, Header + string.Concat(kept));
        return new MetricsLog(path);
    }

    /// <summary>Reads the rows of a log, which a run may still be writing to: a last line without its end is left out.</summary>
    /// <exception cref="InputException">The file is missing or is not such a log, or a line is broken.</exception>
    public static IReadOnlyList<MetricsRow> Read(string path)
    {
        string[] lines = CompleteLines(path);
        RequireHeader(path, lines.Length == 0 ? "" : lines[0]);
        return [.. lines.Skip(1).Select((line, index) => ParseRow(path, index + 2, line))];
    }

    /// <summary>Appends a row and waits until it is on the disk; where that fails, the file is as it was before.</summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public void Append(MetricsRow row)
    {
        byte[] line = Encoding.UTF8.GetBytes(Format(csv => csv.WriteRecord(row)));
        try
        {
            using var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            AppendWhole(stream, line);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{_path}: could not be written: {failure.Message}", failure);
        }
    }

    private static void RequireHeader(string path, string line)
    {
        if (line != Header)
            throw InputException.At(path, 1, $"expected the header of rnnctl's metrics, found {(line.Length == 0 ? "none" : "another")}");
    }

    private static void AppendWhole(FileStream stream, byte[] line)
    {
        long before = stream.Length;
        try
        {
            stream.Write(line);
            stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            stream.SetLength(before);
            throw;
        }
    }

    /// <summary>The file's lines with their line ends; what follows the last line end was being written when the process was
    /// killed.</summary>
    private static string[] CompleteLines(string path)
    {
        string text = Encoding.UTF8.GetString(UserFile.ReadAllBytes(path, Array.MaxLength));
        string complete = text[..(text.LastIndexOf('\n') + 1)];
        return [.. complete.Split('\n').SkipLast(1).Select(line => line + '\n')];
    }

    private static MetricsRow ParseRow(string path, int number, string line)
    {
        using CsvReader csv = CsvReader.FromText(Header + line, StrictCsv);
        try
        {
            if (csv.Read())
                return csv.GetRecord<MetricsRow>();
        }
        catch (CsvFormatException failure)
        {
            throw new InputException($"{path}:{number}: expected a row of rnnctl's metrics, found '{line.TrimEnd()}'", failure);
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

    private static void Replace(string path, string text)
    {
        string staged = path + CommitJournal.StagedSuffix;
        try
        {
            DurableFile.Write(staged, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
            File.Move(staged, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            File.Delete(staged);
            throw new IOException($"{path}: could not be written: {failure.Message}", failure);
        }
    }
}
