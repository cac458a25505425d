namespace Rnnctl.Tests.CommandLine;

public class UsageMistakeTests
{
    private const string Cells =
        "elman, jordan, srn-identity, srn-linear, tdnn, lstm, lstm-peephole, lstm-coupled, gru, gru-before, mingru, minlstm";

    private static readonly string[] Train = ["train", "--train", "a", "--output", "b"];

    [Theory]
    [InlineData("--cell rnn", "--cell: unknown value 'rnn', expected one of " + Cells)]
    [InlineData("--softmax sampled:0", "--softmax: expected full|sampled:N, found 'sampled:0'")]
    [InlineData("--softmax some", "--softmax: expected full|sampled:N, found 'some'")]
    [InlineData("--task parse", "--task: unknown value 'parse', expected one of tag, translate, lm")]
    [InlineData("--format xml", "--format: unknown value 'xml', expected one of auto, conll, conllu, slash, csv, tsv, parallel")]
    [InlineData("--column pos", "--column: unknown value 'pos', expected one of upos, xpos, feats, deprel")]
    [InlineData("--optimizer Adam", "--optimizer: unknown value 'Adam', expected one of sgd, momentum, adagrad, rmsprop, adam, adamw")]
    [InlineData("--schedule linear", "--schedule: unknown value 'linear', expected one of constant, step, plateau, cosine, inverse-sqrt")]
    [InlineData("--device gpu", "--device: unknown value 'gpu', expected one of auto, cpu, cuda[:N], opencl[:N], ilgpu-cpu")]
    [InlineData("--device cpu:1", "--device: unknown value 'cpu:1', expected one of auto, cpu, cuda[:N], opencl[:N], ilgpu-cpu")]
    [InlineData("--device cuda:-1", "--device: unknown value 'cuda:-1', expected one of auto, cpu, cuda[:N], opencl[:N], ilgpu-cpu")]
    [InlineData("--hidden 0", "--hidden: expected a whole number of at least 1, found '0'")]
    [InlineData("--hidden 65537", "--hidden: expected a whole number from 1 to 65536, found '65537'")]
    [InlineData("--hidden 9999999999", "--hidden: expected a whole number from 1 to 65536, found '9999999999'")]
    [InlineData("--layers 257", "--layers: expected a whole number from 0 to 256, found '257'")]
    [InlineData("--config=", "Required argument missing for option: '--config'.")]
    [InlineData("--hidden many", "--hidden: expected a whole number of at least 1, found 'many'")]
    [InlineData("--seed 1.5", "--seed: expected a whole number of at least 0, found '1.5'")]
    [InlineData("--dropout 1", "--dropout: expected a number of at least 0 and below 1, found '1'")]
    [InlineData("--lr NaN", "--lr: expected a number above 0, found 'NaN'")]
    [InlineData("--clip-norm -1", "--clip-norm: expected a number of at least 0, found '-1'")]
    [InlineData("--char-cell tdnn", "--char-cell: unknown value 'tdnn', expected one of none, lstm, gru, elman, cnn, lstm-attention")]
    [InlineData("--char-hidden 0", "--char-hidden: expected a whole number of at least 1, found '0'")]
    [InlineData("--activation identity", "--activation: unknown value 'identity', expected one of tanh, logistic, relu")]
    [InlineData("--cell-activation sigmoid", "--cell-activation: unknown value 'sigmoid', expected one of tanh, logistic, relu, identity")]
    [InlineData("--peephole whole", "--peephole: unknown value 'whole', expected one of diagonal, full")]
    [InlineData("--window 0", "--window: expected a whole number of at least 1, found '0'")]
    [InlineData("--self-attention few", "--self-attention: expected a whole number of at least 0, found 'few'")]
    [InlineData("--hiden 3", "unknown option '--hiden', did you mean --hidden?")]
    [InlineData("--learning-rate 3", "unknown option '--learning-rate', did you mean --lr?")]
    [InlineData("--num-layers 3", "unknown option '--num-layers', did you mean --layers?")]
    [InlineData("--quantize", "unknown option '--quantize'")]
    public void Wrong_option_of_train_gives_one_line_with_what_was_expected(string options, string message) =>
        AssertRefused(message, "train", [.. Train, .. options.Split(' ')]);

