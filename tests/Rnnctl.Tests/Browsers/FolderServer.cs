using System.Net;
using System.Net.Sockets;

namespace Rnnctl.Tests.Browsers;

/// <summary>Serves the files of some folders over HTTP on this machine, each name from the first folder that has it.</summary>
internal sealed class FolderServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string[] _folders;

    public FolderServer(params string[] folders)
    {
        _folders = folders;
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Where the files are.</summary>
    public Uri Address { get; }

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context = await _listener.GetContextAsync();
            using HttpListenerResponse response = context.Response;
            string name = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath).TrimStart('/');
            string? file = _folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
            if (file is null)
            {
                response.StatusCode = (int)HttpStatusCode.NotFound;
                continue;
            }

            response.ContentType = Path.GetExtension(file) switch
            {
                ".html" => "text/html",
                ".mjs" => "text/javascript",
                ".wasm" => "application/wasm",
                _ => "application/octet-stream",
            };
            response.OutputStream.Write(await File.ReadAllBytesAsync(file));
        }
    }
}
