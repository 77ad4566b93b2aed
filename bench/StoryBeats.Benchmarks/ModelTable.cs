using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using NetVips;
using StoryBeats.Fakes;
using StoryBeats.Fakes.Models;
using StoryBeats.Photos;
using StoryBeats.Providers.LocalVision;

namespace StoryBeats.Benchmarks;

/// <summary>
/// What a model elsewhere costs a visitor: its own time, and what this program adds to it; when the draft is there; and what happens when it
/// is down. The model is the fake Claude: 2.5 s to a whole answer in the median, 4 s at P95, its first token after .6 s.
/// </summary>
internal static class ModelTable
{
    private const FakeService Claude = FakeService.Anthropic;
    private const int WarmUps = 3;
    private const int BrowserSide = 1280;

    private static readonly FakeLatency FirstToken = new(600, 960);
    private static readonly FakeLatency Whole = new(2500, 4000);
    private static readonly FakeLatency LateFailure = new(600, 600);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(int rounds)
    {
        var photo = BenchPhoto.Render();
        var small = Shrunk(photo, BrowserSide);
        await using var fakes = await FakeServices.StartAsync();
        var times = new ModelTimes();
        var givenUp = await AnswersAsync(fakes, times, photo, small, rounds);
        await OverloadedAsync(fakes, times, photo, rounds);
        await RefusedAsync(fakes, times, photo, rounds);
        await SecondLooksAsync(fakes, times, photo, rounds);

        Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}; "
            + $"a JPEG of {photo.Length / 1e6:0.0} MB, 4000×3000, and the same at {BrowserSide} px, {small.Length / 1e6:0.0} MB; {rounds} rounds; the model takes "
            + $"{Whole.MedianMs} ms in the median, {Whole.P95Ms} ms at P95, to its first token {FirstToken.MedianMs} and {FirstToken.P95Ms} ms");
        Console.WriteLine();
        times.Print();
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"The model's own time is from its whole request to its last byte. {givenUp} of {4 * rounds} answers were given up at the deadline and count in no row that takes it off."));
    }

    /// <summary>Every row once a round, so that differences hold on a noisy machine.</summary>
    private static async Task<int> AnswersAsync(FakeServices fakes, ModelTimes times, byte[] photo, byte[] small, int rounds)
    {
        await using var local = Bench.Services();
        var intake = local.GetRequiredService<PhotoIntake>();
        var features = local.GetRequiredService<PhotoFeatures>();
        var head = local.GetRequiredService<VisionHead>();
        await using var with = await ModelServer.StartAsync(fakes, fakes.ModelSettings(Claude));
        await using var without = await ModelServer.StartAsync(fakes);
        var givenUp = 0;
        for (var round = -WarmUps; round < rounds; round++)
        {
            if (round == 0)
            {
                times.Clear();
                givenUp = 0;
            }

            Slow(fakes, round >= 0);
            foreach (var (size, bytes) in ((string, byte[])[])[("12 MP", photo), ($"{BrowserSide} px", small)])
            {
                givenUp += await AskAsync(fakes, times, with, bytes, size);
                givenUp += await ListenAsync(fakes, times, with, bytes, size);
                var unseen = BenchPhoto.Unseen(bytes);
                var start = Stopwatch.GetTimestamp();
                head.Read(features.Extract(intake.Open(unseen).Decode()));
                times.Add($"{size}: local reading alone", Stopwatch.GetElapsedTime(start));
                times.Add($"{size}: whole request without a model", (await without.AskAsync(BenchPhoto.Unseen(bytes))).ToEnd);
            }
        }

        return givenUp;
    }

    private static async Task<int> AskAsync(FakeServices fakes, ModelTimes times, ModelServer server, byte[] photo, string size)
    {
        fakes.Models.Clear();
        var answer = await server.AskAsync(BenchPhoto.Unseen(photo));
        var call = Reading(fakes);
        await SettleAsync(fakes);
        times.Add($"{size}: to the v2 JSON", answer.ToEnd);
        if (!call.Finished)
            return 1;
        times.Add($"{size}: the model's own time, JSON", call.Took!.Value);
        times.Add($"{size}: JSON minus the model's own time", answer.ToEnd - call.Took!.Value);
        return 0;
    }

    private static async Task<int> ListenAsync(FakeServices fakes, ModelTimes times, ModelServer server, byte[] photo, string size)
    {
        fakes.Models.Clear();
        var answer = await server.ListenAsync(BenchPhoto.Unseen(photo));
        var call = Reading(fakes);
        await SettleAsync(fakes);
        times.Add($"{size}: to the first songs event ({(answer.IsDraft ? "draft" : "final")})", answer.ToSongs);
        times.Add($"{size}: to done", answer.ToEnd);
        if (!call.Finished)
            return 1;
        times.Add($"{size}: the model's own time, events", call.Took!.Value);
        times.Add($"{size}: done minus the model's own time", answer.ToEnd - call.Took!.Value);
        return 0;
    }

    /// <summary>The model answers 529: at once, and when the draft has long been there. Beside it, in the same round, the request that has no model.</summary>
    private static async Task OverloadedAsync(FakeServices fakes, ModelTimes times, byte[] photo, int rounds)
    {
        await using var with = await ModelServer.StartAsync(fakes, fakes.ModelSettings(Claude));
        await using var without = await ModelServer.StartAsync(fakes);
        var model = fakes.Settings.Models[Claude];
        Slow(fakes, slow: false);
        for (var round = -WarmUps; round < rounds; round++)
        {
            foreach (var (name, latency) in ((string, FakeLatency)[])[("529 at once", FakeLatency.None), ($"529 after {LateFailure.MedianMs} ms", LateFailure)])
            {
                fakes.Models.Clear();
                fakes.Settings.Latencies[Claude] = latency;
                model.Fails = 529;
                var answer = await with.AskAsync(BenchPhoto.Unseen(photo));
                var call = Reading(fakes);
                fakes.Settings.Latencies[Claude] = FakeLatency.None;
                model.Fails = null;
                var alone = await without.AskAsync(BenchPhoto.Unseen(photo));
                if (round >= 0)
                {
                    times.Add($"{name}: whole request", answer.ToEnd);
                    times.Add($"{name}: from the failure sent to the answer", Stopwatch.GetElapsedTime(call.LastByte!.Value, answer.End));
                    times.Add($"{name}: the same round without a model", alone.ToEnd);
                    times.Add($"{name}: whole request minus that", answer.ToEnd - alone.ToEnd);
                }

                // A model that fails again and again is left alone: one that answers makes it well.
                await RecoverAsync(fakes, with, photo);
            }
        }
    }

    /// <summary>Nothing listens where the model was.</summary>
    private static async Task RefusedAsync(FakeServices fakes, ModelTimes times, byte[] photo, int rounds)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var comes = await FakeServices.StartAsync(address, configure: null);
        var settings = comes.ModelSettings(Claude);
        await using var with = await ModelServer.StartAsync(fakes, settings);
        await using var without = await ModelServer.StartAsync(fakes);
        for (var round = -WarmUps; round < rounds; round++)
        {
            await comes.DisposeAsync();
            var answer = await with.AskAsync(BenchPhoto.Unseen(photo));
            var alone = await without.AskAsync(BenchPhoto.Unseen(photo));
            if (round >= 0)
            {
                times.Add("connection refused: whole request", answer.ToEnd);
                times.Add("connection refused: the same round without a model", alone.ToEnd);
                times.Add("connection refused: whole request minus that", answer.ToEnd - alone.ToEnd);
            }

            comes = await FakeServices.StartAsync(address, configure: null);
            await RecoverAsync(comes, with, photo);
        }

        await comes.DisposeAsync();
    }

    /// <summary>Five more songs while the model looks again, and where it does not.</summary>
    private static async Task SecondLooksAsync(FakeServices fakes, ModelTimes times, byte[] photo, int rounds)
    {
        var settings = fakes.ModelSettings(Claude);
        await using var looks = await ModelServer.StartAsync(fakes, settings);
        await using var none = await ModelServer.StartAsync(fakes, [.. settings, new("SecondLook:Enabled", "false")]);
        var model = fakes.Settings.Models[Claude];
        Slow(fakes, slow: false);
        var slow = new FakeModel { FirstToken = FirstToken, Whole = Whole };
        model.Instead = call => call.OrdersSongs ? slow : null;
        for (var round = -WarmUps; round < rounds; round++)
        {
            fakes.Models.Clear();
            // Another picture each time: an order of the same songs for the same picture is known.
            var small = Shrunk(photo, BrowserSide - (2 * (round + WarmUps)));
            var session = (await looks.AskAsync(small)).Session;
            var running = await UntilAsync(() => fakes.Models.SecondLooks is [{ LastByte: null }, ..] or [{ Finished: false }, ..]);
            var during = await looks.MoreAsync(session);
            var still = running && fakes.Models.SecondLooks is [{ Finished: false }, ..];
            await SettleAsync(fakes, running ? LongPatience : Patience);
            var other = (await none.AskAsync(BenchPhoto.Unseen(small))).Session;
            var alone = await none.MoreAsync(other);
            if (round < 0)
                continue;
            times.Add(still ? "five more while the second look runs" : "five more with no second look seen", during);
            times.Add("five more, second looks off", alone);
        }

        model.Instead = null;
    }

    private static async Task RecoverAsync(FakeServices fakes, ModelServer server, byte[] photo)
    {
        fakes.Models.Clear();
        await server.AskAsync(BenchPhoto.Unseen(photo));
        if (fakes.Models.Readings is not [.., { Finished: true }])
            throw new InvalidOperationException("The model is well again and was not asked: the rows of its failures would measure that it is left alone.");
        await SettleAsync(fakes);
    }

    private static void Slow(FakeServices fakes, bool slow)
    {
        var model = fakes.Settings.Models[Claude];
        (model.FirstToken, model.Whole) = slow ? (FirstToken, Whole) : (FakeLatency.None, FakeLatency.None);
        // Second looks come after the answer, and are not to disturb the next.
        var quick = new FakeModel();
        model.Instead = call => call.OrdersSongs ? quick : null;
    }

    private static ModelCall Reading(FakeServices fakes) =>
        fakes.Models.Readings is [.., var last] ? last : throw new InvalidOperationException("The model was not asked to read the photo: there is nothing to measure.");

    /// <summary>Waits for the second look that follows an answer, where one does.</summary>
    private static Task<bool> SettleAsync(FakeServices fakes, TimeSpan? patience = null) =>
        UntilAsync(() => fakes.Models.SecondLooks is { Count: > 0 } looks && looks.All(call => call.Finished || call.ClientLeft || call.Status >= 400), patience);

    private static async Task<bool> UntilAsync(Func<bool> condition, TimeSpan? patience = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > (patience ?? Patience))
                return false;
            await Task.Delay(2);
        }

        return true;
    }

    /// <summary>As a browser sends it.</summary>
    private static byte[] Shrunk(byte[] photo, int side)
    {
        using var small = Image.ThumbnailBuffer(photo, side, height: side);
        return small.JpegsaveBuffer(q: 85, keep: Enums.ForeignKeep.None);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
