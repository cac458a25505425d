using System.Runtime.InteropServices;
using System.Text;

namespace Rnnctl.Mpi;

/// <summary>
/// The ten functions of an MPI library that <see cref="Communicator"/> needs, through the library's C interface. Handles are passed as <see cref="nint"/>:
/// they are pointers in Open MPI and integers in MPICH, for which the calling conventions of 64-bit systems read the low half. All data is bytes to MPI; the
/// communicator adds numbers itself.
/// </summary>
internal sealed unsafe partial class MpiLibrary
{
    // Room for MPICH's MPI_MAX_LIBRARY_VERSION_STRING, the largest there is.
    private const int LongestVersion = 8192;

    // MPI_THREAD_FUNNELED: the process has threads, but only the one that initialises MPI calls it.
    private const int Funneled = 1;

    private readonly delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int> _initialize;
    private readonly delegate* unmanaged[Cdecl]<int> _finalize;
    private readonly delegate* unmanaged[Cdecl]<nint, int*, int> _rank, _size;
    private readonly delegate* unmanaged[Cdecl]<void*, int*, int*, nint, void*, int*, int*, nint, nint, int> _allToAll;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, void*, int*, int*, nint, nint, int> _allGather;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, int> _broadcast;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _barrier;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int> _abort;
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, int> _version;

    // MPI_COMM_WORLD, MPI_BYTE and MPI_IN_PLACE.
    private readonly nint _world, _bytes, _inPlace;

    private MpiLibrary(nint library, string file)
    {
        File = file;
        _initialize = (delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int>)NativeLibrary.GetExport(library, "MPI_Init_thread");
        _finalize = (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "MPI_Finalize");
        _rank = (delegate* unmanaged[Cdecl]<nint, int*, int>)NativeLibrary.GetExport(library, "MPI_Comm_rank");
        _size = (delegate* unmanaged[Cdecl]<nint, int*, int>)NativeLibrary.GetExport(library, "MPI_Comm_size");
        _allToAll = (delegate* unmanaged[Cdecl]<void*, int*, int*, nint, void*, int*, int*, nint, nint, int>)NativeLibrary.GetExport(library, "MPI_Alltoallv");
        _allGather = (delegate* unmanaged[Cdecl]<void*, int, nint, void*, int*, int*, nint, nint, int>)NativeLibrary.GetExport(library, "MPI_Allgatherv");
        _broadcast = (delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, int>)NativeLibrary.GetExport(library, "MPI_Bcast");
        _barrier = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "MPI_Barrier");
        _abort = (delegate* unmanaged[Cdecl]<nint, int, int>)NativeLibrary.GetExport(library, "MPI_Abort");
        _version = (delegate* unmanaged[Cdecl]<byte*, int*, int>)NativeLibrary.GetExport(library, "MPI_Get_library_version");

        // The constants of the two families' mpi.h.
        bool isOpenMpi = NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out nint world);
        _world = isOpenMpi ? world : 0x44000000;
        _bytes = isOpenMpi ? NativeLibrary.GetExport(library, "ompi_mpi_byte") : 0x4c00010d;
        _inPlace = isOpenMpi ? 1 : -1;
    }

    /// <summary>The name under which it was found.</summary>
    public string File { get; }

    /// <summary>The rank of this process among all.</summary>
    public int Rank => Number(_rank);

    /// <summary>The number of processes.</summary>
    public int Size => Number(_size);

    /// <summary>Name and version, such as <c>Open MPI 4.1.4</c>.</summary>
    public string Version
    {
        get
        {
            byte* text = stackalloc byte[LongestVersion];
            int length;
            Require(_version(text, &length), "MPI_Get_library_version");
            return VersionText.Shorten(Encoding.UTF8.GetString(text, length));
        }
    }

    /// <summary>Loads the first library of a family that this machine has; null if it has none.</summary>
    public static MpiLibrary? Load(MpiKind kind)
    {
        LeaveSignalsToTheRuntime();
        foreach (string file in Files(kind))
        {
            if (NativeLibrary.TryLoad(file, out nint library) && NativeLibrary.TryGetExport(library, "MPI_Init_thread", out _))
                return new MpiLibrary(library, file);
        }

        return null;
    }

    /// <summary>The names of the libraries of a family, with the version of the interface that this class speaks.</summary>
    public static IReadOnlyList<string> Files(MpiKind kind) => (kind, OperatingSystem.IsMacOS()) switch
    {
        (MpiKind.OpenMpi, false) => ["libmpi.so.40"],
        (MpiKind.OpenMpi, true) => ["libmpi.40.dylib"],
        (_, false) => ["libmpich.so.12", "libmpi.so.12"],
        (_, true) => ["libmpi.12.dylib"],
    };

    /// <summary>Initialises MPI. From now on only the calling thread may call it.</summary>
    public void Initialize()
    {
        int provided;
        Require(_initialize(null, null, Funneled, &provided), "MPI_Init_thread");
        if (provided < Funneled) throw new InvalidOperationException($"{Version} does not allow threads beside the one that calls it");
    }

    /// <summary>Ends MPI, after all processes have called this.</summary>
    public void Complete() => Require(_finalize(), "MPI_Finalize");

    /// <summary>Sends a part of the bytes to each process, and receives a part from each.</summary>
    public void AllToAll(void* source, ReadOnlySpan<int> sent, ReadOnlySpan<int> sentAt, void* target, ReadOnlySpan<int> received, ReadOnlySpan<int> receivedAt)
    {
        fixed (int* sentCounts = sent, sentPlaces = sentAt, receivedCounts = received, receivedPlaces = receivedAt)
        {
            int code = _allToAll(source, sentCounts, sentPlaces, _bytes, target, receivedCounts, receivedPlaces, _bytes, _world);
            Require(code, "MPI_Alltoallv");
        }
    }

    /// <summary>Gives every process the parts of all; a process's own part is already at its place.</summary>
    public void AllGather(void* target, ReadOnlySpan<int> counts, ReadOnlySpan<int> places)
    {
        fixed (int* partCounts = counts, partPlaces = places)
            Require(_allGather((void*)_inPlace, 0, _bytes, target, partCounts, partPlaces, _bytes, _world), "MPI_Allgatherv");
    }

    /// <summary>Gives every process the bytes of the one with rank 0.</summary>
    public void Broadcast(void* bytes, int count) => Require(_broadcast(bytes, count, _bytes, 0, _world), "MPI_Bcast");

    /// <summary>Waits until all processes have called this.</summary>
    public void Barrier() => Require(_barrier(_world), "MPI_Barrier");

    /// <summary>Ends all processes; the launcher returns the code.</summary>
    public void Abort(int code) => Require(_abort(_world, code), "MPI_Abort");

    /// <summary>
    /// UCX, which carries MPICH's messages, would otherwise handle SIGSEGV itself, by which .NET finds null references. It reads the variable when it is
    /// loaded; <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not reach native code.
    /// </summary>
    private static void LeaveSignalsToTheRuntime()
    {
        if (!OperatingSystem.IsWindows()) _ = SetVariable("UCX_ERROR_SIGNALS", "", replace: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int replace);

    private int Number(delegate* unmanaged[Cdecl]<nint, int*, int> function)
    {
        int number;
        Require(function(_world, &number), "MPI_Comm_rank or MPI_Comm_size");
        return number;
    }

    private static void Require(int code, string function)
    {
        if (code != 0) throw new IOException($"{function} failed with error {code}");
    }
}
