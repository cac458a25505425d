namespace Rnnctl.Fuzz.Cases;

/// <summary>A valid command line that cases start from. Seed files named in it are copied to the folder of the case.</summary>
/// <param name="Words">The words, beginning with the verb.</param>
/// <param name="Input">The seed file for standard input, or null.</param>
/// <param name="Further">More seed files, which no word names.</param>
internal sealed record Scenario(IReadOnlyList<string> Words, string? Input, IReadOnlyList<string> Further)
{
    private const string Tiny = "--hidden 2 --embedding 2 --epochs 1 --batch-size 2 --threads 1 --output out";

    public string Verb => Words[0];

    /// <summary>Scenarios for every verb and every kind of file that a verb reads.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Of($"train --train tagging.conll --format conll {Tiny}"),
        Of($"train --train tagging.conll --format conll --features 2 --feature-embedding 2 {Tiny}"),
        Of($"train --train tagging.conllu --format conllu --valid tagging.conllu {Tiny}"),
        Of($"train --train tagging.conllu --column feats --features upos --feature-embedding 2 {Tiny}"),
        Of($"train --train tagging.slash --format slash --char-cell cnn --char-hidden 2 --char-embedding 2 {Tiny}"),
        Of($"train --train tagging.csv --format csv --valid tagging.csv --json {Tiny}"),
        Of($"train --train tagging.tsv --valid tagging.tsv --scheme iobes --crf {Tiny}"),
        Of($"train --train seq.in seq.out --format parallel {Tiny}"),
        Of($"train --train seq.in seq.out --valid tagging.tsv --min-count 1 {Tiny}"),
        Of($"train --train tagging.tsv --pretrained vectors.txt {Tiny}"),
        Of($"train --train tagging.tsv --pretrained vectors.txt.gz --freeze-embeddings {Tiny}"),
        Of($"train --train tagging.tsv --pretrained word2vec.txt --lowercase {Tiny}"),
        Of($"train --task translate --train source.txt target.txt --valid source.txt target.txt {Tiny}"),
        Of($"train --task translate --train pairs.tsv --attention additive --input-feeding --json {Tiny}"),
        Of($"train --task translate --train pairs.tsv --src-vocab vocabulary --tgt-vocab vocabulary --joint-vocabulary {Tiny}"),
        Of($"train --task lm --train source.txt --valid target.txt {Tiny}"),
        Of($"train --task lm --train source.txt --direction forward --tie-embeddings --bptt 3 --json {Tiny}"),
        Of("train --config train.yaml --epochs 1 --threads 1", further: "tagging.tsv"),
        Of("train --config train.json --epochs 1 --threads 1", further: "source.txt target.txt"),
        Of("train --train tagging.tsv --valid tagging.tsv --output tagger --resume --epochs 2 --threads 1"),
        Of("train --train tagging.tsv --output tagger --overwrite --hidden 2 --embedding 2 --epochs 1 --threads 1"),
        Of("train --task translate --train source.txt target.txt --valid source.txt target.txt --output translator --resume --epochs 2 --threads 1"),
        Of("train --task lm --train source.txt --valid target.txt --output language --resume --epochs 2 --threads 1"),
        Of("eval tagger tagging.tsv --confusion --json --threads 1"),
        Of("eval characters tagging.conll --threads 1"),
        Of("eval tagger tagging.tsv --predictions tagging.tsv --json --threads 1"),
        Of("eval translator source.txt target.txt --beam 2 --max-length 8 --json --threads 1"),
        Of("eval segments pairs.tsv --max-length 8 --threads 1"),
        Of("eval translator source.txt target.txt --predictions target.txt --tokenize none --threads 1"),
        Of("eval language lines.txt --json --threads 1"),
        Of("tag tagger lines.txt --threads 1"),
        Of("tag tagger --output-format json --probabilities --threads 1", input: "lines.txt"),
        Of("tag tagger tagging.slash --format slash --output-format labels --threads 1"),
        Of("tag characters tagging.conll --format conll --nbest 3 --threads 1"),
        Of("tag tagger tagging.conllu --format conllu --output-format conll --threads 1"),
        Of("translate translator source.txt --beam 3 --max-length 8 --nbest 2 --alignments --json --threads 1"),
        Of("translate translator --max-length 8 --attention-svg pictures --replace-unknown --threads 1", input: "lines.txt"),
        Of("translate segments source.txt --max-length 8 --sample --top-k 2 --threads 1"),
        Of("translate translator source.txt --ensemble translator --max-length 8 --threads 1"),
        Of("sample language --count 3 --max-length 8 --threads 1"),
        Of("sample language --prompt a --max-length 8 --temperature 0.5 --top-k 2 --top-p 0.9 --threads 1"),
        Of("vocab source.txt target.txt --output out --json"),
        Of("vocab lines.txt --bpe 5 --lowercase --output out"),
        Of("vocab source.txt --bpe 3 --output vocabulary --overwrite"),
        Of("gradcheck --model tagger --cell elman --json"),
        Of("gradcheck --model tagger"),
        Of("gradcheck --model translator"),
        Of("gradcheck --config gradcheck.yaml --cell elman"),
        Of("gradcheck --config train.json --cell elman"),
        Of("inspect tagger --json"),
        Of("inspect characters"),
        Of("inspect segments --json"),
        Of("inspect language"),
        Of("plot tagger --output out.svg"),
        Of("plot tagger translator --output out.svg"),
        Of("plot tagger --output -"),
        Of("plot table.csv --y-label loss --output out.svg"),
        Of("gradflow tagger tagging.tsv --json --csv out.csv --svg out.svg --threads 1"),
        Of("gradflow characters tagging.conll --threads 1"),
        Of("gradflow tagger --steps 4 --sequences 2 --svg out.svg --threads 1"),
        Of("gradflow --cell elman --hidden 2 --steps 4 --sequences 2 --json --threads 1"),
        Of("gradflow --linear 0.5 1.1 --steps 4 --svg out.svg --threads 1"),
        Of("landscape tagger tagging.tsv --points 3 --json --csv out.csv --svg out.svg --threads 1"),
        Of("landscape tagger tagging.tsv --points 3 --weights output.weight[0,0] output.bias[0] --svg out.svg --threads 1"),
        Of("bench --cell elman --hidden 2 --batch 1 --steps 2 --seconds 0.001 --json --threads 1"),
        Of("devices --json"),
    ];

    private static Scenario Of(string words, string? input = null, string further = "") =>
        new(words.Split(' '), input, further.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
