using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.Library;

/// <summary>Small models that the tests of the library open, each trained once.</summary>
internal static class TrainedModels
{
    private static readonly Lazy<TemporaryFolder> Folder = new(MakeFolder);
    private static readonly Lazy<string> Iobes = new(() => TrainTagger(
        "iobes", "--train", SlotsModel.FirstSentences(Folder.Value, 300), "--scheme", "iobes", "--crf", "--epochs", "3"));

    private static readonly Lazy<string> Contextual = new(() => TrainTagger(
        "contextual", "--train", ContextualFolder.Corpus, "--contextual", ContextualFolder.LanguageModel, "--char-cell", "lstm", "--epochs", "4"));

    private static readonly Lazy<string> Features = new(() => TrainTagger(
        "features", "--train", Folder.Value.Write("features.conll", "w N a\nw V b\n\nw V b\n"), "--features", "2", "--epochs", "1"));

    private static readonly Lazy<string> ContextualPairs = new(() => Train(
        "contextual-pairs", "--task", "translate", "--train", ContextualFolder.Text, ContextualFolder.Translation,
        "--contextual", ContextualFolder.LanguageModel, "--epochs", "6"));

    private static readonly Lazy<string> Backward = new(() => Train(
        "backward", "--task", "lm", "--train", ContextualFolder.Text, "--direction", "backward", "--unit", "characters", "--epochs", "1"));

    /// <summary>A tagger by its name: of slots; the same with a conditional random field over IOBES; one that reads characters and a language model.</summary>
    public static string Tagger(string name) => name switch
    {
        "slots" => SlotsModel.Path,
        "iobes" => Iobes.Value,
        _ => Contextual.Value,
    };

    /// <summary>A tagger that reads a feature besides tokens.</summary>
    public static string TaggerWithFeatures => Features.Value;

    /// <summary>A translator by its name: one that reverses letters, or one that reads a language model.</summary>
    public static string Translator(string name) => name == "reverse" ? ReverseModel.Path : ContextualPairs.Value;

    /// <summary>A language model by its name: of words and in both directions, or of characters and only backward.</summary>
    public static string LanguageModel(string name) => name == "words" ? ContextualFolder.LanguageModel : Backward.Value;

    /// <summary>Sentences for a tagger, a translator or a language model of words; the second is empty, and the last one has an unknown word.</summary>
    public static string[] Sentences(string model) => model switch
    {
        "slots" or "iobes" =>
            ["arrive Taipei on November 2nd", "", .. File.ReadLines(SlotsModel.Validation).Skip(1).Take(40).Select(line => line.Split('\t')[0]), "Zz"],
        "reverse" => ["a b c d", "", .. ReverseModel.Sequences(12, seed: 5), "a z"],
        _ => ["red car hat", "", .. File.ReadLines(ContextualFolder.Text).Take(40), "blue Zz"],
    };

    private static TemporaryFolder MakeFolder()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    }

    private static string TrainTagger(string name, params string[] words) => Train(name, ["--task", "tag", .. words]);

    private static string Train(string name, params string[] words)
    {
        string path = Folder.Value[name];
        InProcessTool.Done(
            [
                "train", "--output", path, "--hidden", "8", "--embedding", "8", "--lr", "0.02", "--dropout", "0", "--device", "cpu", "--threads", "1", .. words,
            ]);
        return path;
    }
}
