using System.Globalization;
using CsvHelper;

namespace Rnnctl.Files;

/// <summary>Comma-separated values as RFC 4180 has them, with line feeds.</summary>
internal static class CsvText
{
    private static readonly CsvWriterOptions Format = new() { NewLine = "\n" };

    /// <summary>A header and a line per record.</summary>
    /// <typeparam name="TRecord">A type with <see cref="CsvRecordAttribute"/>, which names its columns.</typeparam>
    public static string Of<TRecord>(IEnumerable<TRecord> records)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (CsvWriter csv = CsvWriter.Create(text, Format)) csv.WriteRecords(records);
        return text.ToString();
    }
}
