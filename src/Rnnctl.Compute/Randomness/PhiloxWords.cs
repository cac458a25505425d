namespace Rnnctl.Compute.Randomness;

/// <summary>Four 32-bit words: an input counter of <see cref="Philox4x32"/>, or its output.</summary>
/// <param name="First">Word 0.</param>
/// <param name="Second">Word 1.</param>
/// <param name="Third">Word 2.</param>
/// <param name="Fourth">Word 3.</param>
public readonly record struct PhiloxWords(uint First, uint Second, uint Third, uint Fourth)
{
    /// <summary>The word at an index; only its lowest two bits count.</summary>
    public uint this[uint index] => (index & 3) switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        _ => Fourth,
    };
}
