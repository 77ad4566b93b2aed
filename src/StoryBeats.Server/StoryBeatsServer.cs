using Microsoft.Extensions.Options;
using Scalar.AspNetCore;
using StoryBeats.Learning;
using StoryBeats.Photos;
using StoryBeats.Providers;
using StoryBeats.Recommendations;
using StoryBeats.Server.Admin;
using StoryBeats.Server.Endpoints;
using StoryBeats.Server.Http;
using StoryBeats.Server.Spotify;
using StoryBeats.Server.Telemetry;
using StoryBeats.Server.Visits;
using StoryBeats.Server.Wire;
using StoryBeats.Storage;

namespace StoryBeats.Server;

/// <summary>The HTTP server: the API, its reference page and the web page.</summary>
public static class StoryBeatsServer
{
    /// <summary>Where it listens unless told otherwise.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>Builds the server; run it with <c>RunAsync</c>.</summary>
    /// <param name="args">Command-line settings, in the usual .NET form.</param>
    public static WebApplication Build(string[] args) => Build(args, _ => { });

    internal static WebApplication Build(string[] args, Action<WebApplicationBuilder> also)
    {
        // Everything it needs lies beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = "StoryBeats.Server",
        });
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(DefaultUrl);
        var maxBytes = builder.Configuration.GetValue($"{PhotoLimits.SectionName}:{nameof(PhotoLimits.MaxBytes)}", new PhotoLimits().MaxBytes);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = maxBytes + PhotoForm.Overhead;
            Serving.Bound(kestrel.Limits);
        });

        // First, so that it comes before our own: a clock, say.
        also(builder);
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddStoryBeats(builder.Configuration);
        builder.Services.AddLearning(builder.Configuration);
        builder.Services.AddHostedService<LearningRefresh>();
        builder.Services.AddHostedService<SecondLookService>();
        builder.Services.AddSingleton<RecommendationEvents>();
        builder.Services.AddVisits(builder.Configuration);
        builder.Services.AddAdmin(builder.Configuration);
        builder.Services.AddProviders(builder.Configuration);
        builder.Services.AddSpotifyConnections(builder.Configuration);
        var warmsUp = builder.Configuration.GetValue($"{StoryBeatsOptions.SectionName}:{nameof(StoryBeatsOptions.WarmUp)}", defaultValue: true);
        builder.Services.AddSingleton(provider => new Readiness(isWarm: !warmsUp, provider.GetRequiredService<IHostApplicationLifetime>()));
        if (warmsUp)
            builder.Services.AddHostedService<WarmUp>();

        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default);
            json.SerializerOptions.PropertyNamingPolicy = WireJson.Default.Options.PropertyNamingPolicy;
        });
        builder.Services.AddExceptionHandler<ApiExceptionHandler>();
        builder.Services.AddProblemDetails();
        // Handled or not, a fault of ours is logged; what clients do wrong is not.
        builder.Services.Configure<ExceptionHandlerOptions>(options =>
            options.SuppressDiagnosticsCallback = handled => handled.Exception is BadHttpRequestException || (handled.Exception is OperationCanceledException && handled.HttpContext.RequestAborted.IsCancellationRequested));
        builder.Services.AddPageCompression();
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddServing(builder.Configuration);
        builder.Services.AddProxies(builder.Configuration);
        builder.Services.AddCrossOrigin(builder.Configuration);
        builder.Services.AddApiRateLimits(builder.Configuration);
        builder.Services.AddApiDocument();

        var app = builder.Build();
        // All settings at once, before the first that is read stops the start alone.
        app.Services.GetService<IStartupValidator>()?.Validate();
        app.UseRequestMeter();
        // First, so that everything after it knows the visitor.
        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages(ApiErrors.WriteStatusPageAsync);
        app.UseMiddleware<SecurityHeaders>();
        app.UseHttpsFromNowOn();
        app.UsePageFiles();
        app.UseRouting();
        app.UseRequestNames();
        // Before the limits, so that other sites' pages can read that they are told to wait.
        app.UseCors();
        app.UseMiddleware<RateLimits>();

        app.MapHealth();
        app.MapAnalyze();
        app.MapMoreSongs();
        app.MapFeedback();
        app.MapRecommendations();
        app.MapReaders();
        app.MapSessions();
        app.MapProfile();
        app.MapPreviews();
        app.MapSpotify();
        app.MapPlaylists();
        app.MapInsights();
        app.MapStats();
        app.MapOpenApi();
        // Nothing of the page talks to anybody but this server.
        app.MapScalarApiReference("/docs", options => options
            .WithTitle("StoryBeats API").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton());
        return app;
    }
}
