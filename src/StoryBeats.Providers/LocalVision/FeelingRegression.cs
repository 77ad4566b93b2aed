namespace StoryBeats.Providers.LocalVision;

/// <summary>A feeling read from a photo, on the scale of ratings from 0 to 1.</summary>
/// <param name="Value">What people would say on average.</param>
/// <param name="Deviation">How far off that may be: a standard deviation.</param>
internal readonly record struct Feeling(double Value, double Deviation);

/// <summary>Reads one feeling: the mean of a few regressions, and as uncertain as they proved on photos like this one.</summary>
/// <param name="Members">The regressions; the first tells which photos are alike.</param>
/// <param name="Errors">Of each training photo, the squared error of a reading that had not seen its theme.</param>
/// <param name="Calibration">What brings two thirds of these errors within one deviation.</param>
internal sealed record FeelingRegression(IReadOnlyList<KernelRegression> Members, float[] Errors, double Calibration)
{
    // Few photos are near enough to speak; all of them together count as much as this many.
    private const double Sharpness = 4;
    private const double Prior = 3;

    /// <summary>What is read of a photo like no other.</summary>
    public double Mean => Members.Average(member => member.Mean);

    /// <summary>Reads a photo's principal components.</summary>
    public Feeling Read(ReadOnlySpan<float> components)
    {
        var alike = Members[0].Similarities(components);
        var sum = Members[0].Predict(alike);
        foreach (var member in Members.Skip(1))
            sum += member.Predict(components);
        return new Feeling(Math.Clamp(sum / Members.Count, 0, 1), Calibration * Expected(alike, Errors));
    }

    /// <summary>The error to expect of a photo, from the errors of those like it.</summary>
    /// <param name="alike">Its likeness to each training photo, 0 to 1.</param>
    /// <param name="errors">Their squared errors.</param>
    internal static double Expected(ReadOnlySpan<double> alike, ReadOnlySpan<float> errors)
    {
        double all = 0, near = 0, nearness = 0;
        for (var i = 0; i < errors.Length; i++)
        {
            var weight = Math.Pow(alike[i], Sharpness);
            all += errors[i];
            near += weight * errors[i];
            nearness += weight;
        }

        return Math.Sqrt((near + (Prior * all / errors.Length)) / (nearness + Prior));
    }
}
