using System.Runtime.InteropServices;

namespace StoryBeats.Providers.LocalVision;

/// <summary>The C library's memory.</summary>
internal static partial class NativeHeap
{
    /// <summary>
    /// Gives back what is free. glibc keeps it otherwise: loading the network takes some 230 MB for a moment, of which 165 MB would
    /// stay with the process for good (docs/performance.md).
    /// </summary>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux())
            return;

        try
        {
            _ = MallocTrim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, which frees in its own way.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nint pad);
}
