using System.Text;

namespace Rnnctl.Fuzz.Mutations;

/// <summary>Removes, swaps, duplicates or joins lines.</summary>
internal static class LineMutation
{
    /// <summary>Makes one change.</summary>
    public static byte[] Change(byte[] content, Random random)
    {
        // Latin-1 preserves every byte.
        List<string> lines = [.. Encoding.Latin1.GetString(content).Split('\n')];
        int first = random.Next(lines.Count);
        int second = random.Next(lines.Count);
        switch (random.Next(4))
        {
            case 0:
                lines.RemoveAt(first);
                break;
            case 1:
                (lines[first], lines[second]) = (lines[second], lines[first]);
                break;
            case 2:
                lines.Insert(second, lines[first]);
                break;
            default:
                (lines[first], lines[second]) = (lines[first] + lines[second], "");
                break;
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }
}
