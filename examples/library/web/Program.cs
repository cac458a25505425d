using Rnnctl.Inference.Library;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);

// Opened once: requests call the models side by side, each on its own thread.
using var tagger = Tagger.Open(builder.Configuration["tagger"] ?? "slots");
using var translator = Translator.Open(builder.Configuration["translator"] ?? "reverse");

WebApplication app = builder.Build();
RouteGroupBuilder api = app.MapGroup("/").AddEndpointFilter(async (call, next) =>
{
    try
    {
        return await next(call);
    }
    catch (ArgumentException mistake)
    {
        return Results.BadRequest(mistake.Message);
    }
});

api.MapPost("/tag", (TagRequest request, CancellationToken aborted) => tagger.TagWithProbabilities(request.Tokens, aborted));
api.MapPost("/translate", (TranslateRequest request, CancellationToken aborted) =>
    translator.Translate(request.Text, new TranslationOptions { Beam = request.Beam ?? 5 }, aborted));
app.Run();

internal sealed record TagRequest(string[] Tokens);

internal sealed record TranslateRequest(string Text, int? Beam);
