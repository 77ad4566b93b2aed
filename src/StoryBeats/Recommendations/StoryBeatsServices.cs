using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Feedback;
using StoryBeats.Learning;
using StoryBeats.Outages;
using StoryBeats.Photos;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;
using StoryBeats.SecondLook;
using StoryBeats.Sessions;
using StoryBeats.Telemetry;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>Registers the recommender.</summary>
public static class StoryBeatsServices
{
    /// <summary>Adds everything but the seams: an <see cref="IVibeAnalyzer"/> and at least one <see cref="ICandidateSource"/> come from providers.</summary>
    public static IServiceCollection AddStoryBeats(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StoryBeatsOptions>().Bind(configuration.GetSection(StoryBeatsOptions.SectionName));
        services.AddValidated<PhotoLimits, PhotoLimitsValidator>(configuration.GetSection(PhotoLimits.SectionName));
        services.AddValidated<RankingOptions, RankingOptionsValidator>(configuration.GetSection(RankingOptions.SectionName));

        services.AddValidated<VisionOptions, VisionOptionsValidator>(configuration.GetSection(VisionOptions.SectionName));
        services.AddValidated<SecondLookOptions, SecondLookOptionsValidator>(configuration.GetSection(SecondLookOptions.SectionName));

        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<StoryBeatsMetrics>();
        services.TryAddSingleton<Parts>();
        services.AddSingleton(provider => new DataFiles(provider.GetRequiredService<IOptions<StoryBeatsOptions>>().Value.DataDirectory));
        services.AddSingleton(provider => MoodLexicon.Load(provider.GetRequiredService<DataFiles>().Find("mood-lexicon.json")));
        services.AddSingleton(provider => ArtistGroups.Load(provider.GetRequiredService<DataFiles>().Find("artist-groups.json")));
        services.AddSingleton(provider => FeatureModelFile.Load(provider.GetRequiredService<DataFiles>().FindModel(FeatureModelFile.FileName)));
        services.AddSingleton<CuratedArtistsFile>();

        services.TryAddSingleton<PhotoFingerprinter>();
        services.AddSingleton<PhotoIntake>();
        services.AddSingleton<PhotoGate>();
        services.AddSingleton<VibeMapping>();
        services.AddSingleton<Wishes>();
        services.AddSingleton<VibeCompletion>();
        services.AddSingleton<VibeAnalyzerChain>();
        services.AddSingleton<ArtistSelector>();
        services.AddSingleton<CandidateRetriever>();
        services.AddSingleton<AudioFeatureEstimator>();
        services.AddSingleton<TrackScorer>();
        services.AddSingleton<SongRanker>();
        services.TryAddSingleton<ISessionStore, InMemorySessionStore>();
        services.TryAddSingleton<ITasteSource, NoTasteSource>();
        services.AddSingleton<SessionOpener>();
        services.AddSingleton<SecondLooks>();
        services.AddSingleton<SecondLooker>();
        services.AddSingleton<RecommendationPipeline>();
        services.AddSingleton<MoreSongs>();
        services.AddSingleton<FeedbackRecorder>();
        services.AddSingleton<MoodCorrection>();
        services.AddSingleton<Refinement>();
        return services;
    }
}

[OptionsValidator]
internal sealed partial class PhotoLimitsValidator : IValidateOptions<PhotoLimits>;

[OptionsValidator]
internal sealed partial class VisionOptionsValidator : IValidateOptions<VisionOptions>;

[OptionsValidator]
internal sealed partial class SecondLookOptionsValidator : IValidateOptions<SecondLookOptions>;

[OptionsValidator]
internal sealed partial class RankingOptionsValidator : IValidateOptions<RankingOptions>;
