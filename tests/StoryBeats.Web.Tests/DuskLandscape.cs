using NetVips;

namespace StoryBeats.Web.Tests;

/// <summary>A lake at dusk, made by code: sun, clouds, hills behind hills, their reflections, firs and a little grain.</summary>
internal static class DuskLandscape
{
    private const double Horizon = .585;
    private const double SunX = .63;
    private const double SunY = .508;
    private const double SunRadius = .043;

    // From the zenith down to the horizon.
    private static readonly (double At, Rgb Color)[] Sky =
    [
        (0, new(26, 27, 66)), (.28, new(66, 49, 104)), (.52, new(142, 73, 122)), (.72, new(219, 104, 106)), (.88, new(250, 158, 98)), (1, new(255, 208, 138)),
    ];

    // Height above the horizon, roughness, and colour of each range, far ones first.
    private static readonly (double Base, double Height, double Scale, int Seed, Rgb Color)[] Ranges =
    [
        (.060, .075, 2.3, 11, new(168, 96, 122)),
        (.030, .085, 3.1, 23, new(118, 68, 106)),
        (.010, .060, 4.3, 37, new(76, 47, 86)),
        (-.002, .034, 7.0, 53, new(42, 31, 61)),
    ];

    /// <summary>The scene as a JPEG.</summary>
    public static byte[] Jpeg(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        Parallel.For(0, height, y =>
        {
            var grain = new Random(y);
            for (var x = 0; x < width; x++)
            {
                var color = Paint((double)x / height, (double)y / height, (double)width / height);
                var noise = (grain.NextDouble() + grain.NextDouble() + grain.NextDouble() - 1.5) * 5;
                var at = ((y * width) + x) * 3;
                rgb[at] = Sample(color.Red + noise);
                rgb[at + 1] = Sample(color.Green + noise);
                rgb[at + 2] = Sample(color.Blue + noise);
            }
        });

        using var raw = Image.NewFromMemory(rgb, width, height, bands: 3, Enums.BandFormat.Uchar);
        using var scene = raw.Copy(interpretation: Enums.Interpretation.Srgb);
        return scene.JpegsaveBuffer(q: 92);
    }

    // Lengths are in heights of the picture, x from the left and y from above.
    private static Rgb Paint(double x, double y, double aspect)
    {
        var color = y < Horizon ? Land(x, y, aspect, disc: true) : Water(x, y, aspect);
        return Firs(color, x, y, aspect);
    }

    private static Rgb Land(double x, double y, double aspect, bool disc)
    {
        var color = Air(x, y, aspect, disc);
        foreach (var (start, rise, scale, seed, tint) in Ranges)
        {
            var ridge = Horizon - start - (rise * ((Fractal(x * scale, seed, seed, 6) * 2) - .45));
            var inside = Smooth((y - ridge) * 700);
            // Haze lies in the valleys and glows under the sun.
            var haze = Math.Clamp((y - ridge) / .11, 0, 1) * .55;
            var glow = Math.Exp(-Math.Abs(x - (SunX * aspect)) * 2.6) * .5;
            var lit = tint.Mix(new Rgb(244, 150, 112), (haze * .55) + (glow * .4 * (1 - haze)));
            color = color.Mix(lit, inside);
        }

        return color;
    }

    private static Rgb Air(double x, double y, double aspect, bool disc)
    {
        var color = Gradient(Math.Clamp(y / Horizon, 0, 1));
        var (dx, dy) = (x - (SunX * aspect), y - SunY);
        var distance = Math.Sqrt((dx * dx) + (dy * dy));
        color = color.Add(new Rgb(255, 176, 92), (Math.Exp(-distance * 4.2) * .42) + (Math.Exp(-distance * 13) * .35));

        // Long clouds, thin near the zenith, bright at the edges that look at the sun.
        var here = Clouds(x, y);
        var towards = Clouds(x - (dx * .03), y - (dy * .03) + .006);
        var cover = Smooth((here - .52) * 5) * Smooth((Horizon - .07 - y) * 14) * .82;
        var bright = Math.Clamp(.35 + ((here - towards) * 4.5) + (Math.Exp(-distance * 2.4) * .75), 0, 1);
        color = color.Mix(new Rgb(94, 56, 104).Mix(new Rgb(255, 176, 132), bright), cover * .85);
        return disc ? color.Mix(new Rgb(255, 244, 214), Smooth((SunRadius - distance) * 260)) : color;
    }

    private static Rgb Water(double x, double y, double aspect)
    {
        var depth = (y - Horizon) / (1 - Horizon);
        // Waves look closer together far away.
        var rows = Math.Pow(depth, .55) * 46;
        var wave = (Fractal((x * 5) / (.25 + depth), rows, 71, 4) - .5) * 2;
        var mirrored = Horizon - ((y - Horizon) * 1.18) + (wave * (.012 + (depth * .06)));
        var color = Land(x + (wave * .02 * (1 + depth)), Math.Clamp(mirrored, 0, Horizon - .0005), aspect, disc: false);
        color = color.Mix(new Rgb(24, 26, 58), .2 + (depth * .42));

        // The sun's path: a column of sparks that widens towards the shore.
        var off = Math.Abs(x - (SunX * aspect)) / (.028 + (depth * .11));
        var spark = Smooth((Fractal(x * 9 / (.2 + depth), rows * 1.7, 97, 3) - (.44 + (off * .09))) * 9);
        color = color.Add(new Rgb(255, 186, 118), Math.Exp(-off * off * .9) * (.16 + (spark * .74)) * (1 - (depth * .55)));
        return color.Add(new Rgb(255, 190, 140), Math.Exp(-depth * 60) * .28);
    }

