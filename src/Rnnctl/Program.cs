using Rnnctl.CommandLine;
using Rnnctl.Terminal;

return new Application(ToolConsole.ForProcess()).Run(args);
