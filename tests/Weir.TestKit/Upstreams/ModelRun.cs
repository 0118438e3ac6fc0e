namespace Weir.TestKit.Upstreams;

/// <summary>What a model makes for one request, once the script is cut to the cap: hidden thinking, visible thinking, text, tool calls, in this order.</summary>
public sealed class ModelRun
{
    /// <summary>As many as <see cref="ModelWords.ToolInput"/> has parts.</summary>
    public const int TokensPerToolUse = 3;

    private readonly int _tokensPerDelta;

    internal ModelRun(Script script, ReceivedRequest request)
    {
        Script = script;
        Request = request;
        Choices = script.Choices ?? request.Choices;
        _tokensPerDelta = Math.Max(1, script.TokensPerDelta);
        var cap = request.OutputCap ?? long.MaxValue;
        var wanted = script.Output(cap);
        var left = Math.Min(cap, wanted);
        IsCut = wanted > cap;
        Output = left;
        HiddenTokens = Part(script.HiddenTokens, ref left);
        ThinkingTokens = Part(script.ThinkingTokens, ref left);
        TextTokens = Part(Math.Max(0, wanted - script.HiddenTokens - script.ThinkingTokens - (script.ToolUses * (long)TokensPerToolUse)), ref left);
        ToolTokens = left;

        Input = request.InputTokens;
        var uncached = Input;
        CacheRead = Part(script.CacheRead, ref uncached);
        CacheWrite5m = Part(script.CacheWrite5m, ref uncached);
        CacheWrite1h = Part(script.CacheWrite1h, ref uncached);
    }

    public ReceivedRequest Request { get; }

    /// <summary>Answers made at once, each of <see cref="Output"/> tokens.</summary>
    public int Choices { get; }

    /// <summary>Output tokens of a choice.</summary>
    public long Output { get; }

    public long TotalOutput => Output * Choices;

    public long HiddenTokens { get; }

    public long ThinkingTokens { get; }

    public long TextTokens { get; }

    public long ToolTokens { get; }

    /// <summary>The cap ended it.</summary>
    public bool IsCut { get; }

    /// <summary>It would end in tool calls.</summary>
    public bool CallsTools => Script.ToolUses > 0;

    /// <summary>All input, whether from the cache or not.</summary>
    public long Input { get; }

    public long CacheRead { get; }

    public long CacheWrite5m { get; }

    public long CacheWrite1h { get; }

    internal Script Script { get; }

    /// <summary>The first tool of the request, wherever its dialect puts the name.</summary>
    internal string ToolName => WireJson.Items(Request.Field("tools"))
        .Select(tool => WireJson.String(WireJson.Member(tool, "name") ?? WireJson.Member(WireJson.Member(tool, "function"), "name")))
        .FirstOrDefault(name => name is not null) ?? "get_weather";

    /// <summary>Tokens of each tool call; the cap may cut the last one short.</summary>
    internal IEnumerable<int> ToolUses
    {
        get
        {
            for (var left = ToolTokens; left > 0; left -= TokensPerToolUse)
            {
                yield return (int)Math.Min(TokensPerToolUse, left);
            }
        }
    }

    /// <summary>So many tokens in the portions of a delta.</summary>
    internal IEnumerable<(long First, long Count)> Portions(long tokens)
    {
        for (var first = 0L; first < tokens; first += _tokensPerDelta)
        {
            yield return (first, Math.Min(_tokensPerDelta, tokens - first));
        }
    }

    /// <summary>So many tokens, at their pace, without a byte.</summary>
    internal IEnumerable<Piece> Unseen(long tokens) => Portions(tokens).Select(portion => Piece.Unseen(portion.Count, Script.Gap));

    private static long Part(long wanted, ref long left)
    {
        var part = Math.Min(left, wanted);
        left -= part;
        return part;
    }
}
