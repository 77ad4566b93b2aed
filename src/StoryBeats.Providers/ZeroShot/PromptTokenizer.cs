using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>Turns a sentence into the numbers that a model's text encoder takes.</summary>
internal sealed partial class PromptTokenizer
{
    private const string ClipStart = "<|startoftext|>";
    private const string ClipEnd = "<|endoftext|>";

    // {trainer_spec: {bos_id: 0}}, merged into what stands before it. SigLIP's models have no beginning of a sentence, which the library stumbles
    // over; we ask for none, so any will do.
    private static readonly byte[] SomeBeginning = [0x12, 0x03, 0xC8, 0x02, 0x00];

    private readonly Tokenizer _tokenizer;
    private readonly Func<string, string> _clean;
    private readonly int? _start;
    private readonly int _end;
    private readonly int _pad;

    private PromptTokenizer(Tokenizer tokenizer, Func<string, string> clean, int? start, int end, int pad, int length) =>
        (_tokenizer, _clean, _start, _end, _pad, Length) = (tokenizer, clean, start, end, pad, length);

    /// <summary>Tokens that a sentence is cut or filled to.</summary>
    public int Length { get; }

    /// <summary>CLIP's: byte pairs of small letters, words marked by their end.</summary>
    /// <exception cref="InvalidDataException">The vocabulary is not one of CLIP's.</exception>
    public static PromptTokenizer Clip(IReadOnlyDictionary<string, int> vocabulary, IReadOnlyList<string> merges, string? pad, int length)
    {
        var start = IdOf(vocabulary, ClipStart);
        var end = IdOf(vocabulary, ClipEnd);
        try
        {
            var tokenizer = BpeTokenizer.Create(new BpeOptions(vocabulary)
            {
                Merges = merges,
                Normalizer = LowerCaseNormalizer.Instance,
                PreTokenizer = new RegexPreTokenizer(ClipWords(), specialTokens: null),
                EndOfWordSuffix = "</w>",
                ByteLevel = true,
                UnknownToken = ClipEnd,
            });
            return new PromptTokenizer(tokenizer, text => text, start, end, pad is null ? end : IdOf(vocabulary, pad), length);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"The tokenizer's vocabulary and merges do not belong together: {fault.Message}", fault);
        }
    }

    /// <summary>SigLIP's: SentencePiece of small letters without punctuation.</summary>
    /// <exception cref="InvalidDataException">The file is no SentencePiece model.</exception>
    public static PromptTokenizer SigLip(string path, string? pad, int length)
    {
        byte[] model = [.. File.ReadAllBytes(path), .. SomeBeginning];
        try
        {
            var tokenizer = SentencePieceTokenizer.Create(new MemoryStream(model), addBeginningOfSentence: false, addEndOfSentence: false);
            return new PromptTokenizer(tokenizer, WithoutPunctuation, start: null, tokenizer.EndOfSentenceId, pad is null ? tokenizer.EndOfSentenceId : IdOf(tokenizer.Vocabulary, pad), length);
        }
        catch (Exception fault) when (fault is not InvalidDataException)
        {
            throw new InvalidDataException($"{path} is not a SentencePiece model: {fault.Message}", fault);
        }
    }

    /// <summary>The tokens of a sentence, filled up, and how many of them are its own.</summary>
    public (long[] Ids, int Own) Encode(string text)
    {
        var room = Length - (_start is null ? 1 : 2);
        var ids = _tokenizer.EncodeToIds(_clean(text));
        long[] own = [.. _start is { } start ? [start] : Array.Empty<long>(), .. ids.Take(room).Select(id => (long)id), _end];
        return ([.. own, .. Enumerable.Repeat((long)_pad, Length - own.Length)], own.Length);
    }

    private static string WithoutPunctuation(string text) =>
        string.Concat(text.Where(letter => !char.IsPunctuation(letter))).ToLowerInvariant();

    private static int IdOf(IReadOnlyDictionary<string, int> vocabulary, string token) =>
        vocabulary.TryGetValue(token, out var id) ? id : throw new InvalidDataException($"The tokenizer's vocabulary has no {token}.");

    [GeneratedRegex(@"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ClipWords();
}
