namespace Rnnctl.Inference.Configurations;

/// <summary>The values that an option takes.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Range">The range of numbers, else null.</param>
/// <param name="Choices">The members of an enum or the strings of a closed choice, else empty.</param>
public sealed record OptionValues(OptionKind Kind, Interval? Range, IReadOnlyList<object> Choices)
{
    /// <summary>On or off.</summary>
    public static OptionValues Flag { get; } = new(OptionKind.Flag, Range: null, []);

    /// <summary>The path of a file.</summary>
    public static OptionValues Path { get; } = new(OptionKind.Path, Range: null, []);

    /// <summary>Columns of a corpus, held as one string with a space between two.</summary>
    public static OptionValues Columns { get; } = new(OptionKind.Columns, Range: null, []) { Form = "COLUMN" };

    /// <summary>Names of parameters, likewise.</summary>
    public static OptionValues Names { get; } = new(OptionKind.Columns, Range: null, []) { Form = "NAME" };

    /// <summary>A probability or a share: at least 0 and below 1.</summary>
    public static OptionValues Fraction { get; } = Real(Interval.Fraction);

    /// <summary>The length of a vector.</summary>
    public static OptionValues Width { get; } = Whole(1, ArchitectureConfiguration.LargestWidth);

    /// <summary>The length of a vector, or 0 for none.</summary>
    public static OptionValues WidthOrNone { get; } = Whole(0, ArchitectureConfiguration.LargestWidth);

    /// <summary>The form of a text or of a name, for help and messages: <c>full|sampled:N</c>; empty for other kinds.</summary>
    public string Form { get; init; } = "";

    /// <summary>Whether a text has the form; every text for other kinds.</summary>
    public Func<string, bool> HasForm { get; init; } = _ => true;

    /// <summary>Whole numbers between two, both included.</summary>
    public static OptionValues Whole(int least, int most = int.MaxValue) => new(OptionKind.WholeNumber, Interval.Whole(least, most), []);

    /// <summary>Real numbers of a range.</summary>
    public static OptionValues Real(Interval range) => new(OptionKind.RealNumber, range, []);

    /// <summary>A text of a form.</summary>
    public static OptionValues Text(string form, Func<string, bool> hasForm) => new(OptionKind.Text, Range: null, []) { Form = form, HasForm = hasForm };

    /// <summary>The members of an enum.</summary>
    public static OptionValues Members(Type choices) => OneOf([.. Enum.GetValues(choices).Cast<object>()]);

    /// <summary>A closed choice.</summary>
    public static OptionValues OneOf(IReadOnlyList<object> choices) => new(OptionKind.Choice, Range: null, choices);
}
