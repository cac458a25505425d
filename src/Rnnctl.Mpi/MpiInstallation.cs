namespace Rnnctl.Mpi;

/// <summary>An MPI library of this machine.</summary>
/// <param name="Kind">Its family.</param>
/// <param name="Version">Its name and version.</param>
/// <param name="File">Its file's name.</param>
public sealed record MpiInstallation(MpiKind Kind, string Version, string File)
{
    /// <summary>The libraries of this machine, at most one of each family.</summary>
    public static IReadOnlyList<MpiInstallation> FindAll() =>
    [
        .. Enum.GetValues<MpiKind>()
            .Select(kind => (Kind: kind, Library: MpiLibrary.Load(kind)))
            .Where(found => found.Library is not null)
            .Select(found => new MpiInstallation(found.Kind, found.Library!.Version, found.Library.File)),
    ];
}
