using System.Globalization;
using Rnnctl.Inference.Configurations;
using Rnnctl.Mpi;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Loop;

namespace Rnnctl.Verbs.Train;

/// <summary>
/// The processes that train a model together. Each reads the files by itself; then all meet, and from there on they run in step. The process with rank 0 speaks
/// for all: an error that all have, or that one has before they meet, is its to tell. An error of one process alone ends the others by force.
/// </summary>
internal sealed class ProcessGroup
{
    private const char Separator = '\0';

    // The launcher forwards what a process has written, but not all launchers do after they are told to end it.
    private static readonly TimeSpan TimeToForward = TimeSpan.FromMilliseconds(300);

    private readonly Communicator _communicator;
    private readonly ToolConsole _console;

    // The same for all: the fewest that a process can have for its own.
    private readonly int _processors;
    private bool _haveMet;

    private ProcessGroup(Communicator communicator, ToolConsole console, CancellationToken cancellation)
    {
        (_communicator, _console) = (communicator, console);
        Workers = new WorkerGroup(communicator, cancellation);
        Span<int> processors = stackalloc int[communicator.Size];
        communicator.AllGather(Math.Max(1, Environment.ProcessorCount / communicator.HostSize), processors);
        _processors = processors[0];
        foreach (int share in processors) _processors = Math.Min(_processors, share);
        console.IsSilent = !IsFirst;
    }

    /// <summary>What shares the updates. Only the thread that trains may use it.</summary>
    public WorkerGroup Workers { get; }

    /// <summary>Whether this process speaks for all and writes the model.</summary>
    public bool IsFirst => _communicator.Rank == 0;

    /// <summary>Whether an MPI launcher has started this process with others.</summary>
    public static bool IsLaunched => LaunchedProcess.Find(Environment.GetEnvironmentVariable) is not null;

    /// <summary>Trains alone, or with the other processes that an MPI launcher has started. Returns the exit code.</summary>
    /// <param name="isAsked">Whether the user asks for MPI, so that it is used where no launcher is recognised.</param>
    /// <param name="console">What other processes than the first say nothing on.</param>
    /// <param name="train">The run of this process; of null if it is alone.</param>
    /// <param name="cancellation">Asks this process to stop.</param>
    /// <exception cref="InputException">There is no MPI library for the launcher.</exception>
    public static int Run(bool isAsked, ToolConsole console, Func<ProcessGroup?, int> train, CancellationToken cancellation)
    {
        var launched = LaunchedProcess.Find(Environment.GetEnvironmentVariable);
        if (launched is null && !isAsked) return train(null);
        console.IsSilent = launched is { Rank: > 0 };
        return new ProcessGroup(Start(launched), console, cancellation).Run(train);
    }

    /// <summary>Fits a request to this process: its share of the processors and GPUs of its host.</summary>
    public TrainRequest Adapt(TrainRequest request)
    {
        int threads = request.Compute.AreThreadsGiven ? request.Compute.Threads : _processors;
        int? processes = _communicator.Size > 1 ? _communicator.Size : null;
        return request with
        {
            Json = request.Json && IsFirst,
            Compute = request.Compute with { HostRank = _communicator.HostRank, Threads = threads },
            Configure = configuration =>
            {
                ModelConfiguration given = request.Configure(configuration);
                return given with { Training = given.Training with { Threads = threads, Processes = processes } };
            },
        };
    }

    /// <summary>Waits until every process is ready to train.</summary>
    /// <param name="learner">What trains: it must be the same for all.</param>
    /// <param name="output">The model's directory, likewise.</param>
    /// <exception cref="FailureException">A process has failed, or is to train something else; all processes throw this.</exception>
    public void Meet(ILearner learner, string output)
    {
        Meet(own: null);
        RequireSame("--output is not the directory", output);
        RequireSame("--threads is not the number", $"{learner.Model.Backend.Threads}");
        RequireSame("--train has not the sentences", learner.CorpusDigest);
        RequireSame("the options are not those", learner.Model.Configuration.ToJson().ToJsonString());
    }

    private void RequireSame(string message, string own)
    {
        string[] all = _communicator.AllGather(own);
        int other = Array.FindIndex(all, one => one != all[0]);
        if (other < 0) return;
        const string Hint = "processes of one mpirun train one model together; unset OMPI_COMM_WORLD_SIZE or PMI_SIZE for runs of their own";
        throw new FailureException(new Failure(ExitCode.BadInput, $"rank {other}: {message} of rank 0", Hint, ""));
    }

    private static Communicator Start(LaunchedProcess? launched)
    {
        try
        {
            return Communicator.Start(launched);
        }
        catch (MpiException failure)
        {
            throw new InputException(failure.Message, failure.Hint);
        }
    }

    private int Run(Func<ProcessGroup?, int> train)
    {
        try
        {
            return train(this);
        }
        catch (Exception exception) when (!_haveMet)
        {
            Meet(Failure.Of(exception));
            throw;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or DivergenceException or FailureException))
        {
            End(Failure.Of(exception));
            throw;
        }
        finally
        {
            Workers.Dispose();
            _communicator.Dispose();
        }
    }

    /// <summary>Tells each other who has failed.</summary>
    /// <param name="own">The failure of this process; null where it is ready.</param>
    /// <exception cref="FailureException">One has failed.</exception>
    private void Meet(Failure? own)
    {
        _haveMet = true;
        string[] reports = _communicator.AllGather(own is null ? "" : string.Join(Separator, own.Code, own.Message, own.Hint, own.Trace));
        int rank = Array.FindIndex(reports, report => report.Length > 0);
        if (rank < 0) return;
        string[] parts = reports[rank].Split(Separator);
        bool isShared = reports.All(report => report.Length > 0 && report.Split(Separator)[1] == parts[1]);
        string? message = parts[1].Length == 0 ? null : isShared ? parts[1] : $"rank {rank}: {parts[1]}";
        string? hint = parts[2].Length == 0 ? null : parts[2];
        throw new FailureException(new Failure(int.Parse(parts[0], CultureInfo.InvariantCulture), message, hint, parts[3]));
    }

    /// <summary>Ends all processes, since the others wait for this one and cannot be told otherwise.</summary>
    private void End(Failure failure)
    {
        _console.IsSilent = false;
        (failure with { Message = $"rank {_communicator.Rank}: {failure.Message}" }).Report(_console);
        Thread.Sleep(TimeToForward);
        _communicator.Abort(failure.Code);
    }
}
