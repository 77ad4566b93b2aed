using System.Diagnostics;

namespace StoryBeats.Server.Tests;

/// <summary>Alone, so that no other test's memory is counted.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(MemoryTests))]
public sealed class MemoryTests(SharedServer shared)
{
    private const int First = 300;
    private const int Total = 1000;
    private const int AtOnce = 4;
    private const long MebiByte = 1024 * 1024;

    private readonly RunningServer _server = shared.Server;

    [Fact]
    public async Task A_thousand_bad_inputs_leave_no_memory_behind()
    {
        var inputs = BadInput.All.Values.ToList();
        await SendAsync(inputs, 0, First);
        var before = Measure();

        await SendAsync(inputs, First, Total - First);

        var after = Measure();
        (after.Heap - before.Heap).ShouldBeLessThan(20 * MebiByte);
        (after.WorkingSet - before.WorkingSet).ShouldBeLessThan(60 * MebiByte);
        (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
    }

    private static (long Heap, long WorkingSet) Measure()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }

    private Task SendAsync(List<BadInput> inputs, int from, int count) => Parallel.ForEachAsync(
        Enumerable.Range(from, count),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
        async (i, _) =>
        {
            var input = inputs[i % inputs.Count];
            var answer = await _server.PostAsync("/api/analyze", input.ContentType, input.Body);
            ((int)answer.Status).ShouldBeLessThan(500);
        });
}
