using System.Xml.Linq;

namespace Rnnctl.Reports;

/// <summary>What was found by running a model.</summary>
internal sealed record Findings
{
    /// <summary>The findings without any run.</summary>
    public static Findings None { get; } = new();

    /// <summary>The scores at the head of the page.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>The sizes of the files.</summary>
    public IReadOnlyList<DataSize> Data { get; init; } = [];

    /// <summary>The parts of the page.</summary>
    public IReadOnlyList<XElement> Sections { get; init; } = [];

    /// <summary>The speed of the run; null without one.</summary>
    public MeasuredSpeed? Speed { get; init; }
}
