using System.Runtime.InteropServices;

namespace Rnnctl.Text.Streaming;

/// <summary>Where a sentence stands in its files, how long it is, and a check of its text.</summary>
/// <param name="FirstOffset">The byte at which its lines begin.</param>
/// <param name="SecondOffset">The same in the second of two parallel files.</param>
/// <param name="FirstBytes">The bytes of its lines.</param>
/// <param name="SecondBytes">The same in the second file.</param>
/// <param name="FirstLength">Its tokens, or a source's symbols with the end symbol.</param>
/// <param name="SecondLength">A target's symbols.</param>
/// <param name="Check">A checksum of its text.</param>
/// <param name="Intent">The number of its intent, in the order of first appearance.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct IndexedSentence(
    long FirstOffset, long SecondOffset, int FirstBytes, int SecondBytes, int FirstLength = 0, int SecondLength = 0, uint Check = 0, int Intent = 0)
{
    /// <summary>A sentence whose text is still to be read.</summary>
    /// <param name="first">Its lines.</param>
    /// <param name="second">Its lines in the second file.</param>
    public static IndexedSentence At(ByteRange first, ByteRange second) => new(first.Start, second.Start, (int)first.Length, (int)second.Length);
}
