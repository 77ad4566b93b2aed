namespace StoryBeats.Learning;

/// <summary>How likely an artist is to please in a mood: a Beta distribution.</summary>
/// <param name="Name">The artist's name.</param>
/// <param name="Language">The language they were liked or disliked in.</param>
/// <param name="Liked">Opinions for, at least 0.</param>
/// <param name="Disliked">Opinions against, at least 0.</param>
public sealed record ArtistBelief(string Name, string Language, double Liked, double Disliked)
{
    /// <summary>Pleases of all opinions, 0 to 1; a half where nobody has one.</summary>
    public double Mean => (Liked + 1) / (Liked + Disliked + 2);
}
