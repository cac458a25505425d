namespace Rnnctl.Compute.Tensors;

/// <summary>
/// A value and the gradient of the loss with respect to it, of the same shape. Backward passes add to the gradient and never clear it.
/// Without a gradient (<c>default</c>) the value is a constant: an input that nothing learns from, or any value of a tape that does not record.
/// </summary>
/// <param name="Value">The value.</param>
/// <param name="Gradient">The gradient, or <c>default</c>.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct Variable<T>(Tensor<T> Value, Tensor<T> Gradient)
    where T : unmanaged
{
    /// <summary>A value that nothing learns from.</summary>
    public static Variable<T> Constant(Tensor<T> value) => new(value, default);

    /// <summary>Whether backward passes add to a gradient here.</summary>
    public bool HasGradient => !Gradient.IsEmpty;

    /// <summary>The number of rows.</summary>
    public int Rows => Value.Rows;

    /// <summary>The number of columns.</summary>
    public int Columns => Value.Columns;

    /// <summary>Some rows of the value and of the gradient, sharing their memory: no operation stands between.</summary>
    public Variable<T> SliceRows(int first, int count) =>
        new(Value.SliceRows(first, count), HasGradient ? Gradient.SliceRows(first, count) : default);

    /// <summary>Some columns of the value and of the gradient, sharing their memory: no operation stands between.</summary>
    public Variable<T> SliceColumns(int first, int count) =>
        new(Value.SliceColumns(first, count), HasGradient ? Gradient.SliceColumns(first, count) : default);
}
