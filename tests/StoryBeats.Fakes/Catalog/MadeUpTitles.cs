namespace StoryBeats.Fakes.Catalog;

/// <summary>Titles that no song has, each once an artist.</summary>
internal sealed class MadeUpTitles(string language, Random random)
{
    private static readonly string[] EnglishFirst = ["Paper", "Silver", "Midnight", "Hollow", "Golden", "Quiet", "Neon", "Velvet", "Distant", "Broken", "Summer", "Winter", "Electric", "Gentle", "Wild", "Faded"];
    private static readonly string[] EnglishSecond = ["Harbour", "Lanterns", "Windows", "Avenue", "Satellite", "Rivers", "Static", "Orchard", "Mirrors", "Weather", "Postcards", "Carousel", "Parade", "Horizon", "Telephone", "Gardens"];
    private static readonly string[] HindiFirst = ["Dil Ki", "Raat Ki", "Teri", "Mere", "Chaandni", "Barsaat Ki", "Sapno Ki", "Purani", "Shaam Ki", "Tere Bin", "Adhoori", "Nayi", "Khoyi", "Rangeen", "Shehar Ki", "Hawa Ki"];
    private static readonly string[] HindiSecond = ["Kahani", "Galiyan", "Khidki", "Baarish", "Duniya", "Rahein", "Yaadein", "Chitthi", "Roshni", "Manzil", "Dastaan", "Aawaaz", "Subah", "Lehrein", "Khushboo", "Deewar"];

    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A title for a release and its only song.</summary>
    public string Next(out string same) => same = Next();

    public string Next()
    {
        var (first, second) = language == "Hindi" ? (HindiFirst, HindiSecond) : (EnglishFirst, EnglishSecond);
        while (true)
        {
            var title = first[random.Next(first.Length)] + " " + second[random.Next(second.Length)];
            if (_used.Add(title))
                return title;
        }
    }
}
