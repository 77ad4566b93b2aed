using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using StoryBeats.Storage.Model;

namespace StoryBeats.Storage.Writing;

/// <summary>
/// Many signals in one statement, each in place of an earlier one of its id. EF has no upsert; this one reads the same in both
/// databases.
/// </summary>
internal static class FeedbackUpsert
{
    private static readonly string[] Columns =
    [
        "id", "session_id", "visitor", "counts_for_others", "signal", "weight", "reason", "corrected_mood", "mood", "target",
        "song_id", "title", "artist", "artist_key", "language", "features", "at",
    ];

    private static readonly string Head = $"INSERT INTO feedback ({string.Join(", ", Columns)}) VALUES ";

    private static readonly string Tail =
        " ON CONFLICT (id) DO UPDATE SET " + string.Join(", ", Columns.Skip(1).Select(column => $"{column} = excluded.{column}"));

    public static async Task ExecuteAsync(StoryBeatsDb db, IReadOnlyList<FeedbackRow> rows)
    {
        // One statement must not touch a row twice: the last word counts. All processes lock rows in one order.
        var latest = rows.GroupBy(row => row.Id, StringComparer.Ordinal).Select(same => same.Last()).OrderBy(row => row.Id, StringComparer.Ordinal).ToList();
        var values = new List<object?>(latest.Count * Columns.Length);
        var sql = new StringBuilder(Head);
        foreach (var row in latest)
        {
            sql.Append(values.Count == 0 ? "(" : ", (");
            foreach (var value in Values(row))
            {
                if (value is null)
                {
                    sql.Append("NULL, ");
                    continue;
                }

                sql.Append(CultureInfo.InvariantCulture, $"{{{values.Count}}}, ");
                values.Add(value);
            }

            sql.Length -= 2;
            sql.Append(')');
        }

        await db.Database.ExecuteSqlRawAsync(sql.Append(Tail).ToString(), values!);
    }

    private static IEnumerable<object?> Values(FeedbackRow row) =>
    [
        row.Id, row.SessionId, row.Visitor, row.CountsForOthers, row.Signal.ToString(), row.Weight, row.Reason?.ToString(), row.CorrectedMood?.ToString(),
        row.Mood.ToString(), FeatureText.Write(row.Target), row.SongId, row.Title, row.Artist, row.ArtistKey, row.Language,
        row.Features is { } features ? FeatureText.Write(features) : null, row.At.ToUnixTimeMilliseconds(),
    ];
}
