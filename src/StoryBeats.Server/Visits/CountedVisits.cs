using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Visits;

/// <summary>Counts the voices of each client by the day, in memory alone: under a hash whose key dies with the process.</summary>
internal sealed class CountedVisits(TimeProvider clock, IOptions<FeedbackOptions> options)
{
    /// <summary>Clients counted at most, some 5 MB; more in one day count for nobody but themselves.</summary>
    public const int MostClients = 100_000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<UInt128, int> _taken = [];
    private readonly Lock _gate = new();
    private DateOnly _day;

    /// <summary>Takes one of the client's voices of today.</summary>
    /// <returns>False when there is none left.</returns>
    public bool Take(ReadOnlySpan<byte> client)
    {
        var id = Id(client);
        lock (_gate)
        {
            Turn();
            var taken = _taken.GetValueOrDefault(id);
            if (taken >= options.Value.CountedVisitsPerDay || (taken == 0 && _taken.Count >= MostClients))
                return false;
            _taken[id] = taken + 1;
            return true;
        }
    }

    /// <summary>Gives back a voice that was not used.</summary>
    public void Return(ReadOnlySpan<byte> client)
    {
        var id = Id(client);
        lock (_gate)
        {
            Turn();
            if (_taken.GetValueOrDefault(id) > 0)
                _taken[id]--;
        }
    }

    private UInt128 Id(ReadOnlySpan<byte> client)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, client, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private void Turn()
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (today == _day)
            return;
        _taken.Clear();
        _day = today;
    }
}
