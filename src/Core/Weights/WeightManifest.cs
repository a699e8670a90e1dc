namespace Rollouts.Core.Weights;

/// <summary>One file of a weight set.</summary>
/// <param name="Name">File name without folder.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of the file.</param>
[GenerateSerializer, Immutable, Alias("weight-file")]
public sealed record WeightFile(string Name, long Bytes, string Sha256);

/// <summary>What a trainer publishes instead of the weights themselves: where they are and how to know them.</summary>
/// <param name="Stamp">Version and hash of <c>model.safetensors</c>.</param>
/// <param name="Epoch">The trainer's epoch; an older one is refused.</param>
/// <param name="Folder">Folder that holds the files, as seen from the publisher.</param>
/// <param name="Files">Every file of the set.</param>
[GenerateSerializer, Immutable, Alias("weight-manifest")]
public sealed record WeightManifest(PolicyStamp Stamp, int Epoch, string Folder, WeightFile[] Files);
