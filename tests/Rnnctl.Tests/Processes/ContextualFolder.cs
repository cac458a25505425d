namespace Rnnctl.Tests.Processes;

/// <summary>
/// A language model, and what models learn from that read it: sentences of a colour and things, where each word's label is the colour, and their translations
/// to capital letters from the last word to the first.
/// </summary>
internal static class ContextualFolder
{
    private static readonly Lazy<TemporaryFolder> Shared = new(Make);

    /// <summary>Labelled sentences.</summary>
    public static string Corpus => Shared.Value["train.tsv"];

    /// <summary>The sentences.</summary>
    public static string Text => Shared.Value["text"];

    /// <summary>Their translations.</summary>
    public static string Translation => Shared.Value["translation"];

    /// <summary>A language model of the sentences.</summary>
    public static string LanguageModel => Shared.Value["lm"];

    /// <summary>Changes the last byte of a file.</summary>
    public static void Flip(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Copies a model.</summary>
    public static string CopyOf(string model, string copy)
    {
        foreach (string name in TemporaryFolder.FilesIn(model))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, name))!);
            File.Copy(Path.Combine(model, name), Path.Combine(copy, name));
        }

        return copy;
    }

    /// <summary>The bytes of the weights after the header, which names the configuration's digest.</summary>
    public static byte[] Tensors(string model)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(model, "model.safetensors"));
        return bytes[(8 + (int)BitConverter.ToUInt64(bytes))..];
    }

    private static TemporaryFolder Make()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        string[] colours = ["red", "green", "blue"], things = ["car", "hat", "cup", "sky"];
        var sentences = Enumerable.Range(0, 60).Select(i => (Colour: colours[i % 3], Things: Enumerable.Range(0, 1 + (i % 4)).Select(j => things[(i + j) % 4])))
            .Select(one => (
                Tokens: $"{one.Colour} {string.Join(' ', one.Things)}", Labels: string.Join(' ', one.Things.Select(_ => one.Colour).Append(one.Colour))))
            .ToArray();
        folder.Write("train.tsv", "tokens\tlabels\n" + string.Concat(sentences.Select(one => $"{one.Tokens}\t{one.Labels}\n")));
        string text = folder.Write("text", string.Concat(sentences.Select(one => one.Tokens + "\n")));
        folder.Write("translation", string.Concat(sentences.Select(one => string.Join(' ', one.Tokens.ToUpperInvariant().Split(' ').Reverse()) + "\n")));
        InProcessTool.Done(
            "train", "--task", "lm", "--train", text, "--output", folder["lm"], "--hidden", "8", "--embedding", "8", "--epochs", "2", "--batch-size", "8",
            "--device", "cpu", "--threads", "1");
        return folder;
    }
}
