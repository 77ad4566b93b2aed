using StoryBeats.Photos;
using StoryBeats.Providers.ZeroShot;
using StoryBeats.Vision;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Reads a photo on this machine, in some tens of milliseconds: no key, no network.</summary>
internal sealed class LocalVibeAnalyzer(PhotoFeatures features, VisionHead head, VibeMapping mapping, MoodLexicon lexicon, ActiveModel model) : IVibeAnalyzer
{
    /// <summary>The source named in answers.</summary>
    public const string SourceName = "local";

    // Of a bigger model that has no trained head: its moods' typical sound counts as much as what our head reads. Never measured.
    private const double ModelShare = .5;

    // Decoding and inference block; they are moved off the caller's thread.
    public async ValueTask<VibeAnalysis> AnalyzeAsync(PreparedPhoto photo, CancellationToken cancellationToken) =>
        await Task.Run(() => Analyze(photo), cancellationToken);

    private VibeAnalysis Analyze(PreparedPhoto photo)
    {
        var pixels = photo.Decode();
        var analysis = Feel(pixels).ToVibe(PhotoColors.Of(pixels), mapping, lexicon);
        return model.Reader is null ? analysis : analysis with { Readers = [new ReaderReport(SourceName, ReaderStatus.Read, model.Reader.Card.Name)] };
    }

    /// <summary>What a photo feels like.</summary>
    internal PhotoFeeling Feel(PhotoPixels pixels)
    {
        if (model.Reader is not { } bigger)
            return Ours(pixels);

        var embedding = bigger.Embed(pixels);
        var said = bigger.Read(embedding);
        if (bigger.Head is { } trained)
            return PhotoFeeling.Of(trained.Read(embedding), trained.ValenceScale, trained.EnergyScale) with { Themes = said.Themes, Model = said };

        var ours = Ours(pixels);
        return new PhotoFeeling(Mix(ours.Valence, said.Valence), Mix(ours.Energy, said.Energy), said.Themes, said);

        // As unsure as our own reading: how sure the model is, nobody has measured.
        static Feeling Mix(Feeling ours, double theirs) => ours with { Value = ours.Value + (ModelShare * (theirs - ours.Value)) };
    }

    private PhotoFeeling Ours(PhotoPixels pixels) => PhotoFeeling.Of(head.Read(features.Extract(pixels)), head.ValenceScale, head.EnergyScale);
}
