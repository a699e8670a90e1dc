using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using Rollouts.Core;

namespace Rollouts.Inference.Loading;

/// <summary>A safetensors file, mapped into memory: a tensor costs nothing until it is read.</summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly Dictionary<string, SafetensorsEntry> byName;
    private readonly byte* data;

    private SafetensorsFile(string path, MemoryMappedFile file, long dataOffset, SafetensorsEntry[] entries)
    {
        (Path, this.file, Entries) = (path, file, entries);
        byName = entries.ToDictionary(entry => entry.Name);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
        data += view.PointerOffset + dataOffset;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Its tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>Opens a file and checks its header in full.</summary>
    /// <exception cref="InvalidInputException">There is no such file, or it is damaged; the message says where.</exception>
    public static SafetensorsFile Open(string path)
    {
        if (!File.Exists(path)) throw new InvalidInputException($"There is no file {path}.");
        using SafeFileHandle handle = File.OpenHandle(path);
        long length = RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[8];
        long headerLength = SafetensorsHeader.ReadLength(prefix[..RandomAccess.Read(handle, prefix, 0)], length, path);
        var json = new byte[headerLength];
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1))
        {
            stream.Position = 8;
            stream.ReadExactly(json);
        }

        SafetensorsEntry[] entries = SafetensorsHeader.Parse(json, length - 8 - headerLength, path);
        return new(path, MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read), 8 + headerLength, entries);
    }

    /// <summary>The tensor of a name; null if there is none.</summary>
    public SafetensorsEntry? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The bytes of a tensor as they lie in the file; valid until the file is disposed.</summary>
    /// <exception cref="InvalidInputException">The tensor is larger than 2 GiB.</exception>
    public ReadOnlySpan<byte> Bytes(SafetensorsEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ObjectDisposedException.ThrowIf(view.SafeMemoryMappedViewHandle.IsClosed, this);
        if (entry.End - entry.Begin > int.MaxValue)
            throw new InvalidInputException($"{Path}: tensor {entry.Name} has {entry.End - entry.Begin} bytes; up to {int.MaxValue} can be read.");
        return new(data + entry.Begin, (int)(entry.End - entry.Begin));
    }

    /// <summary>Reads a tensor as floats.</summary>
    /// <param name="entry">Which.</param>
    /// <param name="target">As long as the tensor has elements.</param>
    public void Read(SafetensorsEntry entry, Span<float> target)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (target.Length != entry.Count)
            throw new ArgumentException($"Tensor {entry.Name} has {entry.Count} elements, the target {target.Length}.", nameof(target));
        NumberConversion.Read(entry.Format, Bytes(entry), target);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!view.SafeMemoryMappedViewHandle.IsClosed) view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }
}
