using System.Globalization;
using BenchmarkDotNet.Running;
using StoryBeats.Benchmarks;

if (args is ["end-to-end" or "local" or "spotify", ..])
{
    var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 30;
    if (args[0] != "spotify")
        await LocalTable.RunAsync(rounds);
    if (args[0] != "local")
        await SpotifyTable.RunAsync(rounds);
    return 0;
}

if (args is ["models", ..])
{
    await ModelTable.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 30);
    return 0;
}

if (args is ["refine", ..])
{
    await RefineTable.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1000);
    return 0;
}

if (args is ["catalogue", ..])
{
    await CatalogueTable.RunAsync(
        songs: args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000,
        rounds: args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 200);
    return 0;
}

if (args is ["catalogue-write", var path, var songs])
{
    CatalogueTable.WriteFile(path, int.Parse(songs, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["feedback", ..])
{
    return await FeedbackLoad.RunAsync(
        rate: args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2000,
        seconds: args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 10);
}

if (args is ["import", ..])
    return await ImportLoad.RunAsync(rows: args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000);

BenchmarkSwitcher.FromAssembly(typeof(LocalTable).Assembly).Run(args);
return 0;
