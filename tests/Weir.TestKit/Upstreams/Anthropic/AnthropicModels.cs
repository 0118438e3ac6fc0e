using System.Globalization;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.Anthropic;

/// <summary>What Anthropic says of its models, a page at a time.</summary>
internal static class AnthropicModels
{
    private const int UsualLimit = 20;

    /// <summary>Null when the limit is none.</summary>
    public static JsonObject? List(IReadOnlyList<string> ids, ReceivedRequest request)
    {
        var limit = UsualLimit;
        if (request.Query("limit") is { } asked && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > 1000))
        {
            return null;
        }

        var all = ids.ToList();
        var before = request.Query("before_id");
        var rest = before is not null
            ? all[..Math.Max(0, all.IndexOf(before))]
            : all[(request.Query("after_id") is { } after ? all.IndexOf(after) + 1 : 0)..];
        // Of what comes before an id, those that are nearest to it.
        var page = before is not null ? rest[Math.Max(0, rest.Count - limit)..] : rest[..Math.Min(limit, rest.Count)];
        return new()
        {
            ["data"] = new JsonArray([.. page.Select(Model)]),
            ["has_more"] = page.Count < rest.Count,
            ["first_id"] = page.FirstOrDefault(),
            ["last_id"] = page.LastOrDefault(),
        };
    }

    public static JsonObject? Find(IReadOnlyList<string> ids, string id) => ids.Contains(id) ? Model(id) : null;

    private static JsonObject Model(string id) => new()
    {
        ["type"] = "model",
        ["id"] = id,
        ["display_name"] = $"Fake {id}",
        ["created_at"] = "2025-10-01T00:00:00Z",
        ["max_input_tokens"] = 1_000_000,
        ["max_tokens"] = 64_000,
        ["capabilities"] = null,
        ["lifecycle"] = "active",
    };
}
