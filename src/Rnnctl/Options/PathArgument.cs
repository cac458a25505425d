using System.CommandLine;
using System.CommandLine.Parsing;

namespace Rnnctl.Options;

/// <summary>Arguments and options that name files and directories. They are not opened here.</summary>
internal static class PathArgument
{
    /// <summary>The argument MODEL.</summary>
    public static Argument<string> Model()
    {
        var argument = new Argument<string>("MODEL") { Description = "Directory of a trained model" };
        argument.Validators.Add(RequireNames);
        return argument;
    }

    /// <summary>The argument MODEL, once or more often.</summary>
    public static Argument<string[]> Models(string description)
    {
        var argument = new Argument<string[]>("MODEL") { Description = description, Arity = ArgumentArity.OneOrMore };
        argument.Validators.Add(RequireNames);
        return argument;
    }

    /// <summary>The argument PATH, as often as <paramref name="arity"/> says.</summary>
    public static Argument<string[]> Paths(string description, ArgumentArity arity)
    {
        var argument = new Argument<string[]>("PATH") { Description = description, Arity = arity };
        argument.Validators.Add(RequireNames);
        return argument;
    }

    /// <summary>The argument FILE, which may be missing.</summary>
    public static Argument<string?> OptionalFile(string description)
    {
        var argument = new Argument<string?>("FILE") { Description = description, Arity = ArgumentArity.ZeroOrOne };
        argument.Validators.Add(RequireNames);
        return argument;
    }

    /// <summary>The argument FILE, as often as <paramref name="arity"/> says.</summary>
    public static Argument<string[]> Files(string description, ArgumentArity arity)
    {
        var argument = new Argument<string[]>("FILE") { Description = description, Arity = arity };
        argument.Validators.Add(RequireNames);
        return argument;
    }

    /// <summary>An option that takes one path.</summary>
    public static Option<string?> Option(string name, string placeholder, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = placeholder };
        option.Validators.Add(RequireNames);
        return option;
    }

    /// <summary>An option that takes paths.</summary>
    public static Option<string[]> Options(string name, string placeholder, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = placeholder, AllowMultipleArgumentsPerToken = true };
        option.Validators.Add(RequireNames);
        return option;
    }

    // An unset shell variable makes an empty word; a file of options can hold a NUL character, which no path has.
    private static void RequireNames(SymbolResult result)
    {
        string? wrong = result.Tokens.Select(token => token.Value).FirstOrDefault(path => path.Length == 0 || path.Contains('\0'));
        if (wrong is null) return;
        string name = result is OptionResult option ? option.Option.Name : ((ArgumentResult)result).Argument.Name;
        result.AddError($"{name}: expected a path, found '{wrong.Replace("\0", "\\0")}'");
    }
}
