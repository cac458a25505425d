using System.Globalization;

namespace Rnnctl.Text;

/// <summary>
/// The characters of a text as readers see them: text elements of Unicode (extended grapheme clusters, UAX 29). A Chinese character is one, and so are a letter
/// with its accents and an emoji with its modifiers.
/// </summary>
internal static class TextElements
{
    /// <summary>The text elements, for <c>foreach</c>; allocates nothing.</summary>
    public static Elements Of(ReadOnlySpan<char> text) => new(text);

    /// <summary>Enumerates the elements of a text.</summary>
    public ref struct Elements(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        /// <summary>The current element.</summary>
        public ReadOnlySpan<char> Current { get; private set; }

        /// <summary>Returns this enumerator.</summary>
        public readonly Elements GetEnumerator() => this;

        /// <summary>Moves to the next element; false at the end.</summary>
        public bool MoveNext()
        {
            int length = _rest.IsEmpty ? 0 : StringInfo.GetNextTextElementLength(_rest);
            Current = _rest[..length];
            _rest = _rest[length..];
            return length > 0;
        }
    }
}
