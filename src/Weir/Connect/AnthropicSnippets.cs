using System.Globalization;
using static Weir.Connect.SnippetFacts;

namespace Weir.Connect;

/// <summary>How programs with Anthropic's SDKs are connected. They speak a version of its API that knows no temperature, so none stands in these.</summary>
internal static class AnthropicSnippets
{
    public static IReadOnlyList<Snippet> Python(SnippetFacts facts) =>
    [
        new("Install", "sh", "pip install anthropic"),
        new("Ask", "python", $$"""
            from anthropic import Anthropic

            client = Anthropic(base_url="{{facts.Base}}", api_key="{{facts.Key}}")
            message = client.messages.create(
                model={{Quote(facts.Model)}},
                max_tokens={{facts.MaxTokens}},{{Line(facts.System, "\n    system=", ",")}}
                messages=[{"role": "user", "content": {{Quote(facts.Question)}}}],
            )
            for block in message.content:
                if block.type == "text":
                    print(block.text)
            """),
    ];

    public static IReadOnlyList<Snippet> TypeScript(SnippetFacts facts) =>
    [
        new("Install", "sh", "npm install @anthropic-ai/sdk"),
        new("Ask", "typescript", $$"""
            import Anthropic from "@anthropic-ai/sdk";

            const client = new Anthropic({ baseURL: "{{facts.Base}}", apiKey: "{{facts.Key}}" });
            const message = await client.messages.create({
              model: {{Quote(facts.Model)}},
              max_tokens: {{facts.MaxTokens}},{{Line(facts.System, "\n  system: ", ",")}}
              messages: [{ role: "user", content: {{Quote(facts.Question)}} }],
            });
            for (const block of message.content) {
              if (block.type === "text") console.log(block.text);
            }
            """),
    ];

    public static IReadOnlyList<Snippet> CSharp(SnippetFacts facts) =>
    [
        new("Install", "sh", "dotnet add package Anthropic"),
        new("Ask", "csharp", $$"""
            using Anthropic;
            using Anthropic.Models.Messages;

            using var client = new AnthropicClient { BaseUrl = "{{facts.Base}}", ApiKey = "{{facts.Key}}" };
            var message = await client.Messages.Create(new MessageCreateParams
            {
                Model = {{Quote(facts.Model)}},
                MaxTokens = {{facts.MaxTokens}},{{Line(facts.System, "\n    System = ", ",")}}
                Messages = [new UserMessageParam { Content = {{Quote(facts.Question)}} }],
            });
            foreach (var block in message.Content)
            {
                if (block.TryPickText(out var text))
                {
                    Console.WriteLine(text.Text);
                }
            }
            """),
    ];

    /// <summary>A line that is left out with its value.</summary>
    internal static string Line(string? text, string before, string after) => string.IsNullOrEmpty(text) ? "" : before + Quote(text) + after;

    internal static string Line(double? number, string before, string after) => number is { } value ? before + value.ToString(CultureInfo.InvariantCulture) + after : "";
}
