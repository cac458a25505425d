using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Runs.Train;

/// <summary>The labels of a training corpus as a new model is to learn them: <c>--scheme</c>.</summary>
internal static class TrainingLabels
{
    /// <summary>The configuration with the scheme of the corpus, and the corpus with its labels in the scheme that was asked for; says what it found.</summary>
    /// <exception cref="InputException">The labels are in no scheme and so cannot be converted.</exception>
    public static (ModelConfiguration Configuration, LabelledCorpus Learnt) InScheme(ModelConfiguration options, LabelledCorpus train, ToolConsole console)
    {
        LabelScheme wanted = options.Text.Scheme;
        if (wanted == LabelScheme.Keep) return (options, train);
        SchemeFinding found = SchemeDetector.Detect(train);
        if (found.Scheme == LabelScheme.Keep)
            throw new InputException($"--scheme {Choice.NameOf(wanted)}: the labels of --train mark no spans: {found.Reason}", "leave --scheme out");
        string name = Choice.NameOf(found.Scheme);
        console.Note($"labels: {name}, learnt as {Choice.NameOf(wanted)}, given back as {name}");
        if (found.Strays > 0)
            console.Warn($"{Plural.Of(found.Strays, "label")} not well formed in {name}, read as conlleval does; the first is {found.FirstStray}");
        return (options with { Text = options.Text with { OutputScheme = found.Scheme } }, SpanConverter.Convert(train, wanted));
    }
}
