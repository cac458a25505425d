// Labels sentences by a tagger that rnnctl exported:
//   echo "arrive Taipei on November 2nd" | dotnet run --project examples/onnx -- slots.onnx
using var tagger = new OnnxTagger(args[0]);
while (Console.ReadLine() is { } line)
{
    string[] tokens = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    Console.WriteLine($"{line}\t{string.Join(' ', tagger.Tag(tokens))}");
}
