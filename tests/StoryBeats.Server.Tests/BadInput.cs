using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace StoryBeats.Server.Tests;

/// <summary>Something that is no photo form, or no photo in it.</summary>
/// <param name="ContentType">The content type sent with it.</param>
/// <param name="Body">The body.</param>
/// <param name="Status">The status it must get.</param>
internal sealed record BadInput(string? ContentType, byte[] Body, int Status = 400)
{
    private const string Multipart = "multipart/form-data; boundary=storybeats-boundary";

    /// <summary>Every one by its name.</summary>
    public static IReadOnlyDictionary<string, BadInput> All { get; } = Build();

    private static Dictionary<string, BadInput> Build()
    {
        var all = new Dictionary<string, BadInput>(StringComparer.Ordinal);
        AddOtherTypes(all);
        AddBrokenForms(all);
        AddFormsWithoutPhoto(all);
        AddOverloadedForms(all);
        AddOtherFiles(all);
        AddCutPhotos(all);
        AddBrokenHeaders(all);
        AddSizes(all);
        return all;
    }

    private static void AddOtherTypes(Dictionary<string, BadInput> all)
    {
        var good = Form.Of(RenderedPhoto.Good).ToBytes();
        all["no content type"] = new BadInput(null, good, 415);
        foreach (var type in (string[])["text/plain", "application/json", "application/x-www-form-urlencoded", "image/jpeg", "application/octet-stream",
            "multipart/mixed; boundary=storybeats-boundary", "multipart/form-datax; boundary=storybeats-boundary", "nonsense", ";;;", "*/*"])
        {
            all["content type " + type] = new BadInput(type, good, 415);
        }

        all["a photo as the body"] = new BadInput("image/jpeg", RenderedPhoto.Good, 415);
        all["JSON as the body"] = new BadInput("application/json", "{\"photo\": \"…\"}"u8.ToArray(), 415);
        all["an urlencoded form"] = new BadInput("application/x-www-form-urlencoded", "photo=abc"u8.ToArray(), 415);
    }

    private static void AddBrokenForms(Dictionary<string, BadInput> all)
    {
        var form = Form.Of(RenderedPhoto.Good);
        var bytes = form.ToBytes();
        all["empty body"] = new BadInput(Multipart, []);
        all["no boundary"] = new BadInput("multipart/form-data", bytes);
        all["empty boundary"] = new BadInput("multipart/form-data; boundary=", bytes);
        all["empty quoted boundary"] = new BadInput("multipart/form-data; boundary=\"\"", bytes);
        all["boundary of 101 characters"] = new BadInput("multipart/form-data; boundary=" + new string('b', 101), new Form(new string('b', 101)).File("photo", RenderedPhoto.Good).ToBytes());
        all["boundary of 8,000 characters"] = new BadInput("multipart/form-data; boundary=" + new string('b', 8000), bytes);
        all["wrong boundary"] = new BadInput("multipart/form-data; boundary=other", bytes);
        all["boundary in another case"] = new BadInput("multipart/form-data; boundary=STORYBEATS-BOUNDARY", bytes);
        all["cut off in the boundary"] = new BadInput(Multipart, bytes[..10]);
        all["cut off in the part's headers"] = new BadInput(Multipart, bytes[..60]);
        all["cut off after the part's headers"] = new BadInput(Multipart, new Form().Raw("--storybeats-boundary\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\"\r\n\r\n").ToUnfinishedBytes());
        all["cut off in the photo"] = new BadInput(Multipart, bytes[..(bytes.Length / 2)]);
        all["cut off before the end"] = new BadInput(Multipart, form.ToUnfinishedBytes());
        all["cut off in the last boundary"] = new BadInput(Multipart, bytes[..^8]);
        all["only text before the first part"] = new BadInput(Multipart, "This is a multipart message."u8.ToArray());
        all["header without a colon"] = new BadInput(Multipart, new Form().Part("Content-Disposition form-data name=photo", RenderedPhoto.Good).ToBytes());
        all["line feeds alone"] = new BadInput(Multipart, "--storybeats-boundary\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\"\n\nx\n--storybeats-boundary--\n"u8.ToArray());
        all["a form in UTF-16"] = new BadInput("multipart/form-data; charset=utf-16; boundary=storybeats-boundary", Encoding.Unicode.GetBytes(Encoding.Latin1.GetString(bytes)));
        all["a form in gzip"] = new BadInput(Multipart, GZip(bytes));
        all["random bytes as a form"] = new BadInput(Multipart, Random(5000, 3));
        all["zeros as a form"] = new BadInput(Multipart, new byte[5000]);
    }

