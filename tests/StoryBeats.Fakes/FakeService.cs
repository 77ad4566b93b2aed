namespace StoryBeats.Fakes;

/// <summary>A service that is acted here.</summary>
public enum FakeService
{
    /// <summary>Spotify's Web API, under <c>/spotify/api/v1/</c>.</summary>
    Spotify,

    /// <summary>Spotify's accounts service, under <c>/spotify/accounts/</c>.</summary>
    SpotifyAccounts,

    /// <summary>ReccoBeats, under <c>/reccobeats/v1/</c>.</summary>
    ReccoBeats,

    /// <summary>Deezer, under <c>/deezer/</c>.</summary>
    Deezer,

    /// <summary>The iTunes Search API, under <c>/itunes/</c>.</summary>
    ITunes,

    /// <summary>Anthropic's Messages API, under <c>/anthropic/</c>.</summary>
    Anthropic,

    /// <summary>OpenAI's chat completions, under <c>/openai/v1/</c>.</summary>
    OpenAI,

    /// <summary>A service that speaks as OpenAI does, without schemas and keys, under <c>/compatible/v1/</c>.</summary>
    Compatible,

    /// <summary>Ollama, under <c>/ollama/</c>.</summary>
    Ollama,
}
