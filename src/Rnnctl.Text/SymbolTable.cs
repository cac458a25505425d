using System.Runtime.InteropServices;

namespace Rnnctl.Text;

/// <summary>Distinct strings, numbered from 0 in the order of their first appearance. Looking a known one up allocates nothing.</summary>
public sealed class SymbolTable
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _idsBySpan;
    private readonly List<string> _symbols = [];

    /// <summary>An empty table.</summary>
    public SymbolTable()
    {
        _ids = new Dictionary<string, int>(StringComparer.Ordinal);
        _idsBySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>How many symbols there are.</summary>
    public int Count => _symbols.Count;

    /// <summary>All symbols; their place is their id.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <summary>The symbol that has an id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No symbol has this id.</exception>
    public string this[int id] => _symbols[id];

    /// <summary>The id of a symbol, which gets the next free one if it is new.</summary>
    public int Add(ReadOnlySpan<char> symbol)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_idsBySpan, symbol, out bool known);
        if (!known)
        {
            id = _symbols.Count;
            _symbols.Add(symbol.ToString());
        }

        return id;
    }

    /// <summary>Forgets all symbols and keeps the memory.</summary>
    public void Clear()
    {
        _ids.Clear();
        _symbols.Clear();
    }

    /// <summary>Finds the id of a symbol; false if the table hasn't got it.</summary>
    public bool TryFind(ReadOnlySpan<char> symbol, out int id) => _idsBySpan.TryGetValue(symbol, out id);
}
