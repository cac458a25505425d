namespace Rnnctl.Reports;

/// <summary>A number that stands at the head of the page.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The number.</param>
/// <param name="Remark">A few words to it; empty for none.</param>
internal sealed record Fact(string Name, string Value, string Remark = "");
