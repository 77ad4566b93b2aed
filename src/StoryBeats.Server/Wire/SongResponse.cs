using StoryBeats.Catalog;
using StoryBeats.Previews;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Vision;

namespace StoryBeats.Server.Wire;

/// <summary>A song: v1's fields under their old names, then what v1 could not say. Unknown values are null.</summary>
internal sealed record SongResponse
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Artist { get; init; }

    public string? Album { get; init; }

    public Uri? PreviewUrl { get; init; }

    /// <summary>Who gives the preview: deezer or itunes.</summary>
    public string? PreviewSource { get; init; }

    public required Uri SpotifyUrl { get; init; }

    public Uri? AlbumCover { get; init; }

    public int? DurationMs { get; init; }

    public int? Popularity { get; init; }

    public required string LanguageType { get; init; }

    public required double VibeScore { get; init; }

    public required double RecencyBonus { get; init; }

    public required double FinalScore { get; init; }

    public string? ReleaseDate { get; init; }

    public bool PopularityEstimated { get; init; }

    /// <summary>How prominent the song is among its artist's, 0 to 1: stands in where nobody says how popular it is.</summary>
    public double? Prominence { get; init; }

    public required IReadOnlyList<string> Genres { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The same reasons in the same order, for whoever says them in another language.</summary>
    public required IReadOnlyList<WhyResponse> Why { get; init; }

    /// <summary>How sure a model that looked a second time is that the song fits, 0 to 1; null when none has, or it did not say.</summary>
    public double? Confidence { get; init; }

    /// <summary>Which model looked a second time, or null.</summary>
    public string? ConfidenceSource { get; init; }

    public required FeaturesResponse Features { get; init; }

    public required LinksResponse Links { get; init; }

    public required string Source { get; init; }

    public static SongResponse From(ScoredTrack song, VibeAnalysis analysis, DateOnly today, Preview? preview)
    {
        var track = song.Track;
        var links = TrackLinks.For(track);
        var reasons = SongReasons.For(song, analysis, today);
        return new SongResponse
        {
            Id = track.Id.Value,
            Name = track.Title,
            Artist = track.Artist,
            Album = track.Album,
            PreviewUrl = preview?.Audio,
            PreviewSource = preview?.Audio is null ? null : preview.Source,
            SpotifyUrl = links.Spotify,
            AlbumCover = track.Cover ?? preview?.Cover,
            DurationMs = track.DurationMs,
            Popularity = track.Popularity,
            PopularityEstimated = track.PopularityIsEstimated,
            Prominence = track.Popularity is null ? track.Prominence : null,
            LanguageType = track.Language,
            VibeScore = Math.Round(song.Vibe, 4),
            RecencyBonus = song.Recency,
            FinalScore = Math.Round(song.Final, 4),
            ReleaseDate = track.ReleaseDate?.ToString(),
            Genres = track.Genres,
            Reasons = [.. reasons.Select(reason => reason.Text)],
            Why = [.. reasons.Select(reason => new WhyResponse(reason.Code, reason.Text, reason.Values))],
            Confidence = song.Opinion?.Confidence,
            ConfidenceSource = song.Opinion?.Reader,
            Features = FeaturesResponse.From(song),
            Links = new LinksResponse(links.Spotify, links.AppleMusic, links.YouTubeMusic),
            Source = song.Candidate.Source,
        };
    }
}

/// <summary>A reason: its code, its sentence in English, and what the sentence names.</summary>
internal sealed record WhyResponse(string Code, string Text, IReadOnlyDictionary<string, object> Values);

/// <summary>What a song sounds like and who says so.</summary>
internal sealed record FeaturesResponse(
    double Energy, double Valence, double Danceability, double Acousticness, double Instrumentalness, double Tempo, string Source, double Confidence)
{
    public static FeaturesResponse From(ScoredTrack song) => new(
        song.Features.Energy, song.Features.Valence, song.Features.Danceability, song.Features.Acousticness,
        song.Features.Instrumentalness, song.Features.Tempo,
        song.FeatureSource switch
        {
            FeatureSource.Measured => "measured",
            FeatureSource.CuratedEstimate => "curated_estimate",
            FeatureSource.PartlyMeasured => "partly_measured",
            _ => "estimate",
        },
        song.FeatureConfidence);
}

/// <summary>Where to hear a song.</summary>
internal sealed record LinksResponse(Uri Spotify, Uri AppleMusic, Uri YoutubeMusic);
