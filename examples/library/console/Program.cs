using Rnnctl.Inference.Library;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: console MODEL TOKEN...");
    return 2;
}

try
{
    using var tagger = Tagger.Open(args[0]);
    foreach (TaggedToken one in tagger.TagWithProbabilities(args[1..]))
        Console.WriteLine($"{one.Token}\t{one.Label}\t{one.Probability:F4}");
    return 0;
}
catch (ModelException mistake)
{
    Console.Error.WriteLine($"error: {mistake.Message}");
    return 2;
}
