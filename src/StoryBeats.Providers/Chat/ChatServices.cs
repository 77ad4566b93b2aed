using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaSharp;
using OpenAI;
using StoryBeats.Providers.Caching;
using StoryBeats.SecondLook;
using StoryBeats.Telemetry;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Chat;

/// <summary>Registers the models elsewhere.</summary>
public static class ChatServices
{
    private const string OllamaName = "ollama";

    /// <summary>Adds a reader, a judge and a probe for every service that is configured; else nothing. Needs the cache.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services, IConfiguration configuration)
    {
        if (AnthropicOptions.From(configuration).IsConfigured)
        {
            services.AddValidated<AnthropicOptions, AnthropicOptionsValidator>(configuration.GetSection(AnthropicOptions.SectionName));
            AddModel(services, "anthropic", Anthropic);
        }

        if (OpenAIOptions.From(configuration).IsConfigured)
        {
            services.AddValidated<OpenAIOptions, OpenAIOptionsValidator>(configuration.GetSection(OpenAIOptions.SectionName));
            AddModel(services, "openai", OpenAI);
        }

        if (CompatibleOptions.From(configuration) is { IsConfigured: true } compatible)
        {
            services.AddValidated<CompatibleOptions, CompatibleOptionsValidator>(configuration.GetSection(CompatibleOptions.SectionName));
            AddModel(services, compatible.Name, Compatible);
        }

        if (OllamaOptions.From(configuration).IsConfigured)
        {
            services.AddValidated<OllamaOptions, OllamaOptionsValidator>(configuration.GetSection(OllamaOptions.SectionName));
            AddModel(services, OllamaName, Ollama);
        }

        return services;
    }

    private static void AddModel(IServiceCollection services, string name, Func<IServiceProvider, HttpClient, ChatSetup> create)
    {
        services.TryAddSingleton(provider => ChatPrompts.Load(provider.GetRequiredService<DataFiles>()));
        services.AddHttpClient(ClientName(name), client => client.Timeout = Timeout.InfiniteTimeSpan)
            .KeepConnections(TimeSpan.FromMinutes(10), handler =>
            {
                handler.EnableMultipleHttp2Connections = true;
                // From photo to photo.
                handler.PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5);
                handler.ConnectTimeout = TimeSpan.FromSeconds(3);
            })
            .AddHttpMessageHandler(provider => new ChatWireHandler(provider.GetRequiredService<TimeProvider>()));

