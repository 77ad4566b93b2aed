using StoryBeats.Server.Http;
using StoryBeats.Server.Spotify;
using StoryBeats.Server.Visits;
using StoryBeats.Server.Wire;
using StoryBeats.Visitors;

namespace StoryBeats.Server.Endpoints;

/// <summary>v2: a visitor who wishes to be remembered, and to be forgotten.</summary>
internal static class ProfileEndpoints
{
    private const string Path = "/api/v2/profile";
    private const string NoProfile = "There is no profile: nothing is kept beyond single sessions. POST to this address makes one.";

    public static void MapProfile(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, RememberAsync)
            .WithTags("v2")
            .WithSummary("Remembers this visitor from now on")
            .WithDescription("Sets a signed cookie with a random name and nothing else in it. Photos sent with it, and what is said about their songs, belong together.")
            .AddEndpointFilter<CrossSiteGuard>()
            .LimitedAs(LimitedCall.Records)
            .Produces<ProfileResponse>()
            .Produces<ProfileResponse>(StatusCodes.Status201Created)
            .ProducesErrors(403, 429);
        routes.MapGet(Path, SeeAsync)
            .WithTags("v2")
            .WithSummary("All that is kept of this visitor")
            .AddEndpointFilter<CrossSiteGuard>()
            .LimitedAs(LimitedCall.Records)
            .Produces<ProfileResponse>()
            .ProducesErrors(403, 404, 429);
        routes.MapPut(Path + "/sessions/{id}", AdoptAsync)
            .WithTags("v2")
            .AddEndpointFilter<CrossSiteGuard>()
            .WithSummary("Takes a session into this visitor's profile")
            .WithDescription("For the photo that was sent before there was a profile: what was said about its songs belongs to the profile from now on.")
            .LimitedAs(LimitedCall.Records)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesErrors(403, 404, 429);
        routes.MapDelete(Path, ForgetAsync)
            .WithTags("v2")
            .WithSummary("Deletes all that is kept of this visitor, and the cookie")
            .AddEndpointFilter<CrossSiteGuard>()
            .LimitedAs(LimitedCall.Records)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesErrors(403, 404, 429);
    }

    private static async Task<IResult> RememberAsync(
        HttpContext context, ProfileCookie cookie, VisitBook visits, IVisitorRecords records, TimeProvider clock, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await visits.FindProfileAsync(context, cancellationToken) is not { } known)
            return TypedResults.Created(Path, ProfileResponse.From(visits.Remember(context).Visitor, [], clock.GetUtcNow()));

        cookie.Write(context, known);
        return TypedResults.Ok(ProfileResponse.From(known.Visitor, await records.OfVisitorAsync(known.Visitor, cancellationToken), clock.GetUtcNow()));
    }

    private static async Task<IResult> SeeAsync(
        HttpContext context, VisitBook visits, IVisitorRecords records, TimeProvider clock, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await visits.FindProfileAsync(context, cancellationToken) is { } profile
            ? TypedResults.Ok(ProfileResponse.From(profile.Visitor, await records.OfVisitorAsync(profile.Visitor, cancellationToken), clock.GetUtcNow()))
            : ApiErrors.Result(context, StatusCodes.Status404NotFound, NoProfile);
    }

    private static async Task<IResult> AdoptAsync(
        HttpContext context, string id, VisitBook visits, IVisitorRecords records, CancellationToken cancellationToken)
    {
        if (await visits.FindProfileAsync(context, cancellationToken) is not { } profile)
            return ApiErrors.Result(context, StatusCodes.Status404NotFound, NoProfile);

        if (SessionField.Parse(id) is not { } session || await records.AdoptAsync(profile.Visitor, session, cancellationToken) is not { } visit)
            return ApiErrors.Result(context, StatusCodes.Status404NotFound, "There is no such session, or it is another profile's.");

        visits.HandOn(context, profile, visit);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ForgetAsync(
        HttpContext context, ProfileCookie cookie, VisitBook visits, SpotifyConnection spotify, IVisitorRecords records, CancellationToken cancellationToken)
    {
        if (await visits.FindProfileAsync(context, cancellationToken) is not { } profile)
            return ApiErrors.Result(context, StatusCodes.Status404NotFound, NoProfile);

        await spotify.ForgetAsync(context, cancellationToken);
        // The cookie last: while anything is kept, its visitor can ask again.
        await records.ForgetAsync(profile.Visitor, cancellationToken);
        cookie.Clear(context);
        return TypedResults.NoContent();
    }
}
