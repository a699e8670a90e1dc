using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using Rollouts.Core.Tokenization.HuggingFace;

namespace Rollouts.Bench;

/// <summary>Speed and exactness of tokenizers on one core, beside Microsoft.ML.Tokenizers where that can read the same files: ids of every
/// golden text, and speed on a text file or, without one, on the golden texts. Time is the processor's, of all threads.</summary>
internal sealed class TokenizerBenchmark : IBenchmark
{
    private const int Repetitions = 5;
    private const double LeastMegabytes = 4;
    private static readonly string[] SpecialTokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

    public string Name => "tokenizer";

    public string Description => "MB of text a second of processor time and share of golden texts with equal ids, beside Microsoft.ML.Tokenizers; goal 2 MB/s [text file]";

    public int Run(string[] args)
    {
        var golden = Path.Combine(Folder("ROLLOUTS_GOLDEN", "golden"), "text");
        var speedText = args.Length > 0 ? File.ReadAllText(args[0]) : null;
        Console.WriteLine("| tokenizer | golden texts with equal ids | first pass, MB/s | encode, MB/s | decode, MB/s | Microsoft.ML.Tokenizers: equal ids | encode, MB/s |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var file in Directory.EnumerateFiles(golden, "*.jsonl").Where(file => File.ReadLines(file).First().Contains("\"ids\"", StringComparison.Ordinal)).Order())
            Measure(Path.GetFileNameWithoutExtension(file), [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<JsonElement>(line))], golden, speedText);
        return 0;
    }

    private static void Measure(string name, JsonElement[] golden, string folder, string? given)
    {
        var file = Path.Combine(folder, name + ".tokenizer.json");
        var vocabulary = Path.Combine(Folder("ROLLOUTS_DATA", "data"), "tokenizers", name);
        var ours = File.Exists(file) ? TokenizerPipeline.Parse(File.ReadAllText(file), file) : TokenizerPipeline.Load(vocabulary);
        var lines = Lines(given ?? string.Join('\n', golden.Select(entry => entry.GetProperty("text").GetString())));
        var first = Speed(lines, line => ours.Encode(line), repetitions: 1);
        var ids = ours.Encode(string.Concat(lines));
        var row = $"| {name} | {Equal(golden, text => ours.Encode(text))} | {first} | {Speed(lines, line => ours.Encode(line), Repetitions)} | "
            + Speed([string.Concat(lines)], _ => ours.Decode(ids), Repetitions);
        Console.WriteLine(row + (Peer(vocabulary) is { } peer
            ? $" | {Equal(golden, text => [.. peer.EncodeToIds(text)])} | {Speed(lines, line => peer.EncodeToIds(line), Repetitions)} |"
            : " | can't read the file | |"));
    }

    // The peer has no reader of tokenizer.json, but one of vocab.json and merges.txt; pattern and special tokens are told to it.
    private static BpeTokenizer? Peer(string folder)
    {
        var (vocabulary, merges) = (Path.Combine(folder, "vocab.json"), Path.Combine(folder, "merges.txt"));
        if (!File.Exists(vocabulary)) return null;
        var ours = TokenizerPipeline.Load(folder);
        var specials = SpecialTokens.Where(token => ours.IdOf(token) is not null).ToDictionary(token => token, token => ours.IdOf(token)!.Value);
        var pattern = File.Exists(Path.Combine(folder, "tokenizer_config.json")) ? VocabularyFiles.Qwen2Pattern : PreTokenizerReader.BytePattern;
        return BpeTokenizer.Create(new BpeOptions(vocabulary, merges)
        {
            ByteLevel = true, SpecialTokens = specials, PreTokenizer = new RegexPreTokenizer(new Regex(pattern, RegexOptions.Compiled), specials),
        });
    }

    private static string Equal(JsonElement[] golden, Func<string, int[]> encode)
    {
        var count = golden.Count(entry => encode(entry.GetProperty("text").GetString()!).AsSpan().SequenceEqual(entry.GetProperty("ids").Deserialize<int[]>()));
        return $"{count} of {golden.Length}";
    }

    private static string[] Lines(string text)
    {
        var lines = text.Split('\n').Select(line => line + "\n").ToArray();
        var times = (int)Math.Ceiling(LeastMegabytes * 1e6 / Math.Max(1, Encoding.UTF8.GetByteCount(text)));
        return [.. Enumerable.Repeat(lines, times).SelectMany(all => all)];
    }

    private static string Speed(string[] lines, Action<string> act, int repetitions)
    {
        var seconds = Enumerable.Range(0, repetitions).Select(_ =>
        {
            var start = Environment.CpuUsage.TotalTime;
            foreach (var line in lines) act(line);
            return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        }).Min();
        return (lines.Sum(line => (long)Encoding.UTF8.GetByteCount(line)) / 1e6 / seconds).ToString("F1", CultureInfo.InvariantCulture);
    }

    private static string Folder(string variable, string name) => Environment.GetEnvironmentVariable(variable) ?? Path.Combine("..", "shared", name);
}
