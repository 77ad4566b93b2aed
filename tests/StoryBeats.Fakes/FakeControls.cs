using StoryBeats.Fakes.Models;

namespace StoryBeats.Fakes;

/// <summary>For trying the product by hand: what was asked, and what goes wrong from now on.</summary>
internal static class FakeControls
{
    public static void MapControls(this IEndpointRouteBuilder app, FakeSettings settings, CallLog calls, ModelLog models)
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
        app.MapGet("/models", () => models.All.Select(call => new
        {
            service = call.Service.ToString(),
            call.Model,
            task = call.OrdersSongs ? "second look" : "reading",
            images = call.Images.Select(image => $"{image.Width}×{image.Height}, {image.Data.Length} bytes"),
            schema = call.Schema is not null,
            call.Streamed,
            call.Status,
            call.Complaint,
            milliseconds = call.Took?.TotalMilliseconds,
            call.Said,
        }));
        app.MapPost("/models/{service}", (FakeService service, ModelManner? manner, ModelEnd? end, int? fails, int? cutAfter, int? overloadedAfter, int? hangsAfter) =>
        {
            if (!FakeModels.Has(service))
                return Results.NotFound();
            var model = settings.Models[service];
            (model.Manner, model.End, model.Fails) = (manner ?? ModelManner.Plain, end ?? ModelEnd.Finished, fails);
            (model.CutAfter, model.OverloadedAfter, model.HangsAfter) = (cutAfter, overloadedAfter, hangsAfter);
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