    // A dark shore with firs on the left, and a lower one on the right.
    private static Rgb Firs(Rgb color, double x, double y, double aspect)
    {
        var dark = new Rgb(13, 14, 30);
        var shore = .985 - (.24 * Math.Pow(Math.Max(0, 1 - (x / (aspect * .56))), 1.6)) - (.08 * Math.Pow(Math.Max(0, (x / aspect) - .72) / .28, 1.8))
            - (Fractal(x * 26, 5, 131, 3) * .014);
        var cover = Smooth((y - shore) * 500);
        for (var tree = 0; tree < 17; tree++)
        {
            var left = tree < 12;
            var foot = left ? (tree * .057 * aspect / 1.333) + (Hash(tree, 3) * .03) - .01 : aspect - ((tree - 12) * .052) - (Hash(tree, 4) * .03) + .01;
            var ground = .995 - (.24 * Math.Pow(Math.Max(0, 1 - (foot / (aspect * .56))), 1.6)) - (.08 * Math.Pow(Math.Max(0, (foot / aspect) - .72) / .28, 1.8));
            var tall = left ? (.34 - (tree * .021)) * (.72 + (Hash(tree, 7) * .5)) : (.16 - ((tree - 12) * .02)) * (.7 + (Hash(tree, 8) * .5));
            var up = (ground - y) / tall;
            if (up is < 0 or > 1)
                continue;

            // Branches in tiers, each wider at its foot and ragged.
            var tier = (up * 13) % 1;
            var ragged = .75 + (Fractal(up * 40, tree * 9, 151, 2) * .5);
            var half = tall * .19 * Math.Pow(1 - up, .85) * (.5 + (.5 * (1 - tier))) * ragged;
            cover = Math.Max(cover, Smooth((Math.Max(half, .0012) - Math.Abs(x - foot)) * 600));
        }

        return color.Mix(dark.Mix(new Rgb(52, 32, 58), Math.Clamp((.9 - y) * .9, 0, .5)), cover);
    }

    private static Rgb Gradient(double at)
    {
        for (var i = 1; i < Sky.Length; i++)
        {
            if (at <= Sky[i].At)
                return Sky[i - 1].Color.Mix(Sky[i].Color, (at - Sky[i - 1].At) / (Sky[i].At - Sky[i - 1].At));
        }

        return Sky[^1].Color;
    }

    private static double Clouds(double x, double y) => Fractal((x * 1.9) + 3.1, (y * 8.5) + (x * .5), 7, 5);

    // Noise of several octaves, 0 to 1.
    private static double Fractal(double x, double y, int seed, int octaves)
    {
        var (sum, weight, total) = (0.0, 1.0, 0.0);
        for (var octave = 0; octave < octaves; octave++)
        {
            sum += Noise(x, y, seed + octave) * weight;
            total += weight;
            (x, y, weight) = ((x * 2.03) + 17.7, (y * 2.03) + 5.3, weight * .5);
        }

        return sum / total;
    }

    private static double Noise(double x, double y, int seed)
    {
        var (left, top) = (Math.Floor(x), Math.Floor(y));
        var (u, v) = (x - left, y - top);
        u = u * u * (3 - (2 * u));
        v = v * v * (3 - (2 * v));
        var (a, b) = (Hash(left, top, seed), Hash(left + 1, top, seed));
        var (c, d) = (Hash(left, top + 1, seed), Hash(left + 1, top + 1, seed));
        return ((a + ((b - a) * u)) * (1 - v)) + ((c + ((d - c) * u)) * v);
    }

    private static double Hash(double x, double y, int seed = 0)
    {
        var mixed = (uint)(((int)x * 374_761_393) + ((int)y * 668_265_263) + (seed * 1_274_126_177));
        mixed = (mixed ^ (mixed >> 13)) * 1_274_126_177;
        mixed ^= mixed >> 16;
        return mixed / (double)uint.MaxValue;
    }

    private static double Smooth(double value)
    {
        var t = Math.Clamp((value + 1) / 2, 0, 1);
        return t * t * (3 - (2 * t));
    }

    private static byte Sample(double value) => (byte)Math.Clamp(value, 0, 255);

    private readonly record struct Rgb(double Red, double Green, double Blue)
    {
        public Rgb Mix(Rgb other, double share) => new(
            Red + ((other.Red - Red) * share), Green + ((other.Green - Green) * share), Blue + ((other.Blue - Blue) * share));

        // Light upon light: never beyond white.
        public Rgb Add(Rgb light, double share) => new(
            255 - ((255 - Red) * (255 - (light.Red * share)) / 255),
            255 - ((255 - Green) * (255 - (light.Green * share)) / 255),
            255 - ((255 - Blue) * (255 - (light.Blue * share)) / 255));
    }
}
