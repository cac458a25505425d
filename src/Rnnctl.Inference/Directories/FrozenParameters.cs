using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Inference.Directories;

/// <summary>Which parameters of a model do not learn: <c>--freeze</c>.</summary>
public static class FrozenParameters
{
    private const string Option = "--freeze";

    /// <summary>The parameters with those frozen that are named. A name is that of a parameter, or else the beginning of the names of several.</summary>
    /// <param name="shapes">The model's parameters.</param>
    /// <param name="names">The names, a space between two; null for none.</param>
    /// <exception cref="InputException">A name is that of no parameter, or nothing is left to learn.</exception>
    public static IReadOnlyList<ParameterShape> In(IReadOnlyList<ParameterShape> shapes, string? names)
    {
        if (names is null) return shapes;
        HashSet<string> frozen = [.. names.Split(' ').SelectMany(name => NamesOf(shapes, name))];
        ParameterShape[] given = [.. shapes.Select(shape => shape with { Frozen = shape.Frozen || frozen.Contains(shape.Name) })];
        return Array.TrueForAll(given, shape => shape.Frozen) ? throw new InputException($"{Option}: no parameter is left that learns") : given;
    }

    private static string[] NamesOf(IReadOnlyList<ParameterShape> shapes, string name)
    {
        if (shapes.Any(shape => shape.Name == name)) return [name];
        string[] beginning = [.. shapes.Select(shape => shape.Name).Where(other => other.StartsWith(name, StringComparison.Ordinal))];
        if (name.Length > 0 && beginning.Length > 0) return beginning;
        string known = string.Join(", ", shapes.Select(shape => shape.Name));
        string problem = $"{Option}: no parameter's name is or begins with '{name}', expected one of {known}";
        throw new InputException(problem, "the beginning of names freezes them all: encoder");
    }
}
