using StoryBeats.Server.Tests;

[assembly: AssemblyFixture(typeof(SharedServer))]
