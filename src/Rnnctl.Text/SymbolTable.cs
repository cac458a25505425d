using System.Runtime.InteropServices;

namespace Rnnctl.Text;

/// <summary>Distinct strings, numbered from 0 in the order of their first appearance. Looking up a known symbol allocates nothing.</summary>
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

    /// <summary>The number of symbols.</summary>
    public int Count => _symbols.Count;

    /// <summary>All symbols, in the order of their ids.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <summary>The symbol with an id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No symbol has this id.</exception>
    public string this[int id] => _symbols[id];

    /// <summary>Returns the id of a symbol; a new symbol gets the next id.</summary>
    public int Add(ReadOnlySpan<char> symbol) => TryFind(symbol, out int id) ? id : Add(symbol.ToString());

    /// <summary>The same for a symbol that is a string, which is kept: a new symbol allocates nothing where the table was as large before.</summary>
    public int Add(string symbol)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, symbol, out bool known);
        if (!known)
        {
            id = _symbols.Count;
            _symbols.Add(symbol);
        }

        return id;
    }

    /// <summary>Removes all symbols; keeps the memory.</summary>
    public void Clear()
    {
        _ids.Clear();
        _symbols.Clear();
    }

    /// <summary>Finds the id of a symbol; false if the table does not have it.</summary>
    public bool TryFind(ReadOnlySpan<char> symbol, out int id) => _idsBySpan.TryGetValue(symbol, out id);
}
