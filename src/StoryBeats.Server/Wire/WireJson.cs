using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace StoryBeats.Server.Wire;

/// <summary>The JSON of every answer: snake_case, unknown values as null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(LiveResponse))]
[JsonSerializable(typeof(ReadyResponse))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(AnalyzeResponse))]
[JsonSerializable(typeof(MoreSongsRequest))]
[JsonSerializable(typeof(MoreSongsResponse))]
[JsonSerializable(typeof(RecommendationResponse))]
[JsonSerializable(typeof(VibeEvent))]
[JsonSerializable(typeof(SongsEvent))]
[JsonSerializable(typeof(DoneEvent))]
[JsonSerializable(typeof(ErrorEvent))]
[JsonSerializable(typeof(ReadersResponse))]
[JsonSerializable(typeof(VerdictRequest))]
[JsonSerializable(typeof(SignalRequest))]
[JsonSerializable(typeof(FeedbackResponse))]
[JsonSerializable(typeof(FeedbackStatsResponse))]
[JsonSerializable(typeof(MoodRequest))]
[JsonSerializable(typeof(MoodResponse))]
[JsonSerializable(typeof(RefineRequest))]
[JsonSerializable(typeof(KeptSessionResponse))]
[JsonSerializable(typeof(ProfileResponse))]
[JsonSerializable(typeof(InsightsResponse))]
[JsonSerializable(typeof(StatsResponse))]
[JsonSerializable(typeof(AuthResponse))]
[JsonSerializable(typeof(CallbackRequest))]
[JsonSerializable(typeof(CallbackResponse))]
[JsonSerializable(typeof(SpotifyStateResponse))]
[JsonSerializable(typeof(PlaylistRequest))]
[JsonSerializable(typeof(PlaylistResponse))]
[JsonSerializable(typeof(PreviewsResponse))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
internal sealed partial class WireJson : JsonSerializerContext;
