using System.CommandLine;

namespace Rnnctl.Options;

/// <summary>Arguments and options that name files and directories. Whether these exist shows when they are opened.</summary>
internal static class PathArgument
{
    /// <summary>The argument MODEL.</summary>
    public static Argument<string> Model() => new("MODEL") { Description = "Directory of a trained model" };

    /// <summary>The argument FILE, as often as <paramref name="arity"/> says.</summary>
    public static Argument<string[]> Files(string description, ArgumentArity arity) => new("FILE") { Description = description, Arity = arity };

    /// <summary>An option that takes one path.</summary>
    public static Option<string?> Option(string name, string placeholder, string description) =>
        new(name) { Description = description, HelpName = placeholder };

    /// <summary>An option that takes paths.</summary>
    public static Option<string[]> Options(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
}
