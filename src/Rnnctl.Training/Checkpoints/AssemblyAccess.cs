using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Rnnctl.Training.Tests")]
