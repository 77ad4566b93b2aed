using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace StoryBeats.Benchmarks;

/// <summary>Talks to a server on this machine over a real socket.</summary>
internal sealed class LoopbackClient(IServiceProvider services, HttpClient client) : IDisposable
{
    public static LoopbackClient For(WebApplication server) => At(new Uri(server.Urls.First()));

    public static LoopbackClient At(Uri address)
    {
        var services = new ServiceCollection();
        services.AddHttpClient("server", client => client.BaseAddress = address);
        var provider = services.BuildServiceProvider();
        return new LoopbackClient(provider, provider.GetRequiredService<IHttpClientFactory>().CreateClient("server"));
    }

    public async Task<string> RecommendAsync(byte[] photo)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(photo), "photo", "photo.jpg" } };
        using var response = await client.PostAsync(new Uri("/api/v2/recommendations", UriKind.Relative), form);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    public async Task PostAsync(string path, object body)
    {
        using var response = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }

    public void Dispose()
    {
        client.Dispose();
        (services as IDisposable)?.Dispose();
    }
}
