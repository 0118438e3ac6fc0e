using static Weir.Connect.AnthropicSnippets;
using static Weir.Connect.SnippetFacts;

namespace Weir.Connect;

/// <summary>How programs with OpenAI's SDKs are connected.</summary>
internal static class OpenAISnippets
{
    public static IReadOnlyList<Snippet> Python(SnippetFacts facts) =>
    [
        new("Install", "sh", "pip install openai"),
        new("Ask", "python", $$"""
            from openai import OpenAI

            client = OpenAI(base_url="{{facts.Base}}/v1", api_key="{{facts.Key}}")
            completion = client.chat.completions.create(
                model={{Quote(facts.Model)}},
                max_completion_tokens={{facts.MaxTokens}},{{Line(facts.Temperature, "\n    temperature=", ",")}}
                messages=[{{Line(facts.System, "\n        {\"role\": \"system\", \"content\": ", "},")}}
                    {"role": "user", "content": {{Quote(facts.Question)}}},
                ],
            )
            print(completion.choices[0].message.content)
            """),
    ];

    public static IReadOnlyList<Snippet> TypeScript(SnippetFacts facts) =>
    [
        new("Install", "sh", "npm install openai"),
        new("Ask", "typescript", $$"""
            import OpenAI from "openai";

            const client = new OpenAI({ baseURL: "{{facts.Base}}/v1", apiKey: "{{facts.Key}}" });
            const completion = await client.chat.completions.create({
              model: {{Quote(facts.Model)}},
              max_completion_tokens: {{facts.MaxTokens}},{{Line(facts.Temperature, "\n  temperature: ", ",")}}
              messages: [{{Line(facts.System, "\n    { role: \"system\", content: ", " },")}}
                { role: "user", content: {{Quote(facts.Question)}} },
              ],
            });
            console.log(completion.choices[0].message.content);
            """),
    ];

    public static IReadOnlyList<Snippet> CSharp(SnippetFacts facts) =>
    [
        new("Install", "sh", "dotnet add package OpenAI"),
        new("Ask", "csharp", $$"""
            using System.ClientModel;
            using OpenAI;
            using OpenAI.Chat;

            var client = new OpenAIClient(new ApiKeyCredential("{{facts.Key}}"), new OpenAIClientOptions { Endpoint = new Uri("{{facts.Base}}/v1") });
            var chat = client.GetChatClient({{Quote(facts.Model)}});
            ChatCompletion completion = await chat.CompleteChatAsync(
                [{{Line(facts.System, "new SystemChatMessage(", "), ")}}new UserChatMessage({{Quote(facts.Question)}})],
                new ChatCompletionOptions { MaxOutputTokenCount = {{facts.MaxTokens}}{{Line(facts.Temperature, ", Temperature = ", "f")}} });
            Console.WriteLine(completion.Content[0].Text);
            """),
    ];
}
