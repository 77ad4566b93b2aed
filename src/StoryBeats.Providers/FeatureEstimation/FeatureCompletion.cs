using StoryBeats.Estimation;

namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>Learns what energy and valence say of the other features, where they are known, from songs that a model was not trained on.</summary>
internal static class FeatureCompletion
{
    private const int Energy = 0;
    private const int Valence = 1;

    // Fewer songs than this say nothing.
    private const int Enough = 50;

    /// <summary>The slopes of least squares from how far energy and valence lie from their estimates to how far each feature does, of measured songs.</summary>
    public static FeatureSlopes Of(FeatureModel model, IReadOnlyList<TeachingSong> songs)
    {
        var off = songs.Where(song => song.IsMeasured).Select(Off).ToList();
        var slopes = Enumerable.Range(0, FeatureScale.Names.Count).Select(Slopes).ToArray();
        return new FeatureSlopes([.. slopes.Select(slope => slope.OnEnergy)], [.. slopes.Select(slope => slope.OnValence)]);

        double[] Off(TeachingSong song)
        {
            var estimate = model.Estimate(song.Clues).Features;
            return [.. song.Features.Select((value, feature) => FeatureScale.Distance(feature, FeatureScale.Value(estimate, feature), value))];
        }

        (double OnEnergy, double OnValence) Slopes(int feature)
        {
            var known = feature is Energy or Valence ? [] : off.Where(song => double.IsFinite(song[feature])).ToList();
            if (known.Count < Enough)
                return (0, 0);

            var (energy, valence, both) = (Product(Energy, Energy), Product(Valence, Valence), Product(Energy, Valence));
            var (withEnergy, withValence) = (Product(feature, Energy), Product(feature, Valence));
            var determinant = (energy * valence) - (both * both);
            return determinant > 0
                ? (((withEnergy * valence) - (withValence * both)) / determinant, ((withValence * energy) - (withEnergy * both)) / determinant)
                : (0, 0);

            double Product(int one, int other) => known.Sum(song => song[one] * song[other]);
        }
    }
}
