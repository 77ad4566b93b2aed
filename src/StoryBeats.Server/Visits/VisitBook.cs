using StoryBeats.Outages;
using StoryBeats.Server.Http;
using StoryBeats.Visitors;

namespace StoryBeats.Server.Visits;

/// <summary>Says of each photo who sends it, as far as it matters for what is learned.</summary>
internal sealed class VisitBook(ProfileCookie cookie, IVisitorRecords records, CountedVisits counted)
{
    /// <summary>The profile of the request's cookie, or null. One that was forgotten stays so, whoever has kept a copy of its cookie.</summary>
    public async ValueTask<Profile?> FindProfileAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (cookie.Read(context) is not { } profile)
            return null;
        if (!await records.IsForgottenAsync(profile.Visitor, cancellationToken))
            return profile;

        cookie.Clear(context);
        return null;
    }

    /// <summary>The visit that a photo opens: that of the cookie's profile, else one of nobody known.</summary>
    public async ValueTask<Visit> OpenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        Profile? found;
        try
        {
            // The cookie is a browser's; a page elsewhere has no business with it.
            found = CrossSiteGuard.IsCrossSite(context.Request) ? null : await FindProfileAsync(context, cancellationToken);
        }
        catch (Exception fault) when (StorageAwayException.Explains(fault))
        {
            // Whether the profile was forgotten cannot be told: the photo is nobody's.
            return new Visit { CountsForOthers = false };
        }

        if (found is not { } profile)
            return new Visit { CountsForOthers = counted.Take(ClientAddress.Of(context)) };

        cookie.Write(context, profile);
        // However many photos it sends, a profile is one voter.
        return new Visit { Visitor = profile.Visitor, CountsForOthers = profile.Counts };
    }

    /// <summary>Takes a visit back whose photo brought no songs: nothing can be said about it.</summary>
    public void Return(HttpContext context, Visit visit)
    {
        if (visit is { Visitor: null, CountsForOthers: true })
            counted.Return(ClientAddress.Of(context));
    }

    /// <summary>Makes a profile; it takes one of the client's voices of that day.</summary>
    public Profile Remember(HttpContext context)
    {
        var profile = new Profile(VisitorId.New(), counted.Take(ClientAddress.Of(context)));
        cookie.Write(context, profile);
        return profile;
    }

    /// <summary>Hands a session's voice on to the profile that it was taken into.</summary>
    public void HandOn(HttpContext context, Profile profile, Visit session)
    {
        if (session is { Visitor: null, CountsForOthers: true } && !profile.Counts)
            cookie.Write(context, profile with { Counts = true });
    }
}
