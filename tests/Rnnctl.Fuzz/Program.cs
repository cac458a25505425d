using Rnnctl.Fuzz;
using Rnnctl.Fuzz.Runs;

if (FuzzSettings.Parse(args) is not { } settings)
{
    Console.Error.WriteLine(FuzzSettings.Usage);
    return 2;
}

return settings.RunFolder is { } folder ? Worker.Run(settings, folder) : Supervisor.Run(settings);
