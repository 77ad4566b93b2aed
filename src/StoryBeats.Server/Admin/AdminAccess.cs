using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using StoryBeats.Server.Http;

namespace StoryBeats.Server.Admin;

/// <summary>Lets nobody in but who has the token; where none is set, nobody but this machine itself.</summary>
internal sealed class AdminAccess(IOptions<AdminOptions> options) : IEndpointFilter
{
    private const string WithoutToken =
        "Without a token the figures are shown on the server's own machine alone, at http://localhost. Set Admin__Token and send it as \"Authorization: Bearer …\".";

    private static readonly string[] LocalHosts = ["localhost", "127.0.0.1", "[::1]"];

    // Whoever passes requests on says so in one of these; ASP.NET renames what it has used itself.
    private static readonly string[] MarksOfProxies =
    [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Original-For", "X-Original-Host", "X-Original-Proto",
        "X-Real-IP", "Via", "CF-Connecting-IP", "True-Client-IP",
    ];

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        return Refuse(http) is { } refusal ? new(refusal) : next(context);
    }

    private IResult? Refuse(HttpContext context)
    {
        if (string.IsNullOrEmpty(options.Value.Token))
            return IsThisMachine(context) ? null : ApiErrors.Result(context, StatusCodes.Status403Forbidden, WithoutToken);
        if (Holds(context.Request, options.Value.Token))
            return null;

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"StoryBeats\"";
        return ApiErrors.Result(context, StatusCodes.Status401Unauthorized,
            "The figures need the token that the server was started with. Send Admin__Token as \"Authorization: Bearer …\".");
    }

    // Hashes, so that neither the time nor the length says anything of the token.
    private static bool Holds(HttpRequest request, string token) =>
        request.Headers.Authorization is [{ } header]
        && AuthenticationHeaderValue.TryParse(header, out var sent)
        && sent is { Parameter: { } said } && sent.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(said)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    // The connection alone does not tell: a proxy on this machine connects from it too, and a name elsewhere may lead here.
    private static bool IsThisMachine(HttpContext context) =>
        ClientAddress.IsLoopback(context)
        && LocalHosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase)
        && !MarksOfProxies.Any(context.Request.Headers.ContainsKey)
        // nginx passes requests on so unless told otherwise, without a mark; browsers never do.
        && !HttpProtocol.IsHttp10(context.Request.Protocol)
        && !CrossSiteGuard.IsCrossSite(context.Request);
}
