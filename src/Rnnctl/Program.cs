using Rnnctl.CommandLine;
using Rnnctl.Terminal;

return await new Application(ToolConsole.ForProcess()).RunAsync(args);
