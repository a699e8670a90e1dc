// Compiled by the build itself as an inline task (TorchNative.targets), and by the tests without the task at its foot.
// Inline tasks see netstandard 2.0 only, hence BitConverter and no spans.
#nullable enable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Rollouts.Build;

/// <summary>
/// Lets libLibTorchSharp.so load beside a libstdc++ older than GCC 13's. The library names GLIBCXX_3.4.32 for one symbol
/// only, std::ios_base_library_init(): an anchor for the linker that no relocation refers to, so nothing is ever looked up
/// under it. Yet the loader refuses the whole library when the version is absent. Marking that version need as weak
/// (VER_FLG_WEAK, one bit) lets the loader pass over it. See the System V gABI for the tables, and the LSB core
/// specification, "Symbol Versioning", for the version records.
/// </summary>
public sealed class TorchNative
{
    public const string Version = "GLIBCXX_3.4.32";
    public const string Anchor = "_ZSt21ios_base_library_initv";

    private const uint DynamicSymbols = 11, Relocations = 4, VersionSymbols = 0x6fffffff, VersionNeeds = 0x6ffffffe;
    private const int WeakFlag = 2;

    private readonly byte[] bytes;
    private readonly List<Section> sections;

    private TorchNative(byte[] bytes)
    {
        this.bytes = bytes;
        Require(bytes.Length >= 64 && U32(0) == 0x464c457f && bytes[4] == 2 && bytes[5] == 1, "it is not a little-endian ELF64 file");
        sections = Enumerable.Range(0, U16(0x3c)).Select(index => ReadSection(Offset(0x28) + index * U16(0x3a))).ToList();
    }

    /// <summary>Changes the library in place. True if it was changed, false if there is nothing to change.</summary>
    /// <exception cref="InvalidDataException">The library needs the version for something that was not foreseen.</exception>
    public static bool Relax(byte[] library)
    {
        var elf = new TorchNative(library);
        int need = elf.FindNeed();
        if (need < 0 || (elf.U16(need + 4) & WeakFlag) != 0) return false;
        elf.RequireAnchorAlone(elf.U16(need + 6));
        library[need + 4] |= WeakFlag;
        return true;
    }

    /// <summary>Whether the libstdc++ that this process runs with provides the version.</summary>
    public static bool HostProvidesVersion()
    {
        if (!File.Exists("/proc/self/maps")) return false;
        string? path = File.ReadLines("/proc/self/maps").Where(line => line.Contains("/libstdc++.so.6"))
            .Select(line => line.Substring(line.IndexOf('/'))).FirstOrDefault(File.Exists);
        return path != null && Encoding.ASCII.GetString(File.ReadAllBytes(path)).Contains(Version + "\0");
    }

    // A version need (Verneed, 16 bytes) heads a chain of its versions (Vernaux: hash, flags, index, name, next).
    private int FindNeed()
    {
        Section? needs = sections.SingleOrDefault(section => section.Type == VersionNeeds);
        if (needs == null) return -1;
        for (int entry = needs.Offset, next = -1; next != 0; entry += next)
        {
            int version = entry + (int)U32(entry + 8);
            for (int left = U16(entry + 2); left > 0; left--, version += (int)U32(version + 12))
                if (Text(needs, U32(version + 8)) == Version) return version;
            next = (int)U32(entry + 12);
        }

        return -1;
    }

    private void RequireAnchorAlone(int versionIndex)
    {
        Section symbols = sections.Single(section => section.Type == DynamicSymbols);
        int versions = sections.Single(section => section.Type == VersionSymbols).Offset;
        int[] users = Enumerable.Range(0, symbols.Size / 24).Where(i => (U16(versions + 2 * i) & 0x7fff) == versionIndex).ToArray();
        string[] names = users.Select(user => Text(symbols, U32(symbols.Offset + 24 * user))).ToArray();
        Require(names.Length == 1 && names[0] == Anchor, $"its users of {Version} are [{string.Join(", ", names)}], expected [{Anchor}] alone");
        Require(!RelocatedSymbols().Contains((uint)users[0]), $"a relocation refers to {Anchor}");
    }

    // Elf64_Rela: offset, info (symbol in its upper half), addend.
    private IEnumerable<uint> RelocatedSymbols() =>
        sections.Where(section => section.Type == Relocations)
            .SelectMany(section => Enumerable.Range(0, section.Size / 24).Select(i => U32(section.Offset + 24 * i + 12)));

    private Section ReadSection(int at) => new Section { Type = U32(at + 4), Offset = Offset(at + 0x18), Size = Offset(at + 0x20), Link = (int)U32(at + 0x28) };

    private string Text(Section owner, uint offset)
    {
        int start = sections[owner.Link].Offset + (int)offset, end = Array.IndexOf(bytes, (byte)0, start);
        return Encoding.ASCII.GetString(bytes, start, end - start);
    }

    private ushort U16(int at) => BitConverter.ToUInt16(bytes, at);

    private uint U32(int at) => BitConverter.ToUInt32(bytes, at);

    private int Offset(int at) => checked((int)BitConverter.ToInt64(bytes, at));

    private static void Require(bool condition, string otherwise)
    {
        if (!condition) throw new InvalidDataException(otherwise);
    }

    private sealed class Section
    {
        public uint Type;
        public int Offset, Size, Link;
    }
}

#if !WITHOUT_TASK
/// <summary>The build step: relaxes each library that stands in an output folder, where the host needs it.</summary>
public sealed class RelaxTorchNative : Microsoft.Build.Utilities.Task
{
    [Microsoft.Build.Framework.Required]
    public string[] Libraries { get; set; } = [];

    public override bool Execute()
    {
        if (!TorchNative.HostProvidesVersion())
            foreach (string library in Libraries) Relax(library);
        return !Log.HasLoggedErrors;
    }

    private void Relax(string path)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (!TorchNative.Relax(bytes)) return;
            Replace(path, bytes);
            Log.LogMessage(Microsoft.Build.Framework.MessageImportance.High,
                $"{path}: marked {TorchNative.Version} as optional; this machine's libstdc++ is older and nothing calls what it stands for.");
        }
        catch (Exception error) when (error is InvalidDataException || error is ArgumentException || error is InvalidOperationException || error is OverflowException)
        {
            Log.LogError($"{path} can't be loaded by this machine's libstdc++, which lacks {TorchNative.Version}, and can't be adapted: {error.Message}. "
                + "Build on a system with GCC 13's libstdc++ (Debian 13, Ubuntu 24.04), or return to the TorchSharp version this build step was written for.");
        }
    }

    // A new file under the old name and time: a hard link into the package folder stays untouched, and the next build
    // finds name, length and time as it copied them.
    private static void Replace(string path, byte[] bytes)
    {
        DateTime time = File.GetLastWriteTimeUtc(path);
        string beside = path + ".new";
        File.WriteAllBytes(beside, bytes);
        File.SetLastWriteTimeUtc(beside, time);
        File.Delete(path);
        File.Move(beside, path);
    }
}
#endif
