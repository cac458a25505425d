using System.Globalization;
using Rnnctl.Compute.Devices;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.Tagging;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Distillation;

namespace Rnnctl.Verbs.Train;

/// <summary>
/// The trained taggers from which a new one learns beside the gold labels: <c>--teacher</c>. They label the training corpus once, before training, and are not
/// needed until a run goes on, which labels it again.
/// </summary>
internal sealed class TrainingTeachers : IDisposable
{
    private const string Option = "--teacher";
    private const string Rule = "a teacher knows the labels that are learnt, and no others";

    private readonly List<ModelDirectory> _directories = [];

    private TrainingTeachers()
    {
    }

    /// <summary>Opens the teachers of a new run, or of a run that goes on; null for none.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="stored">The run that goes on, or null.</param>
    /// <exception cref="InputException">One is no tagger, damaged or in the directory of the student; or a run that goes on would have others than
    /// before.</exception>
    public static TrainingTeachers? Open(TrainRequest request, ModelDirectory? stored)
    {
        WeightsSource[]? before = stored is null ? null : [.. StoredIn(stored)];
        if (before is not null && request.Teachers.Count > 0 && request.Teachers.Count != before.Length) throw Resumption.Changed(Option);
        IReadOnlyList<string> paths = before is null || request.Teachers.Count > 0 ? request.Teachers : [.. before.Select(teacher => teacher.Path)];
        if (paths.Count == 0) return null;
        var teachers = new TrainingTeachers();
        try
        {
            foreach (string path in paths) teachers._directories.Add(Open(path, request.Output));
            if (before is not null) teachers.RequireSame(before);
            return teachers;
        }
        catch
        {
            teachers.Dispose();
            throw;
        }
    }

    /// <summary>Adds the teachers, if there are any, and their weight to a configuration.</summary>
    /// <exception cref="InputException">The student has a conditional random field, and the gold labels have no weight.</exception>
    public static ModelConfiguration Describe(ModelConfiguration asked, TrainingTeachers? teachers)
    {
        if (teachers is null) return asked;
        TrainingConfiguration training = asked.Training with
        {
            Teachers = teachers._directories.Index().ToDictionary(
                one => KeyOf(one.Index), one => new WeightsSource { Path = one.Item.Path, Sha256 = one.Item.Weights.Sha256() }),
            TeacherWeight = asked.Training.TeacherWeight ?? TrainingConfiguration.UsualTeacherWeight,
        };
        if (asked.Architecture.Crf && training.TeacherWeight == 1)
            throw new InputException("--teacher-weight 1 and --crf exclude each other", "a random field's transitions learn from the gold labels alone");
        return asked with { Training = training };
    }

    /// <summary>Lets the teachers label the training corpus, and frees them. The distributions are the mean of theirs.</summary>
    /// <param name="train">The training corpus.</param>
    /// <param name="corpus">The corpus as the student reads it.</param>
    /// <param name="student">The student.</param>
    /// <param name="console">Where a note goes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InputException">A teacher knows other labels, or cannot read the corpus.</exception>
    public LabelDistributions Label(
        TrainingSentences train, ISentenceSource<EncodedCorpus> corpus, TaggerModel student, ToolConsole console, CancellationToken cancellation)
    {
        var teachers = new List<TaggerTeacher>();
        try
        {
            foreach (ModelDirectory directory in _directories) teachers.Add(Load(directory, train, student));
            LabelDistributions labelled = TaggerTeacher.Label(teachers, corpus, train.Sentences, student.Labels.Count, cancellation);
            string weight = string.Create(CultureInfo.InvariantCulture, $"{student.Configuration.Training.TeacherWeight} of the loss");
            console.Note($"teachers: {Plural.Of(teachers.Count, "tagger")}, {weight}, {ByteCount.Text(labelled.Bytes)} of their probabilities in memory");
            return labelled;
        }
        finally
        {
            foreach (TaggerTeacher teacher in teachers) teacher.Dispose();
            Dispose();
        }
    }

    /// <summary>Closes the teachers' files.</summary>
    public void Dispose()
    {
        foreach (ModelDirectory directory in _directories) directory.Dispose();
    }

    private static string KeyOf(int place) => string.Create(CultureInfo.InvariantCulture, $"{place + 1}");

    /// <summary>The teachers of a run that goes on, in order.</summary>
    private static IEnumerable<WeightsSource> StoredIn(ModelDirectory stored)
    {
        IReadOnlyDictionary<string, WeightsSource> teachers = stored.Configuration.Training.Teachers ?? new Dictionary<string, WeightsSource>();
        for (int place = 0; place < teachers.Count; place++)
        {
            if (!teachers.TryGetValue(KeyOf(place), out WeightsSource? teacher))
                throw new InputException($"{Path.Combine(stored.Path, ModelFiles.Configuration)}: the key training.teachers.{KeyOf(place)} is missing");
            yield return teacher;
        }
    }

    private static ModelDirectory Open(string path, string output)
    {
        if (ResolvedPath.IsSameOrInside(path, output))
            throw new InputException($"{Option} {path}: it is in the directory of --output", "give the new model another directory");
        ModelDirectory directory;
        try
        {
            directory = ModelDirectory.Open(path);
        }
        catch (InputException failure)
        {
            throw new InputException($"{Option}: {failure.Message}", failure.Hint);
        }

        try
        {
            TaggerModel.ReadConfiguration(directory);
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Requires the teachers to be those of the run that goes on, wherever they are.</summary>
    private void RequireSame(WeightsSource[] before)
    {
        foreach ((ModelDirectory directory, WeightsSource source) in _directories.Zip(before))
        {
            if (directory.Weights.Sha256() == source.Sha256) continue;
            throw new InputException(
                $"{Option}: {directory.Path} is not the model that the run learnt from, whose weights have the SHA-256 {source.Sha256}",
                "give the old teachers, or start anew with --overwrite");
        }
    }

    private static TaggerTeacher Load(ModelDirectory directory, TrainingSentences train, TaggerModel student)
    {
        TaggerModel model = TaggerModel.Load(directory, student.Backend);
        try
        {
            Require(directory.Path, model, student);
            return new TaggerTeacher(model, train.EncodedFor(model, student.Configuration.Text), student.Labels);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void Require(string path, TaggerModel model, TaggerModel student)
    {
        Vocabulary known = model.Labels, learnt = student.Labels;
        if (learnt.Symbols.FirstOrDefault(label => !known.Has(label)) is { } missing)
            throw new InputException($"{Option}: {path} does not know the label '{missing}': {Rule}");
        if (known.Symbols.FirstOrDefault(label => !learnt.Has(label)) is { } stranger)
            throw new InputException($"{Option}: the label '{stranger}' of {path} is not learnt: {Rule}");
        (string features, string given) = (model.Configuration.Text.Features, student.Configuration.Text.Features);
        if (features != given)
            throw new InputException($"{Option}: {path} reads {Described(features)}, and the new tagger {Described(given)}: a teacher reads the same");
        if (model.Contextual is not null && student.Configuration.Training.Stream)
            throw new InputException($"{Option}: {path} reads language models, and so excludes --stream");
    }

    private static string Described(string features) => features.Length == 0 ? "no features" : $"the features {features}";
}