    private static void AddFormsWithoutPhoto(Dictionary<string, BadInput> all)
    {
        void Add(string name, Form form) => all[name] = new BadInput(form.ContentType, form.ToBytes());

        Add("no parts", new Form());
        Add("text fields alone", new Form().Field("caption", "dusk"));
        Add("another file field", new Form().File("picture", RenderedPhoto.Good));
        Add("the photo as a text field", new Form().Field("photo", "a photo"));
        Add("the photo as base64 in a text field", new Form().Field("photo", Convert.ToBase64String(RenderedPhoto.Png(12, 12))));
        Add("the photo as base64 in a file field", new Form().Part(
            "Content-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\nContent-Transfer-Encoding: base64", Encoding.ASCII.GetBytes(Convert.ToBase64String(RenderedPhoto.Good))));
        Add("the photo's address", new Form().Field("photo", "http://127.0.0.1/secret.jpg"));
        Add("part without headers", new Form().Raw("--storybeats-boundary\r\n\r\nphoto\r\n"));
        Add("part without a disposition", new Form().Part("Content-Type: image/jpeg", RenderedPhoto.Good));
        Add("part as an attachment", new Form().Part("Content-Disposition: attachment; name=\"photo\"; filename=\"a.jpg\"", RenderedPhoto.Good));
        Add("part with a broken disposition", new Form().Part("Content-Disposition: form-data; name=\"photo; filename=a.jpg", RenderedPhoto.Good));
        Add("part without a name", new Form().Part("Content-Disposition: form-data; filename=\"a.jpg\"", RenderedPhoto.Good));
        Add("part with an empty name", new Form().File("", RenderedPhoto.Good));
        Add("null byte in the field name", new Form().File("photo\0", RenderedPhoto.Good));
        Add("field name in brackets", new Form().File("photo[]", RenderedPhoto.Good));
        Add("a browser's empty file field", new Form().File("photo", [], "", "application/octet-stream"));
        Add("photo in the second of two, empty first", new Form().File("photo", []).File("photo", RenderedPhoto.Good));
    }

    private static void AddOverloadedForms(Dictionary<string, BadInput> all)
    {
        void Add(string name, Form form) => all[name] = new BadInput(form.ContentType, form.ToBytes());

        Add("too many fields", Fields(133));
        Add("two thousand fields", Fields(2000));
        Add("a field of 65 KiB", new Form().Field("caption", new string('x', 65 * 1024)).File("photo", RenderedPhoto.Good));
        Add("five fields of 60 KiB", Enumerable.Range(0, 5).Aggregate(new Form(), (form, _) => form.Field("caption", new string('x', 60 * 1024))).File("photo", RenderedPhoto.Good));
        Add("a field of 1 MiB", new Form().Field("caption", new string('x', 1024 * 1024)).File("photo", RenderedPhoto.Good));
        Add("part headers of 20 KiB", new Form().Part($"Content-Disposition: form-data; name=\"photo\"; filename=\"{new string('a', 20 * 1024)}\"", RenderedPhoto.Good));
        Add("part headers of 1 MiB", new Form().Part("X-Long: " + new string('a', 1024 * 1024), RenderedPhoto.Good));
        Add("a hundred part headers", new Form().Part(
            string.Join("\r\n", Enumerable.Range(0, 100).Select(i => string.Create(CultureInfo.InvariantCulture, $"X-{i}: y"))), RenderedPhoto.Good));
        Add("line break in the file name", Form.Of("no photo"u8.ToArray(), "a.jpg\r\nX-Injected: yes"));
        Add("a second disposition by injection", Form.Of("no photo"u8.ToArray(), "a.jpg\"\r\nContent-Disposition: form-data; name=\"other"));
        Add("status line in the file name", Form.Of("no photo"u8.ToArray(), "a.jpg\r\n\r\nHTTP/1.1 200 OK\r\n"));
        Add("null bytes in the file name", Form.Of("no photo"u8.ToArray(), "a\0.jpg\0"));
        Add("control characters in the file name", Form.Of("no photo"u8.ToArray(), "\u0001\u0007\u001b[31m\u007f.jpg"));
        Add("a path as the file name", Form.Of("no photo"u8.ToArray(), "../../../../etc/passwd"));
        Add("a script as the file name", Form.Of("no photo"u8.ToArray(), "<script>alert(1)</script>.jpg"));
        Add("a broken extended file name", new Form().Part("Content-Disposition: form-data; name=\"photo\"; filename*=UTF-8''%FF%GG%0d%0a", "no photo"u8.ToArray()));
        Add("a form in the photo", Form.Of(new Form("inner").File("photo", RenderedPhoto.Good).ToBytes()));
        Add("a hundred forms in each other", Form.Of(Enumerable.Range(0, 100).Aggregate(
            RenderedPhoto.Png(12, 12), (inner, depth) => new Form(string.Create(CultureInfo.InvariantCulture, $"b{depth}")).File("photo", inner).ToBytes())));

        static Form Fields(int count)
        {
            var form = new Form();
            for (var i = 0; i < count; i++)
                form.Field(string.Create(CultureInfo.InvariantCulture, $"f{i}"), "x");
            return form.File("photo", RenderedPhoto.Good);
        }
    }

