using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using StoryBeats.Providers.Caching;

namespace StoryBeats.Providers.Tests.Caching;

/// <summary>Connections of the program under test.</summary>
internal sealed partial class RedisServer
{
    /// <summary>A connection that is up: on a busy machine it may take longer than a visitor would wait.</summary>
    public async Task<RedisConnection> ConnectAsync()
    {
        var connection = new RedisConnection(ConnectionString);
        await WhenUpAsync(connection);
        return connection;
    }

    /// <summary>Waits until the connection of a program is up.</summary>
    public static Task ConnectAsync(IServiceProvider program) => WhenUpAsync(program.GetRequiredService<RedisConnection>());

    private static async Task WhenUpAsync(RedisConnection connection)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                await (await connection.GetAsync(patience.Token)).GetDatabase().PingAsync();
                return;
            }
            catch (RedisException)
            {
                await Task.Delay(20, patience.Token);
            }
        }
    }
}
