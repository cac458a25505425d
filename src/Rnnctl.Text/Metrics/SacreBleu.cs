namespace Rnnctl.Text.Metrics;

/// <summary>The program that defines these scores: <a href="https://github.com/mjpost/sacrebleu">sacreBLEU</a> (Post 2018).</summary>
internal static class SacreBleu
{
    /// <summary>The version that the tests compare with; signatures name it.</summary>
    public const string Version = "2.6.0";
}
