// Prints the perplexity of n-gram counts on a text, for n from 1 to 5:
//   dotnet run examples/language-model/ngrams.cs TRAIN TEXT
// The counts of each length are interpolated with those of the next shorter one by Witten and Bell (1991):
//   p(w | h) = (c(h w) + t(h) p(w | h')) / (c(h) + t(h))
// where h is the n - 1 words before w, h' is h without its first word, c counts occurrences and t(h) is the number of different words that followed h.
// The shortest history is followed by a uniform distribution over the words of TRAIN and the end of a sentence.
#:property PublishAot=false

using System.Globalization;

const int Longest = 5;

if (args is not [var train, var text])
{
    Console.Error.WriteLine("usage: dotnet run examples/language-model/ngrams.cs TRAIN TEXT");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
for (int length = 1; length <= Longest; length++)
{
    var model = new Ngrams(length);
    foreach (string line in File.ReadLines(train)) model.Count(line);
    Console.WriteLine($"{length}-gram   {model.Perplexity(File.ReadLines(text)):F2}");
}

return 0;

/// <summary>Counts of word sequences of up to a length.</summary>
internal sealed class Ngrams(int length)
{
    private const string Begin = "<s>", End = "</s>";

    private readonly Dictionary<string, int> _followed = [], _followers = [], _sequences = [];
    private readonly HashSet<string> _words = [End];

    /// <summary>Counts the sequences of a sentence.</summary>
    public void Count(string sentence)
    {
        string[] words = Framed(sentence);
        for (int place = length - 1; place < words.Length; place++)
        {
            _words.Add(words[place]);
            for (int history = 0; history < length; history++) Add(History(words, place, history), words[place]);
        }
    }

    /// <summary>exp of the mean of -log p over all words and ends of sentences.</summary>
    public double Perplexity(IEnumerable<string> sentences)
    {
        double surprisal = 0;
        int predictions = 0;
        foreach (string[] words in sentences.Select(Framed))
        {
            for (int place = length - 1; place < words.Length; place++, predictions++) surprisal -= Math.Log(Probability(words, place));
        }

        return Math.Exp(surprisal / predictions);
    }

    private double Probability(string[] words, int place)
    {
        double p = 1.0 / _words.Count;
        for (int history = 0; history < length; history++)
        {
            string h = History(words, place, history);
            if (!_followed.TryGetValue(h, out int c)) break;
            int t = _followers[h];
            p = (_sequences.GetValueOrDefault($"{h} {words[place]}") + (t * p)) / (c + t);
        }

        return p;
    }

    private void Add(string history, string word)
    {
        string sequence = $"{history} {word}";
        if (!_sequences.ContainsKey(sequence)) _followers[history] = _followers.GetValueOrDefault(history) + 1;
        _sequences[sequence] = _sequences.GetValueOrDefault(sequence) + 1;
        _followed[history] = _followed.GetValueOrDefault(history) + 1;
    }

    private static string History(string[] words, int place, int history) => string.Join(' ', words, place - history, history);

    private string[] Framed(string sentence) => [.. Enumerable.Repeat(Begin, length - 1), .. sentence.Split(' '), End];
}
