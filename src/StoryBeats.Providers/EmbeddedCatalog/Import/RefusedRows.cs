using System.Text.Json;
using nietras.SeparatedValues;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>The rows refused, as a CSV file that takes its place when the import is done; without any there is none.</summary>
internal sealed class RefusedRows : IDisposable
{
    private const string Header = "file,row,reason,field,value,title,artist";

    private readonly string _path;
    private readonly SepWriter _writer;
    private long _count;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it is to stand.</param>
    /// <param name="inputs">The full paths of what is imported, which it never replaces.</param>
    /// <exception cref="InvalidDataException">It cannot be written there.</exception>
    public RefusedRows(string path, IReadOnlySet<string> inputs)
    {
        _path = path;
        try
        {
            foreach (var place in new[] { path, Partial })
            {
                if (inputs.Contains(place) || Directory.Exists(place) || (File.Exists(place) && !IsList(place)))
                    throw new InvalidDataException($"{place} is there, and is no list of refused rows; name another file with --refused FILE.");
            }

            _writer = Sep.New(',').Writer(options => options with { Escape = true }).ToFile(Partial);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The refused rows cannot be written to {path}; name another file with --refused FILE. ({fault.Message})", fault);
        }
    }

    private string Partial => _path + ".partial";

    /// <summary>What a reason is called in files and answers: <c>no_title</c>.</summary>
    public static string Name(RefusalReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    /// <summary>The file of the refused rows of an input, beside it.</summary>
    public static string Beside(string input) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(input))!, Path.GetFileNameWithoutExtension(input) + ".refused.csv");

    public void Add(string file, Refusal refusal)
    {
        using var row = _writer.NewRow();
        row["file"].Set(file);
        row["row"].Format(refusal.Row);
        row["reason"].Set(Name(refusal.Reason));
        row["field"].Set(refusal.Field);
        row["value"].Set(refusal.Value);
        row["title"].Set(refusal.Title);
        row["artist"].Set(refusal.Artist);
        _count++;
    }

    /// <summary>Puts the file in its place, or none where nothing was refused.</summary>
    public void Commit()
    {
        _writer.Dispose();
        if (_count > 0)
            File.Move(Partial, _path, overwrite: true);
        else
            File.Delete(_path);
    }

    public void Dispose()
    {
        _writer.Dispose();
        File.Delete(Partial);
    }

    /// <summary>Whether a file is a list of an earlier import, or empty; one that somebody has mended has other columns.</summary>
    public static bool IsList(string path)
    {
        using var reader = new StreamReader(path);
        Span<char> begin = stackalloc char[Header.Length + 1];
        return reader.ReadBlock(begin) is 0 || (begin[..^1].SequenceEqual(Header) && begin[^1] is '\0' or '\r' or '\n');
    }
}
