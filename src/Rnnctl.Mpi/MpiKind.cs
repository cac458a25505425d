namespace Rnnctl.Mpi;

/// <summary>The two families of MPI libraries; the values that stand for communicators and types differ between them.</summary>
public enum MpiKind
{
    /// <summary>Open MPI, whose handles are the addresses of exported objects.</summary>
    OpenMpi,

    /// <summary>MPICH and the libraries with its binary interface, such as Intel MPI, whose handles are integers.</summary>
    Mpich,
}
