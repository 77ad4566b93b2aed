using System.Data.Common;

namespace StoryBeats.Outages;

/// <summary>Storage does not answer just now. What was to be written may have been written or not.</summary>
public sealed class StorageAwayException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether a fault comes of storage that is away, and not of what it was asked.</summary>
    public static bool Explains(Exception? fault) =>
        fault is StorageAwayException or DbException { IsTransient: true } || (fault?.InnerException is { } inner && Explains(inner));

    /// <summary>Whether a fault is one of storage at all, away or not: EF wraps what its provider throws.</summary>
    public static bool IsOfStorage(Exception? fault) => fault is not null && (fault is DbException or StorageAwayException || IsOfStorage(fault.InnerException));
}
