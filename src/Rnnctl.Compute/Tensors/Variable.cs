namespace Rnnctl.Compute.Tensors;

/// <summary>
/// A value and the gradient of the loss by this value, which has the same shape. Backward passes add to the gradient and never clear it. Without a gradient
/// (<c>default</c>) the value is a constant: an input that is not learned, or any value on a tape that does not record.
/// </summary>
/// <param name="Value">The value.</param>
/// <param name="Gradient">The gradient, or <c>default</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Variable<T>(Tensor<T> Value, Tensor<T> Gradient)
    where T : unmanaged
{
    /// <summary>The gradient of a table whose gradient is kept by rows, in the place of <see cref="Gradient"/>; else null.</summary>
    public RowGradient<T>? RowGradient { get; init; }

    /// <summary>A constant: a value without a gradient.</summary>
    public static Variable<T> Constant(Tensor<T> value) => new(value, default);

    /// <summary>Whether the variable has a gradient.</summary>
    public bool HasGradient => !Gradient.IsEmpty || RowGradient is not null;

    /// <summary>The number of rows.</summary>
    public int Rows => Value.Rows;

    /// <summary>The number of columns.</summary>
    public int Columns => Value.Columns;

    /// <summary>Rows of the value and of the gradient, in the same memory; no operation is recorded.</summary>
    public Variable<T> SliceRows(int first, int count) =>
        new(Value.SliceRows(first, count), HasGradient ? Gradient.SliceRows(first, count) : default);

    /// <summary>Columns of the value and of the gradient, in the same memory; no operation is recorded.</summary>
    public Variable<T> SliceColumns(int first, int count) =>
        new(Value.SliceColumns(first, count), HasGradient ? Gradient.SliceColumns(first, count) : default);

    /// <summary>The value and the gradient as one column, in the same memory; no operation is recorded.</summary>
    public Variable<T> AsColumn() => this with { Value = Value.AsColumn(), Gradient = Gradient.IsEmpty ? default : Gradient.AsColumn() };
}
