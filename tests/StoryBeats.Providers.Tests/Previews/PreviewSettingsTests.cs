using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StoryBeats.Providers.Deezer;
using StoryBeats.Providers.ITunes;
using StoryBeats.Providers.Previews;
using StoryBeats.Providers.ReccoBeats;

namespace StoryBeats.Providers.Tests.Previews;

public sealed class PreviewSettingsTests
{
    [Fact]
    public void Without_settings_the_services_themselves_are_asked()
    {
        using var provider = Provider();

        provider.GetRequiredService<IOptions<DeezerOptions>>().Value.BaseAddress.ShouldBe(new Uri("https://api.deezer.com/"));
        provider.GetRequiredService<IOptions<ITunesOptions>>().Value.BaseAddress.ShouldBe(new Uri("https://itunes.apple.com/"));
        provider.GetRequiredService<IOptions<ReccoBeatsOptions>>().Value.BaseAddress.ShouldBe(new Uri("https://api.reccobeats.com/"));
        provider.GetRequiredService<IOptions<ReccoBeatsOptions>>().Value.Enabled.ShouldBeTrue();
        provider.GetRequiredService<IOptions<PreviewOptions>>().Value.Enabled.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Deezer:BaseAddress", "deezer")]
    [InlineData("Deezer:BaseAddress", "ftp://api.deezer.com/")]
    [InlineData("ITunes:BaseAddress", "https://proxy.example/itunes")]
    [InlineData("ReccoBeats:BaseAddress", "https://proxy.example/?to=reccobeats")]
    public void An_address_that_cannot_be_asked_is_named(string name, string value)
    {
        using var provider = Provider((name, value));

        var fault = Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        fault.Message.ShouldContain("BaseAddress must be an absolute http or https address that ends in a slash");
    }

    private static ServiceProvider Provider(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
        return new ServiceCollection().AddLogging().AddPreviews(configuration).AddReccoBeats(configuration).BuildServiceProvider();
    }
}
