using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Rnnctl.Mpi;

/// <summary>
/// The processes that an MPI launcher has started together. All of them call the same methods in the same order, with tensors of the same sizes, and each
/// from the one thread that called <see cref="Start"/>.
/// </summary>
public sealed unsafe class Communicator : IDisposable
{
    // Bytes of a vector that are summed in one go: they fit the cache, and a message of this size uses a network fully.
    private const int PieceBytes = 4 << 20;

    private readonly MpiLibrary _library;
    private readonly int[] _counts, _places, _ownCounts, _ownPlaces;
    private byte[] _received = [];

    private Communicator(MpiLibrary library)
    {
        _library = library;
        (Rank, Size) = (library.Rank, library.Size);
        (_counts, _places, _ownCounts, _ownPlaces) = (new int[Size], new int[Size], new int[Size], new int[Size]);
        string[] hosts = AllGather(Environment.MachineName);
        HostRank = hosts.Take(Rank).Count(host => host == hosts[Rank]);
        HostSize = hosts.Count(host => host == hosts[Rank]);
    }

    /// <summary>The number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>The number of processes.</summary>
    public int Size { get; }

    /// <summary>The number of this process among those of its host, from 0.</summary>
    public int HostRank { get; }

    /// <summary>The number of processes on its host.</summary>
    public int HostSize { get; }

    /// <summary>The library's name and version.</summary>
    public string Library => _library.Version;

    /// <summary>Loads the launcher's library and joins the other processes.</summary>
    /// <param name="launched">This process, or null where no launcher is known and the library decides.</param>
    /// <exception cref="MpiException">There is no library, or it is not the launcher's.</exception>
    public static Communicator Start(LaunchedProcess? launched)
    {
        MpiKind[] kinds = launched?.Kind is { } kind ? [kind] : [MpiKind.OpenMpi, MpiKind.Mpich];
        MpiLibrary library = kinds.Select(MpiLibrary.Load).FirstOrDefault(found => found is not null) ?? throw Missing(kinds, launched);
        library.Initialize();
        var communicator = new Communicator(library);
        if (launched is null || communicator.Size == launched.Size) return communicator;
        throw new MpiException(
            $"{communicator.Library} sees {communicator.Size} of the {launched.Size} processes that were started",
            "start with the mpirun that belongs to this library; rnnctl devices lists the libraries");
    }

    /// <summary>
    /// Replaces the numbers by their sums over all processes, added in the order of the ranks: the same bits on every process, and in every run with as many
    /// processes, whichever library and hosts they are. Each process adds one part and sends it to the others, which moves no more than the best reductions.
    /// </summary>
    public void Sum<T>(Span<T> numbers)
        where T : unmanaged, INumber<T>
    {
        int most = PieceBytes / sizeof(T);
        for (int first = 0; first < numbers.Length; first += most) SumPiece(numbers.Slice(first, Math.Min(most, numbers.Length - first)));
    }

    /// <summary>Gathers a part from each process, in the order of the ranks.</summary>
    /// <param name="all">Receives all parts, one after the other; the own part is already at its place.</param>
    /// <param name="counts">The elements of each process's part, <c>[size]</c>.</param>
    public void AllGather<T>(Span<T> all, ReadOnlySpan<int> counts)
        where T : unmanaged
    {
        int end = 0;
        for (int rank = 0; rank < Size; rank++)
        {
            (_counts[rank], _places[rank]) = (checked(counts[rank] * sizeof(T)), checked(end * sizeof(T)));
            end += counts[rank];
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(all.Length, end);
        fixed (T* target = all) _library.AllGather(target, _counts, _places);
    }

    /// <summary>Gathers one value of each process, in the order of the ranks.</summary>
    /// <param name="own">This process's value.</param>
    /// <param name="all">Receives all values, <c>[size]</c>.</param>
    public void AllGather<T>(T own, Span<T> all)
        where T : unmanaged
    {
        all[Rank] = own;
        for (int rank = 0; rank < Size; rank++) (_counts[rank], _places[rank]) = (sizeof(T), rank * sizeof(T));
        fixed (T* target = all) _library.AllGather(target, _counts, _places);
    }

    /// <summary>Gathers a text of each process, in the order of the ranks.</summary>
    public string[] AllGather(string own)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(own);
        int[] counts = new int[Size];
        AllGather(bytes.Length, counts.AsSpan());
        byte[] all = new byte[counts.Sum()];
        bytes.CopyTo(all, counts.Take(Rank).Sum());
        AllGather(all.AsSpan(), counts);
        int end = 0;
        return [.. counts.Select(count => Encoding.UTF8.GetString(all, (end += count) - count, count))];
    }

