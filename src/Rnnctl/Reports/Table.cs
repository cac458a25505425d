using System.Xml.Linq;

namespace Rnnctl.Reports;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="IsText">Whether its cells are words, not numbers.</param>
internal readonly record struct Column(string Title, bool IsText = false);

/// <summary>Tables with headings, each in a box of its own that scrolls where the page is narrower.</summary>
internal static class Table
{
    /// <summary>A table.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="columns">The columns; the first one names the rows.</param>
    /// <param name="rows">A cell for each column: text or elements.</param>
    public static XElement Of(string caption, IReadOnlyList<Column> columns, IEnumerable<object?[]> rows) => Html.ScrollBox(
        caption,
        Html.Element(
            "table",
            Html.Element("caption", caption),
            Html.Element("thead", Html.Element("tr", columns.Select(column => Html.Element("th", Scope("col"), Style(column), column.Title)))),
            Html.Element("tbody", rows.Select(row => Html.Element("tr", row.Select((cell, place) => CellOf(columns[place], place, cell)))))));

    private static XElement CellOf(Column column, int place, object? cell) =>
        place == 0 ? Html.Element("th", Scope("row"), Style(column), cell) : Html.Element("td", Style(column), cell);

    private static XAttribute Scope(string of) => new("scope", of);

    private static XAttribute? Style(Column column) => column.IsText ? null : Html.Class("number");
}