    private static void AddOtherFiles(Dictionary<string, BadInput> all)
    {
        void Add(string name, params ReadOnlySpan<byte> photo) => AddPhoto(all, name, photo.ToArray());

        Add("an empty file", []);
        Add("one byte", 0xFF);
        Add("two bytes", 0xFF, 0xD8);
        Add("three bytes", 0xFF, 0xD8, 0xFF);
        Add("random bytes", Random(4096, 1));
        Add("a million zeros", new byte[1_000_000]);
        Add("a million 0xFF", [.. Enumerable.Repeat((byte)0xFF, 1_000_000)]);
        Add("text", "Once upon a time there was a photo."u8);
        Add("text in UTF-16", Encoding.Unicode.GetBytes("Once upon a time there was a photo."));
        Add("HTML", "<!doctype html><html><body><img src='a.jpg'></body></html>"u8);
        Add("SVG", "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'><image href='file:///etc/passwd'/></svg>"u8);
        Add("SVG with entities", "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>"u8);
        Add("JSON", "{\"photo\": true}"u8);
        Add("PDF", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"u8);
        Add("PostScript", "%!PS-Adobe-3.0\n(/etc/passwd) (r) file\n"u8);
        Add("ImageMagick's own language", "push graphic-context\nviewbox 0 0 640 480\nimage over 0,0 0,0 'https://127.0.0.1/x.png'\npop graphic-context\n"u8);
        Add("ZIP", Zip());
        Add("gzip", GZip(RenderedPhoto.Good));
        Add("MP4", [0, 0, 0, 0x20, .. "ftypisom"u8, 0, 0, 2, 0, .. "isomiso2avc1mp41"u8, .. Random(2000, 5)]);
        Add("QuickTime", [0, 0, 0, 0x14, .. "ftypqt  "u8, 0, 0, 2, 0, .. "qt  "u8, .. Random(2000, 6)]);
        Add("WebM", [0x1A, 0x45, 0xDF, 0xA3, .. Random(2000, 7)]);
        Add("AVI", [.. "RIFF"u8, 0, 0, 1, 0, .. "AVI LIST"u8, .. Random(2000, 8)]);
        Add("MP3", [.. "ID3"u8, 4, 0, 0, .. Random(2000, 9)]);
        Add("BMP", Bmp(40, 40));
        Add("TIFF, little-endian", Tiff());
        Add("TIFF, big-endian", [.. "MM\0*"u8, 0, 0, 0, 8, .. Random(2000, 10)]);
        Add("BigTIFF", [.. "II+\0"u8, 8, 0, 0, 0, .. Random(2000, 11)]);
        Add("JPEG XL, bare", [0xFF, 0x0A, .. Random(2000, 12)]);
        Add("JPEG XL, boxed", [0, 0, 0, 0x0C, .. "JXL "u8, 0x0D, 0x0A, 0x87, 0x0A, .. Random(2000, 13)]);
        Add("JPEG 2000", [0, 0, 0, 0x0C, .. "jP  "u8, 0x0D, 0x0A, 0x87, 0x0A, .. Random(2000, 14)]);
        Add("ICO", [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, .. Random(2000, 15)]);
        Add("PSD", [.. "8BPS"u8, 0, 1, .. Random(2000, 16)]);
        Add("PPM", [.. "P6\n40 40\n255\n"u8, .. new byte[4800]]);
        Add("Radiance HDR", "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 40 +X 40\n"u8);
        Add("OpenEXR", [0x76, 0x2F, 0x31, 0x01, 2, 0, 0, 0, .. Random(500, 17)]);
        Add("FITS", "SIMPLE  =                    T / file does conform to FITS standard"u8);
        Add("a program", [0x7F, .. "ELF"u8, 2, 1, 1, 0, .. Random(2000, 18)]);
        Add("a JPEG after one space", [0x20, .. RenderedPhoto.Good]);
        Add("a JPEG in reverse", [.. RenderedPhoto.Good.Reverse()]);
    }

    private static void AddCutPhotos(Dictionary<string, BadInput> all)
    {
        (string Name, byte[] Photo)[] photos =
        [
            ("JPEG", RenderedPhoto.Jpeg(200, 150)),
            ("progressive JPEG", RenderedPhoto.Jpeg(200, 150, progressive: true)),
            ("PNG", RenderedPhoto.Png(200, 150)),
            ("GIF", RenderedPhoto.Gif(200, 150)),
            ("WebP", RenderedPhoto.WebP(200, 150)),
            ("AVIF", RenderedPhoto.Avif(200, 150)),
        ];
        foreach (var (name, photo) in photos)
        {
            foreach (var bytes in (int[])[8, 16, 24, 40])
                AddPhoto(all, string.Create(CultureInfo.InvariantCulture, $"{name} cut off after {bytes} bytes"), photo[..bytes]);
            foreach (var share in (int[])[10, 25, 50, 75, 95])
                AddPhoto(all, string.Create(CultureInfo.InvariantCulture, $"{name} cut off at {share}%"), photo[..(photo.Length * share / 100)]);
            // A GIF takes zeros for the end of its data, as browsers do.
            if (name != "GIF")
                AddPhoto(all, name + " with its second half zeroed", [.. photo[..(photo.Length / 2)], .. new byte[photo.Length / 2]]);
        }
    }

    private static void AddBrokenHeaders(Dictionary<string, BadInput> all)
    {
        void Add(string name, byte[] photo) => AddPhoto(all, name, photo);

        Add("JPEG, nothing but a start", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        Add("JPEG, start and end", [0xFF, 0xD8, 0xFF, 0xD9]);
        Add("JPEG, start and noise", [0xFF, 0xD8, 0xFF, .. Random(2000, 20)]);
        Add("JPEG, no size", JpegOfSize(0, 0));
        Add("JPEG, zero wide", JpegOfSize(0, 150));
        Add("JPEG, a segment longer than the file", [0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, .. "Exif\0\0"u8, .. Random(300, 21)]);
        Add("PNG, signature and noise", [.. PngFile.Signature, .. Random(2000, 22)]);
        Add("PNG, zero wide", PngFile.OfHeader(0, 100));
        Add("PNG, zero high", PngFile.OfHeader(100, 0));
        Add("PNG, negative width", PngFile.OfHeader(-1, 100));
        Add("PNG, header without pixels", PngFile.OfHeader(100, 100));
        Add("PNG, impossible colours", PngFile.OfHeader(100, 100, colorType: 5));
        Add("PNG, sixty-four bits", PngFile.OfHeader(100, 100, depth: 64));
        Add("PNG, pixels that do not unpack", [.. PngFile.Signature, .. PngFile.Header(100, 100), .. PngFile.Chunk("IDAT", Random(500, 23)), .. PngFile.Chunk("IEND", [])]);
        Add("PNG, too few pixels in it", PngFile.Of(100, 100, new byte[50]));
        Add("GIF, header alone", [.. "GIF89a"u8, 100, 0, 100, 0, 0, 0, 0]);
        Add("GIF, zero wide", [.. "GIF89a"u8, 0, 0, 0, 0, 0, 0, 0, 0x3B]);
        Add("GIF, no picture", [.. "GIF89a"u8, 100, 0, 100, 0, 0, 0, 0, 0x3B]);
        Add("GIF, header and noise", [.. "GIF89a"u8, .. Random(2000, 24)]);
        Add("WebP, header alone", [.. "RIFF"u8, 4, 0, 0, 0, .. "WEBP"u8]);
        Add("WebP, header and noise", [.. "RIFF"u8, 0, 8, 0, 0, .. "WEBP"u8, .. Random(2000, 25)]);
        Add("WebP, chunk longer than the file", [.. "RIFF"u8, 0xFF, 0xFF, 0xFF, 0x7F, .. "WEBPVP8 "u8, 0xFF, 0xFF, 0xFF, 0x7F, .. Random(100, 26)]);
        foreach (var header in (string[])["VP8 ", "VP8L", "VP8X"])
            Add($"WebP, {header.Trim()} without more", [.. "RIFF"u8, 12, 0, 0, 0, .. "WEBP"u8, .. Encoding.ASCII.GetBytes(header), 0, 0, 0, 0]);
        Add("HEIC, header alone", [0, 0, 0, 0x18, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8]);
        Add("HEIC, header and noise", [0, 0, 0, 0x18, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, .. Random(2000, 27)]);
        Add("HEIC, an endless box", [0, 0, 0, 0x18, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, 0, 0, 0, 0, .. "meta"u8, .. new byte[2000]]);
        Add("HEIC, a box larger than the file", [0, 0, 0, 0x18, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, 0x7F, 0xFF, 0xFF, 0xFF, .. "meta"u8, .. Random(500, 28)]);
        Add("AVIF, header alone", [0, 0, 0, 0x1C, .. "ftypavif"u8, 0, 0, 0, 0, .. "avifmif1miaf"u8]);
        Add("AVIF, header and noise", [0, 0, 0, 0x1C, .. "ftypavif"u8, 0, 0, 0, 0, .. "avifmif1miaf"u8, .. Random(2000, 29)]);
    }

    private static void AddSizes(Dictionary<string, BadInput> all)
    {
        void Add(string name, byte[] photo) => AddPhoto(all, name, photo);

        Add("JPEG of 9×9", RenderedPhoto.Jpeg(9, 9));
        Add("PNG of 9×9", RenderedPhoto.Png(9, 9));
        Add("GIF of 9×9", RenderedPhoto.Gif(9, 9));
        Add("WebP of 9×9", RenderedPhoto.WebP(9, 9));
        Add("PNG of 1×1", RenderedPhoto.Png(1, 1));
        Add("1×5,000", RenderedPhoto.Png(1, 5000));
        Add("5,000×9", RenderedPhoto.Png(5000, 9));
        Add("16,385 wide", RenderedPhoto.Png(16_385, 10));
        Add("16,385 high", RenderedPhoto.Png(10, 16_385));
        Add("JPEG of 65,500×65,500", JpegOfSize(65_500, 65_500));
        Add("JPEG of 16,384×16,384", JpegOfSize(16_384, 16_384));
        Add("progressive JPEG of 98 megapixels", JpegOfSize(9900, 9900, progressive: true));
        Add("PNG of 101 megapixels", PngFile.OfHeader(10_100, 10_000));
        Add("PNG of two thousand million a side", PngFile.OfHeader(int.MaxValue, int.MaxValue));
        Add("interlaced PNG of 98 megapixels", PngFile.OfHeader(9900, 9900, interlaced: true));
        Add("PNG bomb, 50,000×50,000", PngFile.Of(50_000, 50_000, new byte[20_000_000]));
        Add("PNG bomb, a hundred megapixels and one row", PngFile.Of(10_000, 10_001, new byte[20_000_000]));
        Add("GIF of 65,535×65,535", [.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0x80, 0, 0, 0, 0, 0, 255, 255, 255,
            0x2C, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 2, 2, 0x44, 1, 0, 0x3B]);
        Add("WebP of 16,383×16,383", [.. "RIFF"u8, 30, 0, 0, 0, .. "WEBPVP8 "u8, 10, 0, 0, 0, 0x30, 1, 0, 0x9D, 0x01, 0x2A, 0xFF, 0x3F, 0xFF, 0x3F, .. new byte[8]]);
    }

    private static void AddPhoto(Dictionary<string, BadInput> all, string name, byte[] photo) =>
        all.Add(name, new BadInput(Multipart, Form.Of(photo).ToBytes()));

    private static byte[] Random(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] GZip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Zip()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("photo.jpg").Open())
            entry.Write(RenderedPhoto.Good);
        return packed.ToArray();
    }

    private static byte[] Bmp(byte width, byte height) =>
        [.. "BM"u8, .. new byte[8], 54, 0, 0, 0, 40, 0, 0, 0, width, 0, 0, 0, height, 0, 0, 0, 1, 0, 24, 0, .. new byte[24 + (width * height * 3)]];

    private static byte[] Tiff() =>
    [
        .. "II*\0"u8, 8, 0, 0, 0, 3, 0,
        0x00, 1, 3, 0, 1, 0, 0, 0, 40, 0, 0, 0,
        0x01, 1, 3, 0, 1, 0, 0, 0, 40, 0, 0, 0,
        0x11, 1, 4, 0, 1, 0, 0, 0, 60, 0, 0, 0,
        0, 0, 0, 0, .. new byte[1700],
    ];

    private static byte[] JpegOfSize(int width, int height, bool progressive = false)
    {
        var photo = RenderedPhoto.Jpeg(64, 64, progressive: progressive);
        var frame = photo.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, progressive ? (byte)0xC2 : (byte)0xC0]);
        (photo[frame + 5], photo[frame + 6]) = ((byte)(height >> 8), (byte)height);
        (photo[frame + 7], photo[frame + 8]) = ((byte)(width >> 8), (byte)width);
        return photo;
    }
}
