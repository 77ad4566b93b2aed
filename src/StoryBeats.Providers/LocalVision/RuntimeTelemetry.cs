using System.Runtime.InteropServices;

namespace StoryBeats.Providers.LocalVision;

/// <summary>ONNX Runtime tells its makers how it is used, under an id of this machine that it keeps in the home folder, unless it is told not to.</summary>
internal static partial class RuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Tells it, which counts only before it does anything else.</summary>
    public static void SwitchOff()
    {
        // On Unix, what .NET sets is not seen by native code.
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(Variable, "1");
        else
            _ = SetVariable(Variable, "1", overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
