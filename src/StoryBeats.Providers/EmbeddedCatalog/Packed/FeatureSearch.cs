namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>Search by sound.</summary>
internal static class FeatureSearch
{
    /// <summary>
    /// The songs that sound most like what is wanted, exactly: by their features as they were added, of which the columns' bytes only tell which
    /// songs come into question.
    /// </summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="query">What is wanted; songs without features are never found.</param>
    /// <param name="hits">Takes as many as it has room for, nearest first; of two as near, the one of the lower row first.</param>
    /// <returns>How many there are.</returns>
    public static int Nearest(this PackedCatalogue catalogue, FeatureQuery query, Span<FeatureHit> hits)
    {
        if (hits.IsEmpty)
            return 0;

        var measure = new FeatureMeasure(query.Target.Clamp(), query.Profile);
        // The farthest of the best comes first.
        var best = new PriorityQueue<FeatureHit, (double, int)>(hits.Length);
        foreach (var (distance, row) in Near(catalogue, query, measure, hits.Length))
        {
            if (best.Count == hits.Length && distance - measure.Error > measure.Distance(best.Peek().Vibe))
                break;

            var hit = new FeatureHit(row, measure.Vibe(catalogue.Row(row).Features));
            if (best.Count < hits.Length)
                best.Enqueue(hit, (hit.Vibe, -row));
            else
                best.EnqueueDequeue(hit, (hit.Vibe, -row));
        }

        var found = best.Count;
        while (best.TryDequeue(out var hit, out _))
            hits[best.Count] = hit;
        return found;
    }

    private static IEnumerable<(int Distance, int Row)> Near(PackedCatalogue catalogue, FeatureQuery query, FeatureMeasure measure, int wanted)
    {
        var nearest = new NearestSoFar(wanted, measure.Error);
        using var map = catalogue.Map();
        var scan = new FeatureScan(map, measure, query);
        foreach (var language in catalogue.Languages)
        {
            if (query.Languages?.Contains(language.Name) is not false)
                scan.Scan(language, nearest);
        }

        return nearest.InOrder();
    }
}
