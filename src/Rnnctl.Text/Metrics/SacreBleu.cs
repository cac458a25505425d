namespace Rnnctl.Text.Metrics;

/// <summary>The program whose scores these are: <a href="https://github.com/mjpost/sacrebleu">sacreBLEU</a> (Post 2018).</summary>
internal static class SacreBleu
{
    /// <summary>The version that the scores were compared with, which their signatures name.</summary>
    public const string Version = "2.6.0";
}
