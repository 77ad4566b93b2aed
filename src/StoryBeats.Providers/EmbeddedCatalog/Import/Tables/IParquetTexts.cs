namespace StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

/// <summary>A column's texts, row by row.</summary>
internal interface IParquetTexts : IDisposable
{
    /// <summary>The next row's text, or null where there is nothing.</summary>
    string? Next();
}
