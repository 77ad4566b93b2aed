namespace StoryBeats.Visitors;

/// <summary>Keeps what a visitor allowed at another service, until they take it back or leave it unused for long.</summary>
public interface ILinkedAccountStore
{
    /// <summary>The account, or null.</summary>
    ValueTask<LinkedAccount?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Keeps an account in place of what was kept of it.</summary>
    ValueTask SaveAsync(LinkedAccount account, CancellationToken cancellationToken);

    /// <summary>Forgets an account.</summary>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> ForgetAsync(string id, CancellationToken cancellationToken);
}

/// <summary>A visitor's account at another service.</summary>
/// <param name="Id">An unguessable id that the visitor's signed cookie holds.</param>
/// <param name="Tokens">The service's tokens, encrypted before they come here.</param>
/// <param name="Updated">When they were last renewed.</param>
public sealed record LinkedAccount(string Id, byte[] Tokens, DateTimeOffset Updated)
{
    /// <summary>An account left unused for this long is forgotten.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);
}
