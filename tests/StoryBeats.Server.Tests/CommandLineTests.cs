using System.Globalization;
using System.Text;
using System.Text.Json;

namespace StoryBeats.Server.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recommend_prints_five_songs_in_the_form_of_version_two()
    {
        var photo = _folder.Write("photo.jpg", RenderedPhoto.Good);

        var result = await CommandLine.RunAsync("recommend", photo, "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBeEmpty();
        var answer = Parse(result.Output);
        Answer.ShouldHave(answer, "session_id", "analysis", "songs", "remaining", "relaxed", "profile", "candidates");
        AnalyzeTests.ShouldBeAnalysis(answer.GetProperty("analysis"));
        answer.GetProperty("songs").GetArrayLength().ShouldBe(5);
        foreach (var song in answer.GetProperty("songs").EnumerateArray())
        {
            AnalyzeTests.ShouldBeSong(song);
            song.GetProperty("reasons").EnumerateArray().ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task Recommend_takes_several_photos_and_prints_a_line_for_each()
    {
        var photos = new[] { _folder.Write("a.jpg", RenderedPhoto.Good), _folder.Write("b.png", RenderedPhoto.Png(80, 60)), _folder.Write("c", RenderedPhoto.WebP(80, 60)) };

        var result = await CommandLine.RunAsync(["recommend", .. photos, "--json", "--count", "30", "--language", "Hindi", "ta"]);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Lines.Length.ShouldBe(3);
        foreach (var line in result.Lines)
        {
            var songs = Parse(line).GetProperty("songs").EnumerateArray().ToList();
            songs.Count.ShouldBe(30);
            songs.Select(song => song.GetProperty("id").GetString()).ShouldBeUnique(StringComparer.Ordinal);
            songs.Select(song => song.GetProperty("language_type").GetString()).Distinct(StringComparer.Ordinal).ShouldBe(["Hindi", "Tamil"], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Recommend_gives_the_same_photo_the_same_songs_in_every_run()
    {
        var photo = _folder.Write("photo.jpg", RenderedPhoto.Good);

        var runs = await Task.WhenAll(CommandLine.RunAsync("recommend", photo, "--json", "--count", "30"), CommandLine.RunAsync("recommend", photo, "--json", "--count", "30"));

        var songs = runs.Select(run => Parse(run.Output).GetProperty("songs").EnumerateArray().Select(song => song.GetProperty("id").GetString()).ToList()).ToList();
        songs[0].Count.ShouldBe(30);
        songs[1].ShouldBe(songs[0]);
    }

    [Fact]
    public async Task Recommend_shows_a_person_the_songs_as_a_table()
    {
        var photo = _folder.Write("dusk [1].jpg", RenderedPhoto.Good);

        var result = await CommandLine.RunAsync("recommend", photo);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("dusk [1].jpg");
        result.Output.ShouldContain("Why it fits");
        result.Output.ShouldContain("estimated, not measured");
    }

    [Fact]
    public async Task Recommend_says_what_is_wrong_with_each_photo_and_answers_the_others()
    {
        var good = _folder.Write("good.jpg", RenderedPhoto.Good);
        var text = _folder.Write("text.jpg", "no photo at all");
        var cut = _folder.Write("cut.jpg", RenderedPhoto.Good[..2000]);
        var missing = Path.Combine(_folder.Root, "missing.jpg");

        var result = await CommandLine.RunAsync("recommend", missing, text, cut, _folder.Root, good, "--json");

        result.ExitCode.ShouldBe(1);
        result.Lines.Length.ShouldBe(1);
        Parse(result.Output).GetProperty("songs").GetArrayLength().ShouldBe(5);
        var sentences = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        sentences.Length.ShouldBe(4, result.Error);
        sentences[0].ShouldBe("missing.jpg: There is no such file.");
        sentences[1].ShouldStartWith("text.jpg: This file is not an image.");
        sentences[2].ShouldStartWith("cut.jpg: The photo is damaged or cut off");
        sentences[3].ShouldContain("cannot be read");
    }

    [Theory]
    [InlineData("1 to 30", "--count", "0")]
    [InlineData("1 to 30", "--count", "31")]
    [InlineData("count", "--count", "many")]
    [InlineData("English, Hindi, Punjabi", "--language", "Klingon")]
    [InlineData("at most 5", "--language", "en", "hi", "pa", "ta", "te", "ko")]
    public async Task Recommend_says_what_is_allowed(string words, params string[] options)
    {
        var photo = _folder.Write("photo.jpg", RenderedPhoto.Good);

        var result = await CommandLine.RunAsync(["recommend", photo, .. options]);

        result.ExitCode.ShouldNotBe(0);
        (result.Error + result.Output).ShouldContain(words);
        result.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("recommend")]
    [InlineData("no-such-command")]
    [InlineData("catalog")]
    public async Task Half_a_command_is_an_error_and_shows_how(params string[] arguments)
    {
        var result = await CommandLine.RunAsync(arguments);

        result.ExitCode.ShouldNotBe(0);
        result.Error.ShouldNotBeEmpty();
        result.Output.ShouldContain("Usage:");
    }

    [Fact]
    public async Task Doctor_names_the_parts_and_finds_them_working()
    {
        var result = await CommandLine.RunAsync("doctor");

        result.ExitCode.ShouldBe(0, result.Output + result.Error);
        foreach (var part in (string[])["Data folder", "Photo formats", "Catalogue", "Curated artists", "Reading a photo", "Models elsewhere"])
            result.Output.ShouldContain(part);
        result.Output.ShouldNotContain("broken");
    }

    [Fact]
    public async Task Catalog_check_compares_with_measured_features()
    {
        var measured = _folder.Write("measured.csv", MeasuredTwins(count: 8));

        var result = await CommandLine.RunAsync("catalog", "check", "--measured", measured, "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        var report = Parse(result.Output);
        report.GetProperty("songs").GetInt32().ShouldBeGreaterThan(1000);
        var comparison = report.GetProperty("measured").GetProperty("measured.csv");
        comparison.GetProperty("matched").GetInt32().ShouldBe(8);
        var features = comparison.GetProperty("features").EnumerateArray().ToDictionary(feature => feature.GetProperty("feature").GetString()!, StringComparer.Ordinal);
        features.Keys.ShouldBe(["energy", "valence", "danceability", "acousticness", "instrumentalness", "tempo"], ignoreOrder: true);
        features["energy"].GetProperty("songs").GetInt32().ShouldBe(8);
        features["energy"].GetProperty("mae").GetDouble().ShouldBe(.05, .001);
        features["energy"].GetProperty("r").GetDouble().ShouldBe(1, .001);
        features["valence"].GetProperty("mae").GetDouble().ShouldBe(0, .001);
        features["tempo"].GetProperty("songs").GetInt32().ShouldBe(0);
        features["tempo"].GetProperty("mae").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Catalog_check_says_what_a_wrong_file_lacks()
    {
        var measured = _folder.Write("measured.csv", "a,b\n1,2\n");

        var result = await CommandLine.RunAsync("catalog", "check", "--measured", measured, "--json");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("has no title column");
    }

    [Fact]
    public async Task Catalog_check_says_that_a_file_is_not_there()
    {
        var result = await CommandLine.RunAsync("catalog", "check", "--catalogue", Path.Combine(_folder.Root, "none.csv"));

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("none.csv");
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Evaluate_vision_prints_the_contract()
    {
        var ratings = WriteRatings(photos: 5);

        var result = await CommandLine.RunAsync("evaluate", "vision", "--ratings", ratings, "--images", _folder.Root, "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Lines.Length.ShouldBe(1);
        var evaluation = Parse(result.Output);
        Answer.Names(evaluation).ShouldBe(["valence", "energy", "themes", "photos", "ms_per_photo"], ignoreOrder: true);
        foreach (var name in (string[])["valence", "energy"])
        {
            Answer.Names(evaluation.GetProperty(name)).ShouldBe(["r", "mae", "within_one_deviation", "within_two_deviations"], ignoreOrder: true);
            evaluation.GetProperty(name).GetProperty("r").GetDouble().ShouldBeInRange(-1, 1);
            evaluation.GetProperty(name).GetProperty("mae").GetDouble().ShouldBeInRange(0, 1);
        }

        evaluation.GetProperty("photos").GetInt32().ShouldBe(5);
        evaluation.GetProperty("ms_per_photo").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Evaluate_match_measures_what_comes_with_the_program_and_not_what_the_operator_has()
    {
        var ratings = WriteRatings(photos: 5);
        using var home = new TempFolder();
        Directory.CreateDirectory(Path.Combine(home.Root, "storybeats"));
        home.Write(Path.Combine("storybeats", "starter-catalogue.csv"), "no catalogue");

        var result = await CommandLine.RunWithAsync(
            _folder.Root, [new("XDG_CONFIG_HOME", home.Root)], "evaluate", "match", "--ratings", ratings, "--images", _folder.Root, "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        var evaluation = Parse(result.Output);
        evaluation.GetProperty("songs").GetInt32().ShouldBeGreaterThan(1000);
        evaluation.GetProperty("profiles").EnumerateArray().Select(profile => profile.GetProperty("profile").GetString()).ShouldBe(["classic", "matched"], ignoreOrder: true);
        evaluation.GetProperty("profiles")[0].GetProperty("distance").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Evaluate_vision_says_which_photo_is_missing()
    {
        var ratings = WriteRatings(photos: 2);
        File.Delete(Path.Combine(_folder.Root, "photo-1.jpg"));

        var result = await CommandLine.RunAsync("evaluate", "vision", "--ratings", ratings, "--images", _folder.Root, "--json");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("photo-1.jpg");
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Features_are_trained_into_a_file_and_evaluated_in_the_contract()
    {
        var table = Path.Combine(_folder.Root, "table.csv");
        await File.WriteAllLinesAsync(table, ["title,artist,energy,valence,mood", .. Enumerable.Range(0, 20).Select(i => $"Song {i},Artist {i % 5},.{i + 10},.5,Happy")], TestContext.Current.CancellationToken);
        var model = Path.Combine(_folder.Root, "new", "model.json");

        var trained = await CommandLine.RunAsync("train", "features", "--tracks", table, "--out", model);
        var evaluated = await CommandLine.RunAsync("evaluate", "features", "--tracks", table, "--model", model, "--json");

        trained.ExitCode.ShouldBe(0, trained.Error);
        trained.Output.ShouldContain("20 measured songs");
        evaluated.ExitCode.ShouldBe(0, evaluated.Error);
        var evaluation = Parse(evaluated.Output);
        Answer.Names(evaluation).ShouldBe(["songs", "artists", "tables", "how_moods_are_chosen", "unseen", "seen", "model"], ignoreOrder: true);
        var energy = evaluation.GetProperty("unseen")[0].GetProperty("features")[0];
        Answer.Names(energy).ShouldBe(
            ["feature", "songs", "learned", "expected_error", "completed", "mood_constants", "hand_made", "mood_constants_averaged", "hand_made_averaged", "better_than_constants", "better_than_hand_made", "better_than_averaged"],
            ignoreOrder: true);
        energy.GetProperty("learned").GetProperty("mae").GetDouble().ShouldBeInRange(0, 1);
        evaluation.GetProperty("model").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("evaluate")]
    public async Task Features_cannot_be_learned_from_a_file_that_is_no_table(string command)
    {
        var table = Path.Combine(_folder.Root, "table.csv");
        await File.WriteAllTextAsync(table, "a,b\n1,2\n", TestContext.Current.CancellationToken);

        var result = await CommandLine.RunAsync(command, "features", "--tracks", table);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("no title column");
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Serve_answers_and_stops_when_it_is_asked_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is not known to Windows.");
        using var serve = await ServeProcess.StartAsync();

        var health = await serve.Client.GetStringAsync("/health", TestContext.Current.CancellationToken);
        var page = await serve.Client.GetStringAsync("/", TestContext.Current.CancellationToken);
        var exitCode = await serve.TerminateAsync();

        health.ShouldBe("""{"status":"healthy","service":"StoryBeats API"}""");
        page.ShouldContain("photo-input");
        exitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("RateLimits__PerDay=0")]
    [InlineData("Photos__MaxBytes=many")]
    [InlineData("Proxies__Known=nowhere")]
    [InlineData("RateLimits__PerDay=0", "RateLimits__PerHour=0")]
    [InlineData("Vision__DeadlineSeconds=900", "Cors__Origins=*")]
    [InlineData("Vision__LocalModel=nowhere")]
    public async Task Serve_says_in_a_line_each_which_settings_are_wrong(params string[] settings)
    {
        var environment = settings.Select(setting => setting.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1])).ToList();

        var result = await CommandLine.RunWithAsync(_folder.Root, environment, "serve", "--urls", "http://127.0.0.1:0");

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBeEmpty();
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(settings.Length, result.Error);
        foreach (var setting in environment)
            lines.ShouldContain(line => line.Contains(setting.Key.Split("__", StringSplitOptions.None)[1], StringComparison.Ordinal) && !line.StartsWith("   at ", StringComparison.Ordinal));
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    // The catalogue's own rows with energy moved by a known amount.
    private static string MeasuredTwins(int count)
    {
        var rows = new StringBuilder("track_name,artist_name,energy,valence\n");
        var taken = 0;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "starter-catalogue.csv")).Skip(1))
        {
            var cells = line.Split(',');
            if (line.Contains('"', StringComparison.Ordinal) || cells.Length != 15 || cells[1].Contains(';', StringComparison.Ordinal))
                continue;
            var energy = double.Parse(cells[7], CultureInfo.InvariantCulture);
            rows.Append(CultureInfo.InvariantCulture, $"{cells[0]},{cells[1]},{energy + .05},{cells[8]}\n");
            if (++taken == count)
                break;
        }

        return rows.ToString();
    }

    private string WriteRatings(int photos)
    {
        var csv = new StringBuilder("image,theme,category,valence_mean,valence_sd,arousal_mean,arousal_sd\n");
        for (var i = 0; i < photos; i++)
        {
            _folder.Write(string.Create(CultureInfo.InvariantCulture, $"photo-{i}.jpg"), RenderedPhoto.Jpeg(160, 120, seed: i));
            csv.Append(CultureInfo.InvariantCulture, $"photo-{i}.jpg,Lake {i},Scene,{2 + i},1.1,{6 - (i * .7)},1.3\n");
        }

        return _folder.Write("ratings.csv", csv.ToString());
    }
}
