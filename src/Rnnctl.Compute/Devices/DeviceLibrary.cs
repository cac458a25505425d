using System.Numerics;
using System.Reflection;
using System.Runtime.Loader;

namespace Rnnctl.Compute.Devices;

/// <summary>
/// An assembly that brings more devices than the machine's own processor. It is not referenced but loaded at run time, from a folder that a build may
/// or may not hold, together with the libraries it needs, which lie beside it.
/// </summary>
public abstract class DeviceLibrary
{
    private static readonly HashSet<string> Folders = [];

    /// <summary>Loads the library of a folder, or returns null where there is none.</summary>
    /// <param name="folder">The folder that holds the library and what it needs.</param>
    /// <param name="name">The assembly's name; it holds one public subclass of this class.</param>
    public static DeviceLibrary? Load(string folder, string name)
    {
        string path = Path.Combine(folder, name + ".dll");
        if (!File.Exists(path)) return null;
        ResolveFrom(folder);
        Type library = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(path)).GetExportedTypes()
            .Single(type => type.IsSubclassOf(typeof(DeviceLibrary)));
        return (DeviceLibrary)Activator.CreateInstance(library)!;
    }

    /// <summary>Every device that the library can reach, and for each kind that has none, why.</summary>
    public abstract IReadOnlyList<DeviceDescription> Describe();

    /// <summary>Opens a device that <see cref="Describe"/> has as available.</summary>
    /// <exception cref="DeviceException">The device cannot be opened.</exception>
    public abstract Backend<T> Open<T>(DeviceName name)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private static void ResolveFrom(string folder)
    {
        if (!Folders.Add(folder)) return;
        AssemblyLoadContext.Default.Resolving += (context, name) => LoadFrom(context, Path.GetFullPath(Path.Combine(folder, name.Name + ".dll")));
    }

    private static Assembly? LoadFrom(AssemblyLoadContext context, string path) => File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
}
