using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace StoryBeats.Server.Tests;

/// <summary>docs/metrics.md, the rules and the dashboard name what the meter has, and nothing else.</summary>
public sealed partial class MetricsDocTests(VisitedServer visited) : IClassFixture<VisitedServer>
{
    private static readonly string Docs = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "metrics.md"));

    private static readonly Dictionary<string, Documented> Table = Rows(6)
        .Select(row => new Documented(Codes(row[0])[0], row[1], row[2], Codes(row[3]), Codes(row[5])[0]))
        .ToDictionary(documented => documented.Name, StringComparer.Ordinal);

    [Fact]
    public void Every_instrument_is_in_the_table_and_everything_in_the_table_is_an_instrument()
    {
        visited.Instruments.Count.ShouldBeGreaterThan(20);
        visited.Instruments.Keys.Except(Table.Keys, StringComparer.Ordinal).ShouldBeEmpty("docs/metrics.md lacks these instruments: add a line for each.");
        Table.Keys.Except(visited.Instruments.Keys, StringComparer.Ordinal).ShouldBeEmpty("docs/metrics.md names instruments that the meter does not have.");
    }

    [Fact]
    public void Kinds_and_units_are_as_the_table_says()
    {
        foreach (var documented in Table.Values.Where(documented => visited.Instruments.ContainsKey(documented.Name)))
        {
            var instrument = visited.Instruments[documented.Name];
            KindOf(instrument).ShouldBe(documented.Kind, documented.Name);
            instrument.Unit.ShouldBe(documented.Unit, documented.Name);
            instrument.Description.ShouldNotBeNullOrWhiteSpace(documented.Name);
        }
    }

    [Fact]
    public void Every_label_is_in_the_table_described_and_a_word()
    {
        var described = Rows(2).SelectMany(row => Codes(row[0])).ToHashSet(StringComparer.Ordinal);

        visited.Labels.Count.ShouldBeGreaterThan(50);
        foreach (var (instrument, label, value) in visited.Labels.Keys)
        {
            Table[instrument].Labels.Contains(label, StringComparer.Ordinal).ShouldBeTrue($"docs/metrics.md lacks the label {label} of {instrument}.");
            Word().IsMatch(value).ShouldBeTrue($"{instrument} has {label}={value}");
            visited.Personal.Contains(value, StringComparer.Ordinal).ShouldBeFalse($"{instrument} has {label}={value}");
        }

        Table.Values.SelectMany(documented => documented.Labels).Except(described, StringComparer.Ordinal).ShouldBeEmpty("docs/metrics.md does not say what values these labels have.");
    }

    [Fact]
    public void A_scrape_has_what_the_table_says_and_nothing_of_the_visit()
    {
        var scraped = Scraped();

        scraped.Where(name => name.StartsWith("storybeats_", StringComparison.Ordinal)).Except(Table.Values.SelectMany(documented => documented.Series()), StringComparer.Ordinal).ShouldBeEmpty();
        foreach (var personal in visited.Personal)
            visited.Scrape.ShouldNotContain($"\"{personal}\"");
    }

    [Theory]
    [InlineData("deploy/prometheus/rules.yml")]
    [InlineData("deploy/grafana/storybeats.json")]
    public void Whatever_is_asked_for_is_there_after_a_visit(string file)
    {
        var asked = Metric().Matches(File.ReadAllText(Path.Combine(Repository.Folder, file))).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

        asked.Count.ShouldBeGreaterThan(3);
        asked.Except(Scraped(), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Every_alert_has_its_page_of_what_to_do()
    {
        var alerts = Alert().Matches(File.ReadAllText(Path.Combine(Repository.Folder, "deploy", "prometheus", "rules.yml"))).Select(match => match.Groups["name"].Value).ToList();

        alerts.Count.ShouldBeGreaterThanOrEqualTo(5);
        alerts.Where(alert => !Docs.Contains($"\n### {alert}\n", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private HashSet<string> Scraped() => visited.Scrape.Split('\n').Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line[..line.IndexOfAny(['{', ' '])]).ToHashSet(StringComparer.Ordinal);

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" => "counter",
        "Histogram" => "histogram",
        "ObservableGauge" => "gauge",
        var other => other,
    };

    private static IEnumerable<string[]> Rows(int cells) => Docs.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]).Where(row => row.Length == cells);

    private static IReadOnlyList<string> Codes(string cell) => [.. Code().Matches(cell).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^[A-Za-z0-9_.:\-]{1,40}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\b(storybeats|dotnet)_[a-z0-9_]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Metric();

    [GeneratedRegex(@"- alert: (?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Alert();

    private sealed record Documented(string Name, string Kind, string Unit, IReadOnlyList<string> Labels, string Prometheus)
    {
        public IEnumerable<string> Series() => Kind is "histogram" ? [$"{Prometheus}_bucket", $"{Prometheus}_sum", $"{Prometheus}_count"] : [Prometheus];
    }
}
