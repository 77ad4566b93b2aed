namespace StoryBeats.Fakes;

/// <summary>For trying the product by hand: what was asked, and what goes wrong from now on.</summary>
internal static class FakeControls
{
    public static void MapControls(this IEndpointRouteBuilder app, FakeSettings settings, CallLog calls)
    {
        app.MapGet("/calls", () => calls.All
            .GroupBy(call => $"{call.Service} {call.Endpoint} {call.Status}", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal));
        app.MapPost("/faults/{service}/{kind}", (FakeService service, FakeFaultKind kind, string? endpoint, int? status) =>
        {
            var fault = new FakeFault(kind, status ?? 500);
            if (endpoint is null)
                settings.Faults.Set(service, fault);
            else
                settings.Faults.Set(service, endpoint, fault);
            return Results.NoContent();
        });
        app.MapDelete("/faults", () =>
        {
            settings.Faults.Clear();
            return Results.NoContent();
        });
        app.MapPost("/revoke", () =>
        {
            settings.RevokeTokens();
            settings.RevokeRefreshTokens();
            return Results.NoContent();
        });
        app.MapPost("/mode/{mode}", (SpotifyMode mode) =>
        {
            settings.Mode = mode;
            return Results.NoContent();
        });
    }
}
