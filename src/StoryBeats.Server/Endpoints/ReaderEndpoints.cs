using StoryBeats.Server.Http;
using StoryBeats.Server.Wire;
using StoryBeats.Vision;

namespace StoryBeats.Server.Endpoints;

/// <summary>v2: who sees a photo, to know before it is sent.</summary>
internal static class ReaderEndpoints
{
    public static void MapReaders(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v2/readers", Readers)
            .WithTags("v2")
            .WithSummary("Who reads photos here")
            .WithDescription("In the order they are asked. \"local\" is this server itself; to every other the photo is sent, made small and without its metadata; hosts says where to.")
            .LimitedAs(LimitedCall.Records)
            .Produces<ReadersResponse>()
            .ProducesErrors(429);

    private static IResult Readers(VibeAnalyzerChain chain, IEnumerable<IVibeReader> readers)
    {
        var asked = readers.Where(reader => chain.Readers.Contains(reader.Name, StringComparer.Ordinal)).DistinctBy(reader => reader.Name, StringComparer.Ordinal).ToList();
        return TypedResults.Ok(new ReadersResponse(chain.Readers, Each(reader => reader.Model), Each(reader => reader.Host)));

        Dictionary<string, string> Each(Func<IVibeReader, string> what) => asked.ToDictionary(reader => reader.Name, what, StringComparer.Ordinal);
    }
}
