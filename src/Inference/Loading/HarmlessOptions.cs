namespace Rollouts.Inference.Loading;

/// <summary>Options of real <c>config.json</c> files that leave the arithmetic of a forward pass alone: names, ids, how text is
/// generated, how the reference library runs. They are kept through an export.</summary>
internal static class HarmlessOptions
{
    private static readonly HashSet<string> Names =
    [
        // Who made it, and with what.
        "architectures", "attn_implementation", "dtype", "finetuning_task", "id2label", "is_decoder", "is_llama_config", "label2id",
        "name_or_path", "problem_type", "task_specific_params", "tokenizer_class", "torch_dtype", "transformers.js_config",
        "transformers_version", "unsloth_fixed", "unsloth_version",

        // Tokens.
        "bos_token_id", "cls_token_id", "decoder_start_token_id", "eos_token_id", "mask_token_id", "pad_token_id", "prefix", "sep_token_id",
        "unk_token_id",

        // Generation.
        "begin_suppress_tokens", "diversity_penalty", "do_sample", "encoder_no_repeat_ngram_size", "exponential_decay_length_penalty",
        "length_penalty", "max_length", "max_new_tokens", "max_sequence_length", "min_length", "model_max_length", "no_repeat_ngram_size", "num_beam_groups",
        "num_beams", "num_return_sequences", "repetition_penalty", "return_dict_in_generate", "suppress_tokens", "temperature", "top_k", "top_p",
        "typical_p",

        // Training, memory and what the reference library hands back.
        "chunk_size_feed_forward", "initializer_range", "keys_to_ignore_at_inference", "return_dict", "use_cache",
    ];

    /// <summary>Whether an option is harmless; names that begin with an underscore are the reference library's own notes.</summary>
    public static bool Contains(string name) => name.StartsWith('_') || Names.Contains(name);
}