    [Theory]
    [InlineData("eval m f --format xml", "--format: unknown value 'xml', expected one of auto, conll, conllu, slash, csv, tsv, parallel")]
    [InlineData("tag m --output-format xml", "--output-format: unknown value 'xml', expected one of tsv, conll, conllu, slash, json, labels")]
    [InlineData("gradcheck --cell lstm rnn", "--cell: unknown value 'rnn', expected one of " + Cells)]
    [InlineData("gradflow --cell lstm --steps 2147483647", "--steps: expected a whole number from 1 to 100000, found '2147483647'")]
    [InlineData("gradflow --cell lstm --sequences 2147483647", "--sequences: expected a whole number from 1 to 100000, found '2147483647'")]
    [InlineData("landscape m f --points 2147483647", "--points: expected a whole number from 3 to 1000, found '2147483647'")]
    [InlineData("bench --hidden 8 2147483647", "--hidden: expected a whole number from 1 to 65536, found '2147483647'")]
    [InlineData("bench --beam 100000", "--beam: expected a whole number from 1 to 1000, found '100000'")]
    [InlineData("bench --vocabulary 2147483647", "--vocabulary: expected a whole number from 4 to 10000000, found '2147483647'")]
    [InlineData("bench --steps 2147483647", "--steps: expected a whole number from 1 to 65536, found '2147483647'")]
    [InlineData("bench --batch 2147483647", "--batch: expected a whole number from 1 to 65536, found '2147483647'")]
    [InlineData("gradcheck --epsilon 0", "--epsilon: expected a number above 0, found '0'")]
    [InlineData("bench --mode backward", "--mode: unknown value 'backward', expected one of forward, train, both")]
    [InlineData("bench --hidden 8 0", "--hidden: expected a whole number of at least 1, found '0'")]
    [InlineData("vocab a --output b --bpe 0", "--bpe: expected a whole number of at least 1, found '0'")]
    [InlineData("vocab a -o b --min-count none", "--min-count: expected a whole number of at least 1, found 'none'")]
    [InlineData("vocab a", "Option '--output' is required.")]
    [InlineData("vocab --output b", "Required argument 'FILE' missing for command: 'vocab'.")]
    [InlineData("devices --jsn", "unknown option '--jsn', did you mean --json?")]
    [InlineData("devices cpu", "unexpected argument 'cpu'")]
    [InlineData("inspect m n", "unexpected argument 'n'")]
    public void Wrong_option_of_another_verb_gives_one_line_with_what_was_expected(string words, string message) =>
        AssertRefused(message, words.Split(' ')[0], words.Split(' '));

    [Theory]
    [InlineData("--quiet")]
    [InlineData("trian")]
    public void Missing_or_unknown_verb_lists_the_verbs(string word)
    {
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(word));
        Assert.Equal(2, tool.ErrorLines.Length);
        const string Verbs = "expected one of train, recipe, sweep, eval, tag, translate, score, embed, sample, vocab, gradcheck, bench, import, average, "
            + "export, devices, inspect, plot, report, gradflow, landscape, trace";
        Assert.EndsWith(Verbs, tool.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal("hint: rnnctl --help", tool.ErrorLines[1]);
    }

