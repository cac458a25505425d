namespace Rnnctl.Options;

/// <summary>
/// The value of an option. A class around it, because generic code over a number or an enum of another assembly cannot be compiled ahead of
/// time: with <c>Option&lt;int&gt;</c> and its like, <c>rnnctl --help</c> compiled 140 methods at every start.
/// </summary>
/// <param name="value">The value.</param>
internal sealed class OptionValue<T>(T value)
{
    /// <summary>The value.</summary>
    public T Value => value;

    /// <summary>The value as it is typed.</summary>
    public override string ToString() => OptionText.Of(value);
}
