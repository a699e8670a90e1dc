using System.Text.RegularExpressions;

namespace Rollouts.Core.Tokenization;

/// <summary>Cuts text into the words inside which BPE merges: letters with one leading mark or space, each digit by itself,
/// runs of signs, line breaks, white space. Every character falls into exactly one word.</summary>
internal static partial class WordPattern
{
    public const string Text = @"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    [GeneratedRegex(Text, RegexOptions.CultureInvariant)]
    public static partial Regex Words { get; }
}
