using System.Text.Json;

namespace Rnnctl.Fuzz.Runs;

/// <summary>What a worker tells its supervisor, a line of JSON each.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Number">The case.</param>
/// <param name="Verb">Its verb.</param>
/// <param name="Text">The finding, the case in words, or how it ended.</param>
internal sealed record WorkerLine(WorkerEvent Event, long Number, string Verb, string Text)
{
    /// <summary>The line.</summary>
    public override string ToString() => JsonSerializer.Serialize(this);

    /// <summary>Reads a line; null where it is none.</summary>
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
