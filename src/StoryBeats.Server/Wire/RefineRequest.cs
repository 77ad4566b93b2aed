namespace StoryBeats.Server.Wire;

/// <summary>All that a visitor wishes now; what is left out or null the photo decides again.</summary>
/// <param name="Energy">0 to 1.</param>
/// <param name="Valence">0 to 1.</param>
/// <param name="Tempo">Beats per minute, 40 to 220.</param>
/// <param name="Languages">At most five, by their English names.</param>
/// <param name="Freshness">0 (classics) to 1 (just released).</param>
/// <param name="Familiarity">0 (hidden) to 1 (everybody knows them).</param>
/// <param name="Like">The id of a song of this session to give more like.</param>
/// <param name="Exclude">Ids of songs not wanted.</param>
/// <param name="ExcludeArtists">Names of artists not wanted.</param>
/// <param name="ExcludeLanguages">Languages not wanted, by their English names.</param>
/// <param name="Count">Songs that the page shows, 1 to 30; default 5.</param>
internal sealed record RefineRequest(
    double? Energy, double? Valence, double? Tempo, IReadOnlyList<string?>? Languages, double? Freshness, double? Familiarity, string? Like,
    IReadOnlyList<string?>? Exclude, IReadOnlyList<string?>? ExcludeArtists, IReadOnlyList<string?>? ExcludeLanguages, int? Count);
