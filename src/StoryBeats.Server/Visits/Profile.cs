using StoryBeats.Visitors;

namespace StoryBeats.Server.Visits;

/// <summary>What the cookie of a visitor's profile says.</summary>
/// <param name="Visitor">The visitor.</param>
/// <param name="Counts">
/// Whether its feedback may shape what others see: not that of profiles made one after another to be many people.
/// </param>
internal readonly record struct Profile(VisitorId Visitor, bool Counts);
