using System.Buffers.Binary;
using System.Reflection.PortableExecutable;

namespace Remediator.Tools.ReadyToRunProfile;

/// <summary>
/// What a ReadyToRun image holds for debuggers (which native code belongs to which IL) and for profilers that exchange code (what was
/// compiled into what): the runtime goes without where an image does not have it.
/// </summary>
/// <remarks>Crossgen always writes it. The format: docs/design/coreclr/botr/readytorun-format.md of dotnet/runtime.</remarks>
internal static class ToolingInfo
{
    private const uint Signature = 0x00525452;
    private const int CountAt = 12;
    private const int HeaderLength = 16;
    private const int EntryLength = 12;

    /// <summary>DebugInfo, InliningInfo, InliningInfo2, CrossModuleInlineInfo.</summary>
    private static readonly uint[] Sections = [105, 110, 114, 119];

    /// <summary>Fills it with zeros, which zip to nothing, and takes it out of the image's table of sections.</summary>
    public static void LeaveOut(string file)
    {
        var image = File.ReadAllBytes(file);
        using var reader = new PEReader(new MemoryStream(image));
        if (reader.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory is not { Size: > 0 } directory)
        {
            return;
        }

        var header = image.AsSpan(At(reader, directory.RelativeVirtualAddress));
        if (Read(header) != Signature)
        {
            throw new BadImageFormatException("no ReadyToRun image", file);
        }

        var count = (int)Read(header[CountAt..]);
        for (var i = count - 1; i >= 0; i--)
        {
            var entry = header[(HeaderLength + (i * EntryLength))..];
            if (Sections.Contains(Read(entry)))
            {
                image.AsSpan(At(reader, (int)Read(entry[4..])), (int)Read(entry[8..])).Clear();
                entry[EntryLength..((count - i) * EntryLength)].CopyTo(entry);
                count--;
            }
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header[CountAt..], (uint)count);
        File.WriteAllBytes(file, image);
    }

    private static uint Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static int At(PEReader reader, int address)
    {
        var section = reader.PEHeaders.SectionHeaders[reader.PEHeaders.GetContainingSectionIndex(address)];
        return address - section.VirtualAddress + section.PointerToRawData;
    }
}
