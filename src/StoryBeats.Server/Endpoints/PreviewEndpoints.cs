using StoryBeats.Providers.Previews;
using StoryBeats.Server.Http;
using StoryBeats.Server.Wire;
using StoryBeats.Sessions;

namespace StoryBeats.Server.Endpoints;

/// <summary>v2: half a minute of each song that a session has shown, and its cover, once they are found.</summary>
internal static class PreviewEndpoints
{
    // A page asks again for what takes longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapPreviews(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v2/sessions/{id}/previews", SeeAsync)
            .WithTags("v2")
            .WithSummary("What there is to hear and see of the songs that a session has shown")
            .WithDescription("From Deezer, else from iTunes. Waits up to three seconds for what is still looked for.")
            .LimitedAs(LimitedCall.Implicit)
            .Produces<PreviewsResponse>()
            .ProducesErrors(404, 429);

    private static async Task<IResult> SeeAsync(HttpContext context, string id, ISessionStore sessions, PreviewBook previews, CancellationToken cancellationToken)
    {
        if (SessionField.Parse(id) is not { } session || await sessions.FindAsync(session, cancellationToken) is not { } found)
            return SessionField.NotFound(context);

        context.Response.Headers.CacheControl = "no-store";
        var shown = found.Ranked.Take(found.Shown).Select(song => song.Track).ToList();
        var lookups = await previews.WaitAsync(shown, Patience, cancellationToken);
        return TypedResults.Ok(new PreviewsResponse([.. lookups.Select(lookup => PreviewResponse.From(lookup.Key, lookup.Value))]));
    }
}
