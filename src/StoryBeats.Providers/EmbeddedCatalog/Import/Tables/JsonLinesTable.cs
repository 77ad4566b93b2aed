using System.Text.Json;

namespace StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

/// <summary>A JSON object a line; its columns are the names that the first thousand lines have.</summary>
internal sealed class JsonLinesTable : ITable
{
    private const int LinesOfColumns = 1000;

    private readonly StreamReader _reader;
    private readonly FileStream _file;

    public JsonLinesTable(TextSource source)
    {
        Columns = ColumnsOf(source);
        (_reader, _file) = source.Open();
    }

    public IReadOnlyList<string> Columns { get; }

    public long Position => _file.Position;

    public IEnumerable<TableRow> Read(IReadOnlyList<int> columns, long skip)
    {
        var cells = new string?[columns.Count];
        for (var number = 1L; _reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line) || skip-- > 0)
                continue;

            Array.Clear(cells);
            using var document = Parse(line);
            yield return new TableRow(number, cells, document is null ? "no JSON object" : Fill(cells, columns, document.RootElement));
        }
    }

    public void Dispose() => _reader.Dispose();

    // What is wrong with the row, or null.
    private string? Fill(string?[] cells, IReadOnlyList<int> columns, JsonElement row)
    {
        try
        {
            for (var i = 0; i < cells.Length; i++)
            {
                if (columns[i] >= 0 && row.TryGetProperty(Columns[columns[i]], out var value))
                    cells[i] = Text(value);
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            // Half of a character, as a text that was cut has it ("\ud83d").
            return "a text that is not Unicode";
        }
    }

    // A list is written as CSV files write one; a list of objects names each ("artists": [{"name": …}]).
    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString()!.Trim() is { Length: > 0 } text ? text : null,
        JsonValueKind.Array => string.Join(ListText.Separator, value.EnumerateArray().Select(Text).OfType<string>()) is { Length: > 0 } list ? list : null,
        JsonValueKind.Object => value.TryGetProperty("name", out var name) ? Text(name) : null,
        _ => value.GetRawText(),
    };

    private static List<string> ColumnsOf(TextSource source)
    {
        using var reader = source.Open().Reader;
        var columns = new List<string>();
        for (var left = LinesOfColumns; left > 0 && reader.ReadLine() is { } line; left--)
        {
            using var document = Parse(line);
            columns.AddRange(document?.RootElement.EnumerateObject().Select(Name).OfType<string>().Except(columns, StringComparer.Ordinal) ?? []);
        }

        return columns;
    }

    private static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonDocument? Parse(string line)
    {
        try
        {
            var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
                return document;

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
