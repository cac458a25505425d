using System.Text.Json;

namespace Rnnctl.Fuzz.Runs;

/// <summary>A message of a worker to its supervisor: one line of JSON.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Number">The number of the case.</param>
/// <param name="Verb">Its verb.</param>
/// <param name="Text">The finding, the command line, or the exit code.</param>
internal sealed record WorkerLine(WorkerEvent Event, long Number, string Verb, string Text)
{
    public override string ToString() => JsonSerializer.Serialize(this);

    /// <summary>Parses a line; returns null if it is not a message.</summary>
    public static WorkerLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerLine>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
