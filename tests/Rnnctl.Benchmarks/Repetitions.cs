using System.Diagnostics;

/// <summary>The times of a rival's work; the rivals' programs share it.</summary>
internal static class Repetitions
{
    private const int WarmUps = 3;
    private const int Fewest = 5;

    /// <summary>Warms up, repeats some work for some seconds, and returns the seconds of each repetition in ascending order.</summary>
    public static double[] Times(Action work, double seconds)
    {
        for (int i = 0; i < WarmUps; i++) work();
        var times = new List<double>();
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds || times.Count < Fewest)
        {
            long before = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        times.Sort();
        return [.. times];
    }
}