    /// <summary>Gives every process the values of the process with rank 0.</summary>
    public void Broadcast<T>(Span<T> values)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        for (int first = 0; first < bytes.Length; first += PieceBytes)
        {
            fixed (byte* piece = bytes[first..]) _library.Broadcast(piece, Math.Min(PieceBytes, bytes.Length - first));
        }
    }

    /// <summary>Waits until every process has called this.</summary>
    public void Barrier() => _library.Barrier();

    /// <summary>Ends all processes at once, wherever they are. The launcher returns the code.</summary>
    public void Abort(int code) => _library.Abort(code);

    /// <summary>Leaves MPI; waits until every process does.</summary>
    public void Dispose() => _library.Complete();

    private static MpiException Missing(MpiKind[] kinds, LaunchedProcess? launched)
    {
        string files = string.Join(" and ", kinds.SelectMany(MpiLibrary.Files));
        string started = launched is null ? "--mpi" : $"process {launched.Rank} of {launched.Size} under an MPI launcher";
        return new MpiException(
            $"{started}: cannot load {files}", "install Open MPI or MPICH (Debian: libopenmpi3, libmpich12), or put its folder in LD_LIBRARY_PATH");
    }

    /// <summary>Of N processes, process r receives the r-th of N parts from everyone, adds these, and sends the sums to everyone.</summary>
    private void SumPiece<T>(Span<T> numbers)
        where T : unmanaged, INumber<T>
    {
        int length = numbers.Length;
        int own = First(Rank + 1) - First(Rank);
        for (int rank = 0; rank < Size; rank++)
        {
            (_counts[rank], _places[rank]) = ((First(rank + 1) - First(rank)) * sizeof(T), First(rank) * sizeof(T));
            (_ownCounts[rank], _ownPlaces[rank]) = (own * sizeof(T), rank * own * sizeof(T));
        }

        if (_received.Length < Size * own * sizeof(T)) _received = GC.AllocateUninitializedArray<byte>(Size * own * sizeof(T));
        fixed (T* source = numbers)
        fixed (byte* target = _received)
        {
            _library.AllToAll(source, _counts, _places, target, _ownCounts, _ownPlaces);
            Add(MemoryMarshal.Cast<byte, T>(_received.AsSpan(0, Size * own * sizeof(T))), numbers.Slice(First(Rank), own));
            _library.AllGather(source, _counts, _places);
        }

        int First(int rank) => (int)((long)length * rank / Size);
    }

    /// <summary>sum ← parts[0] + parts[1] + ..., in this order.</summary>
    private static void Add<T>(ReadOnlySpan<T> parts, Span<T> sum)
        where T : unmanaged, INumber<T>
    {
        int count = sum.Length, parted = parts.Length, i = 0;
        ref T part = ref MemoryMarshal.GetReference(parts);
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> lanes = Vector.LoadUnsafe(ref part, (nuint)i);
            for (int place = i + count; place < parted; place += count) lanes += Vector.LoadUnsafe(ref part, (nuint)place);
            lanes.StoreUnsafe(ref MemoryMarshal.GetReference(sum), (nuint)i);
        }

        for (; i < count; i++)
        {
            T one = parts[i];
            for (int place = i + count; place < parted; place += count) one += parts[place];
            sum[i] = one;
        }
    }
}
