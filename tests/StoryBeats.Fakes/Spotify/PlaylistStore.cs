using System.Collections.Concurrent;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Fakes.Spotify;

/// <summary>The playlists made since the start.</summary>
internal sealed class PlaylistStore
{
    private readonly ConcurrentDictionary<string, FakePlaylist> _playlists = new(StringComparer.Ordinal);
    private int _count;

    public IReadOnlyList<FakePlaylist> All => [.. _playlists.Values];

    public FakePlaylist? Find(string id) => _playlists.GetValueOrDefault(id);

    public FakePlaylist Add(string name, string? description, bool isPublic, string bearer)
    {
        var id = FakeIds.Spotify($"playlist {Interlocked.Increment(ref _count)}");
        return _playlists[id] = new FakePlaylist { Id = id, Name = name, Description = description, IsPublic = isPublic, Bearer = bearer };
    }
}
