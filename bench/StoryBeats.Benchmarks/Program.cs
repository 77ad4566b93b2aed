using BenchmarkDotNet.Running;
using StoryBeats.Benchmarks;

if (args is ["end-to-end", ..])
    return await EndToEnd.RunAsync(rounds: args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 30);

BenchmarkSwitcher.FromAssembly(typeof(EndToEnd).Assembly).Run(args);
return 0;
