namespace StoryBeats.Fakes.Catalog;

/// <summary>A song before it is on an album.</summary>
internal sealed record SongPlan(string Title, FakeFeatures Features, int Popularity, int DurationMs, string? Isrc, FakeArtist? Guest);
