using StoryBeats.Server;

await StoryBeatsServer.Build(args).RunAsync();
