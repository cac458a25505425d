namespace Rnnctl.Inference.Configurations;

/// <summary>What the values of an option are.</summary>
public enum OptionKind
{
    /// <summary>An <see cref="int"/>.</summary>
    WholeNumber,

    /// <summary>A <see cref="double"/>.</summary>
    RealNumber,

    /// <summary>A <see cref="bool"/>.</summary>
    Flag,

    /// <summary>One of <see cref="OptionValues.Choices"/>.</summary>
    Choice,

    /// <summary>A path, as a <see cref="string"/>.</summary>
    Path,

    /// <summary>Names with a space between two, as a <see cref="string"/>.</summary>
    Columns,

    /// <summary>A text of a given form, as a <see cref="string"/>.</summary>
    Text,
}
