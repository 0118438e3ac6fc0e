using System.Text.Json.Nodes;
using Weir.Proxy.Dialects;

namespace Weir.Connect;

/// <summary>How models are called without a library.</summary>
internal static class PlainSnippets
{
    public static IReadOnlyList<Snippet> Curl(SnippetFacts facts)
    {
        var (path, credential) = facts.Dialect switch
        {
            Dialect.Anthropic => ("/v1/messages", $"-H \"x-api-key: {facts.Key}\" \\\n  -H \"anthropic-version: 2023-06-01\""),
            Dialect.OpenAI => ("/v1/chat/completions", $"-H \"Authorization: Bearer {facts.Key}\""),
            _ => ("/ollama/api/chat", $"-H \"Authorization: Bearer {facts.Key}\""),
        };
        // A single quote ends the text for the shell.
        var body = Body(facts).Replace("'", "'\\''", StringComparison.Ordinal);
        return
        [
            new("In a terminal", "sh", $"""
                curl {facts.Base}{path} \
                  {credential} \
                  -H "content-type: application/json" \
                  -d '{body}'
                """),
        ];
    }

    public static IReadOnlyList<Snippet> Fetch(SnippetFacts facts)
    {
        var (path, text) = facts.Dialect switch
        {
            Dialect.Anthropic => ("/api/inference/anthropic/messages", "answer.content[0].text"),
            Dialect.OpenAI => ("/api/inference/openai/chat/completions", "answer.choices[0].message.content"),
            _ => ("/api/inference/ollama/chat", "answer.message.content"),
        };
        return
        [
            new("In a script of the page", "javascript", $$"""
                const response = await fetch("{{facts.Base}}{{path}}", {
                  method: "POST",
                  headers: { "content-type": "application/json" },
                  body: JSON.stringify({{Body(facts)}}),
                });
                const answer = await response.json();
                console.log(response.ok ? {{text}} : answer.error);
                """),
        ];
    }

    private static string Body(SnippetFacts facts)
    {
        var body = new JsonObject { ["model"] = facts.Model };
        var messages = new JsonArray();
        switch (facts.Dialect)
        {
            case Dialect.Anthropic:
                body["max_tokens"] = facts.MaxTokens;
                Add(body, "system", facts.System);
                Add(body, "temperature", facts.Temperature);
                break;
            case Dialect.OpenAI:
                body["max_completion_tokens"] = facts.MaxTokens;
                Add(body, "temperature", facts.Temperature);
                break;
            default:
                var options = new JsonObject { ["num_predict"] = facts.MaxTokens };
                Add(options, "temperature", facts.Temperature);
                body["options"] = options;
                body["stream"] = false;
                break;
        }

        if (facts.Dialect != Dialect.Anthropic && !string.IsNullOrEmpty(facts.System))
        {
            messages.Add(new JsonObject { ["role"] = "system", ["content"] = facts.System });
        }

        messages.Add(new JsonObject { ["role"] = "user", ["content"] = facts.Question });
        body["messages"] = messages;
        return body.ToJsonString(SnippetJson.Readable);
    }

    private static void Add(JsonObject body, string name, JsonNode? value)
    {
        if (value is not null && value.ToString().Length > 0)
        {
            body[name] = value;
        }
    }
}
