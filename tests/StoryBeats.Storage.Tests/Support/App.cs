using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StoryBeats.Feedback;
using StoryBeats.Recommendations;
using StoryBeats.Sessions;
using StoryBeats.Storage.Model;

namespace StoryBeats.Storage.Tests.Support;

/// <summary>A program with storage, registered and started as the server registers and starts it.</summary>
internal sealed class App : IAsyncDisposable
{
    private readonly IHost _host;

    private App(IHost host) => _host = host;

    public ISessionStore Sessions => Get<ISessionStore>();

    public IFeedbackStore Feedback => Get<IFeedbackStore>();

    public static Dictionary<string, string?> DataDirectory(string folder) =>
        new(StringComparer.OrdinalIgnoreCase) { ["StoryBeats:DataDirectory"] = folder };

    public static Dictionary<string, string?> Postgres(string connection) =>
        new(StringComparer.OrdinalIgnoreCase) { ["ConnectionStrings:Postgres"] = connection };

    public static async Task<App> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings, TimeProvider time, CancellationToken cancellationToken, ISessionCopies? copies = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(time);
        if (copies is not null)
            builder.Services.AddSingleton(copies);
        builder.Services.AddStorage(builder.Configuration).AddStoryBeats(builder.Configuration);
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new App(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public StoryBeatsDb OpenDatabase() => Get<IDbContextFactory<StoryBeatsDb>>().CreateDbContext();

    public Task SweepAsync(CancellationToken cancellationToken) =>
        _host.Services.GetServices<IHostedService>().OfType<Sweeper>().Single().SweepAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
