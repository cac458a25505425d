using System.Globalization;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

/// <summary>A tagger that <c>rnnctl export</c> wrote. The file tells all that is needed to read text: its metadata, each of whose values is JSON.</summary>
internal sealed class OnnxTagger : IDisposable
{
    private readonly InferenceSession _session;
    private readonly Dictionary<string, long> _tokens, _characters = [];
    private readonly string[] _labels;
    private readonly bool _lowercase, _zeroesDigits;
    private readonly long _unknown;
    private readonly int _mostCharacters;

    /// <summary>Loads a file.</summary>
    public OnnxTagger(string path)
    {
        _session = new InferenceSession(path);
        _tokens = Ids("tokens");
        _labels = Read<string[]>("labels");
        (_lowercase, _zeroesDigits, _unknown) = (Read<bool>("lowercase"), Read<bool>("digits_to_zero"), Read<long>("unknown"));
        if (!_session.InputMetadata.ContainsKey("characters")) return;
        (_characters, _mostCharacters) = (Ids("characters"), Read<int>("most_characters"));
    }

    /// <summary>The labels of a sentence, one for each token.</summary>
    public string[] Tag(IReadOnlyList<string> tokens) => tokens.Count == 0 ? [] : Tag([tokens])[0];

    /// <summary>The labels of sentences with at least one token each. Shorter sentences are padded, and their lengths tell where they end.</summary>
    public string[][] Tag(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        int longest = sentences.Max(sentence => sentence.Count);
        long[] ids = new long[sentences.Count * longest];
        for (int sentence = 0; sentence < sentences.Count; sentence++)
        {
            for (int token = 0; token < sentences[sentence].Count; token++)
                ids[(sentence * longest) + token] = _tokens.GetValueOrDefault(Normalized(sentences[sentence][token]), _unknown);
        }

        var inputs = new Dictionary<string, OrtValue>
        {
            ["tokens"] = OrtValue.CreateTensorValueFromMemory(ids, [sentences.Count, longest]),
            ["lengths"] = OrtValue.CreateTensorValueFromMemory(sentences.Select(sentence => (long)sentence.Count).ToArray(), [sentences.Count]),
        };
        if (_mostCharacters > 0) Spell(sentences, longest, inputs);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, inputs, ["labels"]);
        long[] labels = outputs[0].GetTensorDataAsSpan<long>().ToArray();
        foreach (OrtValue input in inputs.Values) input.Dispose();
        return [.. sentences.Select((sentence, number) => sentence.Select((_, token) => _labels[labels[(number * longest) + token]]).ToArray())];
    }

    /// <summary>Frees the model.</summary>
    public void Dispose() => _session.Dispose();

    /// <summary>Adds the characters of each token as it is written: text elements of Unicode, the first 48 of a token.</summary>
    private void Spell(IReadOnlyList<IReadOnlyList<string>> sentences, int longest, Dictionary<string, OrtValue> inputs)
    {
        string[][][] spelled = [.. sentences.Select(sentence => sentence.Select(CharactersOf).ToArray())];
        int longestToken = spelled.Max(sentence => sentence.Max(token => token.Length));
        long[] ids = new long[sentences.Count * longest * longestToken], lengths = new long[sentences.Count * longest];
        for (int sentence = 0; sentence < sentences.Count; sentence++)
        {
            for (int token = 0; token < spelled[sentence].Length; token++)
            {
                int row = (sentence * longest) + token;
                lengths[row] = spelled[sentence][token].Length;
                for (int i = 0; i < lengths[row]; i++) ids[(row * longestToken) + i] = _characters.GetValueOrDefault(spelled[sentence][token][i], 0);
            }
        }

        inputs["characters"] = OrtValue.CreateTensorValueFromMemory(ids, [sentences.Count, longest, longestToken]);
        inputs["word_lengths"] = OrtValue.CreateTensorValueFromMemory(lengths, [sentences.Count, longest]);
    }

    private string[] CharactersOf(string token)
    {
        int[] starts = StringInfo.ParseCombiningCharacters(token);
        return [.. starts.Take(_mostCharacters).Select((start, i) => token[start..(i + 1 < starts.Length ? starts[i + 1] : token.Length)])];
    }

    private string Normalized(string token)
    {
        string text = _lowercase ? token.ToLowerInvariant() : token;
        return _zeroesDigits ? string.Concat(text.Select(letter => char.IsDigit(letter) ? '0' : letter)) : text;
    }

    private Dictionary<string, long> Ids(string name) => Read<string[]>(name).Select((symbol, id) => (symbol, (long)id)).ToDictionary();

    private T Read<T>(string name) => JsonSerializer.Deserialize<T>(_session.ModelMetadata.CustomMetadataMap[name])!;
}
