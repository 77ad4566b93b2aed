namespace StoryBeats.Server.Http;

/// <summary>Refuses calls that another site's page makes with the visitor's cookie, or to get them one.</summary>
internal sealed class CrossSiteGuard : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsCrossSite(context.HttpContext.Request)
            ? new(ApiErrors.Result(context.HttpContext, StatusCodes.Status403Forbidden, "Another site has asked this. Open StoryBeats itself and try there."))
            : next(context);

    /// <summary>Whether the browser says that another site asks; other clients say nothing.</summary>
    public static bool IsCrossSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none");
}