    [Fact]
    public void Every_missing_option_is_named()
    {
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run("train"));
        Assert.Equal(
            ["error: Option '--train' is required.", "error: Option '--output' is required.", "hint: rnnctl train --help"],
            tool.ErrorLines);
    }

    [Theory]
    [InlineData("train --train a --output b --resume --overwrite")]
    [InlineData("train --train a --output b --bidirectional --no-bidirectional")]
    [InlineData("train --train a --output b --batch-size 3 --batch-tokens 4")]
    [InlineData("gradcheck --all --model m")]
    [InlineData("gradcheck --all --cell lstm")]
    [InlineData("gradcheck --model m --hidden 3")]
    [InlineData("gradcheck --all --activation relu")]
    [InlineData("gradcheck --model m --window 3")]
    public void Options_that_exclude_each_other_are_refused(string words)
    {
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(words.Split(' ')));
        Assert.EndsWith("exclude each other", Assert.Single(tool.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train --train a --output b --residual", "residual: there is no second layer")]
    [InlineData("train --train a --output b --cell tdnn --learn-initial-state", "learn_initial_state: tdnn has no initial state to learn")]
    [InlineData("train --train a --output b --cell mingru --recurrent-dropout 0.1", "recurrent_dropout: mingru has no recurrent product to drop units from")]
    [InlineData("gradcheck --cell lstm srn-linear --recurrent-dropout 0.1", "recurrent_dropout: srn-linear has no recurrent product to drop units from")]
    [InlineData(
        "train --train a --output b --self-attention 3", "self_attention: 3 heads do not divide the 256 columns of the encoder's outputs")]
    [InlineData(
        "gradcheck --hidden 5 --no-bidirectional --self-attention 2", "self_attention: 2 heads do not divide the 5 columns of the encoder's outputs")]
    [InlineData("train --train a --output b --layers 0 --zoneout 0.1", "zoneout: there is no recurrent layer")]
    [InlineData("train --train a --output b --layers 0 --recurrent-dropout 0.1", "recurrent_dropout: there is no recurrent layer")]
    [InlineData("train --train a --output b --layers 0 --layer-norm", "layer_norm: there is no recurrent layer")]
    [InlineData("train --train a --output b --layers 0 --learn-initial-state", "learn_initial_state: there is no recurrent layer")]
    [InlineData("bench --zoneout 0.1", "zoneout: jordan has no state that zoneout could keep")]
    public void Layer_options_that_do_not_fit_the_cell_or_the_layers_are_refused(string words, string message)
    {
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(words.Split(' ')));
        Assert.Equal([$"error: options: architecture.{message}"], tool.ErrorLines);
    }

    [Theory]
    [InlineData("train --train a --output b --activation relu",
        "lstm has no option activation; it has cell-activation, output-activation, projection, cell-clip and projection-clip")]
    [InlineData("train --train a --output b --projection-clip 3", "projection-clip: there is no projection whose result it could clip")]
    [InlineData("train --train a --output b --cell gru --projection 64", "gru has no option projection; it has no options")]
    [InlineData("train --train a --output b --cell gru --peephole full", "gru has no option peephole; it has no options")]
    [InlineData("gradcheck --cell elman --window 3", "elman has no option window; it has activation")]
    [InlineData("bench --cell elman gru --activation relu", "gru has no option activation; it has no options")]
    public void Option_that_the_cell_does_not_have_is_refused_with_the_options_that_it_has(string words, string message)
    {
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(words.Split(' ')));
        Assert.Equal($"error: --cell: {message}", Assert.Single(tool.ErrorLines));
    }

    [Theory]
    [InlineData("train --train a --output b --attention dot", "--attention is of no use with --task tag")]
    [InlineData("train --task lm --train a --output b --label-smoothing 0.1", "--label-smoothing is of no use with --task lm")]
    [InlineData("train --task translate --train a b --output b --focal 2", "--focal is of no use with --task translate")]
    [InlineData("train --task lm --train a --output b --label-model 0.2", "--label-model is of no use with --task lm")]
    [InlineData("train --task translate --train a --output b --crf", "--crf is of no use with --task translate")]
    [InlineData("train --task translate --train a --output b --format conll", "--format is of no use with --task translate")]
    [InlineData("train --task translate --train a --output b --layers 0", "--layers: a translator has at least one, found 0")]
    [InlineData("train --task translate --train a --output b --layers 3 --encoder-layers 2",
        "--encoder-layers: expected at least as many as the decoder's layers, 3, found 2")]
    [InlineData("train --train a --output b --encoder-layers 2", "--encoder-layers is of no use with --task tag")]
    [InlineData("train --task translate --train a --output b --cell tdnn",
        "--decoder-cell: tdnn has no state that a decoder could carry from step to step")]
    [InlineData("train --task translate --train a --output b --hidden 7",
        "--hidden: expected an even number, half for each direction of the encoder, found 7")]
    [InlineData("train --task translate --train a --output b --projection 64", "--projection: a translator's cells have no projection")]
    [InlineData("train --task translate --train a --output b --tie-embeddings",
        "--tie-embeddings: the output layer reads 128 numbers and an embedding has 100: give both the same size")]
    [InlineData("train --task translate --train a --output b --attention-heads 2", "--attention-heads: only scaled-dot attention has several heads")]
    [InlineData("train --task translate --train a --output b --attention none --input-feeding",
        "--input-feeding: needs attention")]
    [InlineData("train --task translate --train a --output b --no-bidirectional --initial-state backward",
        "--initial-state: backward needs an encoder that runs in both directions")]
    [InlineData("train --task translate --train a --output b --attention none --initial-state zero",
        "--initial-state: zero needs attention or a context vector, else the decoder sees nothing of the source")]
    [InlineData("gradcheck --cell gru --attention dot", "--attention is of no use with --task tag")]
    [InlineData("gradcheck --cell gru --task translate --self-attention 2", "--self-attention is of no use with --task translate")]
    [InlineData("bench --task translate --hidden 4 3", "--hidden: expected an even number, half for each direction of the encoder, found 3")]
    [InlineData("bench --beam 5", "--beam is of no use with --task layers")]
    [InlineData("bench --task translate --residual", "--residual is of no use with --task translate")]
    [InlineData("train --train a --output b --softmax sampled:9", "--softmax is of no use with --task tag")]
    [InlineData("bench --direction both", "--direction is of no use with --task layers")]
    [InlineData("bench --task lm --beam 5", "--beam is of no use with --task lm")]
    [InlineData("bench --task lm --cell tdnn", "--cell: tdnn has no state that a language model could carry through the text")]
    [InlineData("gradcheck --task lm --cell tdnn", "--cell: tdnn has no state that a language model could carry through the text")]
    [InlineData("gradcheck --cell gru --direction both", "--direction is of no use with --task tag")]
    [InlineData("gradcheck --cell gru --task lm --tie-embeddings",
        "--tie-embeddings: the output layer reads 12 numbers and an embedding has 8: give both the same size")]
    public void Options_of_another_task_and_impossible_translators_are_refused(string words, string message)
    {
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(words.Split(' ')));
        Assert.Equal([$"error: {message}"], tool.ErrorLines);
    }

    private static void AssertRefused(string message, string verb, string[] words)
    {
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run(words));
        Assert.Equal([$"error: {message}", $"hint: rnnctl {verb} --help"], tool.ErrorLines);
        Assert.Empty(tool.Output);
    }
}
