namespace Weir.Demo;

/// <summary>A model that demonstration data was made with, and how fast it is there.</summary>
/// <param name="Name">As callers name it.</param>
/// <param name="Upstream">Where it is served.</param>
/// <param name="FirstByte">In the middle.</param>
/// <param name="TokensPerSecond">In the middle.</param>
internal sealed record DemoModel(string Name, string Upstream, TimeSpan FirstByte, double TokensPerSecond)
{
    public const string Anthropic = "demo-anthropic";

    public const string Backup = "demo-anthropic-backup";

    public const string OpenAI = "demo-openai";

    public const string Ollama = "demo-ollama";

    public static readonly DemoModel Opus = Of("claude-opus-5-5", Anthropic, 1_400, 62);

    public static readonly DemoModel Sonnet = Of("claude-sonnet-5-5", Anthropic, 900, 84);

    public static readonly DemoModel Haiku = Of("claude-haiku-5-5", Anthropic, 450, 165);

    public static readonly DemoModel Gpt = Of("gpt-5.5", OpenAI, 1_100, 95);

    public static readonly DemoModel GptMini = Of("gpt-5-mini", OpenAI, 600, 140);

    public static readonly DemoModel Qwen = Of("qwen3:14b", Ollama, 700, 38);

    public static readonly DemoModel Gemma = Of("gemma3:4b", Ollama, 300, 71);

    public static readonly DemoModel Llama = Of("llama3.2", Ollama, 250, 88);

    public static IReadOnlyList<string> Upstreams { get; } = [Anthropic, Backup, OpenAI, Ollama];

    public static IReadOnlyList<DemoModel> All { get; } = [Opus, Sonnet, Haiku, Gpt, GptMini, Qwen, Gemma, Llama];

    private static DemoModel Of(string name, string upstream, int firstByteMilliseconds, double tokensPerSecond) =>
        new(name, upstream, TimeSpan.FromMilliseconds(firstByteMilliseconds), tokensPerSecond);
}
