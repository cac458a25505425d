using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rnnctl.Tests.Browsers;

/// <summary>
/// Chromium without a window, driven by its DevTools protocol over its descriptors 3 and 4: messages in JSON, each ended by a zero byte. It has one tab.
/// </summary>
internal sealed class HeadlessChromium : IDisposable
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _profile = new();
    private readonly List<string> _complaints = [];
    private readonly Process _process;
    private readonly Stream _answers;
    private readonly Timer _end;
    private readonly string _session;
    private int _calls;

    public HeadlessChromium()
    {
        string options = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
            + "--disable-sync --disable-default-apps --disable-extensions --disable-dev-shm-usage --remote-debugging-pipe";
        string command = $"exec '{Program}' {options} '--user-data-dir={_profile["profile"]}' about:blank 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null";
        _process = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _end = new Timer(_ => _process.Kill(entireProcessTree: true), null, LongestLife, Timeout.InfiniteTimeSpan);
        _answers = new BufferedStream(_process.StandardOutput.BaseStream);
        string tab = Call("Target.createTarget", new JsonObject { ["url"] = "about:blank" })["targetId"]!.GetValue<string>();
        _session = Call("Target.attachToTarget", new JsonObject { ["targetId"] = tab, ["flatten"] = true })["sessionId"]!.GetValue<string>();
        foreach (string domain in (string[])["Page", "Runtime", "Log"]) Call($"{domain}.enable");
    }

    /// <summary>The program, or null where it is not installed.</summary>
    public static string? Program { get; } = OperatingSystem.IsWindows() ? null : Find("chromium", "chromium-browser", "google-chrome");

    /// <summary>What the pages wrote to the console, and what the browser refused to load or to run.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Gives the window a size, and pages their colours.</summary>
    public void SetWindow(int width, int height, bool isDark)
    {
        Call("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        var scheme = new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" };
        Call("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(scheme) });
    }

    /// <summary>Opens a file, by its path, or an address, and waits until it is loaded.</summary>
    public void Open(string path)
    {
        Call("Page.navigate", new JsonObject { ["url"] = new Uri(path).AbsoluteUri });
        while (Read()["method"]?.GetValue<string>() != "Page.loadEventFired")
        {
        }
    }

    /// <summary>The value of an expression in JavaScript, as JSON.</summary>
    public JsonNode? Evaluate(string expression)
    {
        JsonNode answer = Call("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"];
    }

    public void Dispose()
    {
        _end.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _profile.Dispose();
    }

    private static string? Find(params string[] names)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private JsonNode Call(string method, JsonObject? parameters = null)
    {
        var message = new JsonObject { ["id"] = ++_calls, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session is not null) message["sessionId"] = _session;
        Stream calls = _process.StandardInput.BaseStream;
        calls.Write(Encoding.UTF8.GetBytes(message.ToJsonString() + "\0"));
        calls.Flush();
        JsonNode answer;
        do answer = Read();
        while (answer["id"]?.GetValue<int>() != _calls);
        return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer.ToJsonString()}");
    }

    private JsonNode Read()
    {
        var bytes = new MemoryStream();
        int next;
        while ((next = _answers.ReadByte()) > 0) bytes.WriteByte((byte)next);
        if (next < 0) throw new EndOfStreamException("Chromium has ended");
        JsonNode message = JsonSerializer.Deserialize<JsonNode>(bytes.ToArray())!;
        if (message["method"]?.GetValue<string>() is "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded")
            _complaints.Add(message["params"]!.ToJsonString());
        return message;
    }
}
