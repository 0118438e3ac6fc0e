using static Weir.Connect.SnippetFacts;

namespace Weir.Connect;

/// <summary>How Ollama's programs and libraries are connected.</summary>
internal static class OllamaSnippets
{
    public static IReadOnlyList<Snippet> CommandLine(SnippetFacts facts) =>
    [
        new("In a terminal", "sh", $"""
            export OLLAMA_HOST={facts.Base}/k/{facts.Key}
            ollama run {facts.Model}
            """),
        new("In PowerShell", "powershell", $"""
            $env:OLLAMA_HOST = "{facts.Base}/k/{facts.Key}"
            ollama run {facts.Model}
            """),
    ];

    public static IReadOnlyList<Snippet> Python(SnippetFacts facts) =>
    [
        new("Install", "sh", "pip install ollama"),
        new("Ask", "python", $$"""
            from ollama import Client

            client = Client(host="{{facts.Base}}", headers={"Authorization": "Bearer {{facts.Key}}"})
            answer = client.chat(
                model={{Quote(facts.Model)}},
                messages=[{"role": "user", "content": {{Quote(facts.Question)}}}],
            )
            print(answer.message.content)
            """),
    ];

    public static IReadOnlyList<Snippet> JavaScript(SnippetFacts facts) =>
    [
        new("Install", "sh", "npm install ollama"),
        new("Ask", "javascript", $$"""
            import { Ollama } from "ollama";

            const client = new Ollama({ host: "{{facts.Base}}", headers: { Authorization: "Bearer {{facts.Key}}" } });
            const answer = await client.chat({
              model: {{Quote(facts.Model)}},
              messages: [{ role: "user", content: {{Quote(facts.Question)}} }],
            });
            console.log(answer.message.content);
            """),
    ];

    public static IReadOnlyList<Snippet> CSharp(SnippetFacts facts) =>
    [
        new("Install", "sh", "dotnet add package OllamaSharp"),
        new("Ask", "csharp", $$"""
            using System.Net.Http.Headers;
            using OllamaSharp;

            var http = new HttpClient { BaseAddress = new Uri("{{facts.Base}}") };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "{{facts.Key}}");
            var chat = new Chat(new OllamaApiClient(http, {{Quote(facts.Model)}}));
            await foreach (var token in chat.SendAsync({{Quote(facts.Question)}}))
            {
                Console.Write(token);
            }
            """),
    ];
}