        services.AddKeyedSingleton(name, (provider, _) => create(provider, provider.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName(name))));
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            var setup = provider.GetRequiredKeyedService<ChatSetup>(name);
            return new ChatService(
                name,
                setup.Model,
                setup.Address.Host,
                setup.Client,
                setup.Prices,
                provider.GetRequiredService<StoryBeatsMetrics>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ChatService>>());
        });
        services.AddSingleton<IVibeReader>(provider =>
        {
            var prompt = provider.GetRequiredService<ChatPrompts>().Vibe;
            return new CachingVibeReader(
                new ChatVibeReader(provider.GetRequiredKeyedService<ChatService>(name), prompt), prompt.Id, provider.GetRequiredService<IFusionCache>());
        });
        services.AddSingleton<ISongJudge>(provider =>
        {
            var service = provider.GetRequiredKeyedService<ChatService>(name);
            var prompt = provider.GetRequiredService<ChatPrompts>().SecondLook;
            return new CachingSongJudge(
                new ChatSongJudge(service, prompt, provider.GetRequiredService<TimeProvider>()), service.Model, prompt.Id, provider.GetRequiredService<IFusionCache>());
        });
        services.AddSingleton(provider => new ChatProbe(
            name,
            provider.GetRequiredKeyedService<ChatSetup>(name),
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName(name)),
            provider.GetRequiredService<TimeProvider>()));
    }

    // Nobody but us repeats: an error goes to the next reader at once.
    private static ChatSetup Anthropic(IServiceProvider provider, HttpClient http)
    {
        var options = provider.GetRequiredService<IOptions<AnthropicOptions>>().Value;
        var key = options.ApiKey!.Trim();
        var client = new AnthropicClient
        {
            ApiKey = key,
            BaseUrl = options.BaseAddress.AbsoluteUri.TrimEnd('/'),
            HttpClient = http,
            MaxRetries = 0,
            Timeout = ChatService.Longest * 2,
        };
        return new ChatSetup(options.Model.Trim(), client.AsIChatClient(options.Model.Trim()), options.Prices)
        {
            Section = AnthropicOptions.SectionName,
            Address = options.BaseAddress,
            Models = new Uri(options.BaseAddress, "v1/models?limit=1000"),
            Headers = [("Authorization", "Bearer " + key), ("anthropic-version", "2023-06-01")],
        };
    }

    private static ChatSetup OpenAI(IServiceProvider provider, HttpClient http)
    {
        var options = provider.GetRequiredService<IOptions<OpenAIOptions>>().Value;
        return OpenAI(OpenAIOptions.SectionName, options.BaseAddress, options.ApiKey, options.Model, options.Prices, http);
    }

    private static ChatSetup Compatible(IServiceProvider provider, HttpClient http)
    {
        var options = provider.GetRequiredService<IOptions<CompatibleOptions>>().Value;
        return OpenAI(CompatibleOptions.SectionName, options.BaseAddress!, options.ApiKey, options.Model!, options.Prices, http);
    }

    private static ChatSetup OpenAI(string section, Uri address, string? key, string model, ChatPrices prices, HttpClient http)
    {
        var known = string.IsNullOrWhiteSpace(key) ? null : key.Trim();
        var client = new OpenAI.Chat.ChatClient(
            model.Trim(),
            // The library insists on one; a service that wants none does not look at it.
            new ApiKeyCredential(known ?? "none"),
            new OpenAIClientOptions
            {
                Endpoint = new Uri(address.AbsoluteUri.TrimEnd('/')),
                Transport = new HttpClientPipelineTransport(http),
                RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
                NetworkTimeout = ChatService.Longest * 2,
            });
        return new ChatSetup(model.Trim(), client.AsIChatClient(), prices)
        {
            Section = section,
            Address = address,
            Models = new Uri(address, "models"),
            Headers = known is null ? [] : [("Authorization", "Bearer " + known)],
        };
    }

    private static ChatSetup Ollama(IServiceProvider provider, HttpClient http)
    {
        var options = provider.GetRequiredService<IOptions<OllamaOptions>>().Value;
        http.BaseAddress = options.BaseAddress;
        return new ChatSetup(options.Model!.Trim(), new OllamaApiClient(http, options.Model!.Trim()), options.Prices)
        {
            Section = OllamaOptions.SectionName,
            Address = options.BaseAddress,
            Models = new Uri(options.BaseAddress, "api/tags"),
        };
    }

    private static string ClientName(string name) => "chat-" + name;
}

/// <summary>A service as its settings have it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Client">Speaks to it.</param>
/// <param name="Prices">What it costs.</param>
internal sealed record ChatSetup(string Model, IChatClient Client, ChatPrices Prices)
{
    /// <summary>The settings' section.</summary>
    public required string Section { get; init; }

    /// <summary>Where it is.</summary>
    public required Uri Address { get; init; }

    /// <summary>Where it lists its models.</summary>
    public required Uri Models { get; init; }

    /// <summary>How it is told who asks.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}

[OptionsValidator]
internal sealed partial class AnthropicOptionsValidator : IValidateOptions<AnthropicOptions>;

[OptionsValidator]
internal sealed partial class OpenAIOptionsValidator : IValidateOptions<OpenAIOptions>;

[OptionsValidator]
internal sealed partial class CompatibleOptionsValidator : IValidateOptions<CompatibleOptions>;

[OptionsValidator]
internal sealed partial class OllamaOptionsValidator : IValidateOptions<OllamaOptions>;
