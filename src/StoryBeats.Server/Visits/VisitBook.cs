using System.Text;
using StoryBeats.Server.Http;
using StoryBeats.Visitors;

namespace StoryBeats.Server.Visits;

/// <summary>Says of each photo who sends it, as far as it matters for what is learned.</summary>
internal sealed class VisitBook(ProfileCookie cookie, CountedVisits counted)
{
    /// <summary>The visit that a photo opens: that of the cookie's profile, else one of nobody known.</summary>
    public Visit Open(HttpContext context)
    {
        // The cookie is a browser's; a page elsewhere has no business with it.
        if (CrossSiteGuard.IsCrossSite(context.Request) || cookie.Read(context) is not { } profile)
            return new Visit { CountsForOthers = counted.Take(ClientAddress.Of(context)) };

        cookie.Write(context, profile);
        return new Visit { Visitor = profile.Visitor, CountsForOthers = profile.Counts && counted.Take(Encoding.ASCII.GetBytes(profile.Visitor.Value)) };
    }

    /// <summary>Makes a profile; as a visit, it is one of the client's of that day.</summary>
    public Profile Remember(HttpContext context)
    {
        var profile = new Profile(VisitorId.New(), counted.Take(ClientAddress.Of(context)));
        cookie.Write(context, profile);
        return profile;
    }
}
