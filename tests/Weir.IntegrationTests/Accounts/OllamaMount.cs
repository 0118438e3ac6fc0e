namespace Weir.IntegrationTests.Accounts;

/// <summary>The rows of Ollama's mount in the access matrix: it is there twice.</summary>
internal static class OllamaMount
{
    private static readonly string[] Posts = ["chat", "generate", "embed", "embeddings", "show"];

    private static readonly string[] Lists = ["tags", "ps", "version"];

    private static readonly string[] Managing = ["pull", "push", "create", "copy", "delete", "blobs", "me", "signin", "signout", "user"];

    public static Dictionary<string, string> Rows(string prefix) => Posts.Select(name => ($"POST {prefix}/{name}", "native"))
        .Concat(Lists.SelectMany(name => new[] { ($"GET {prefix}/{name}", "native"), ($"HEAD {prefix}/{name}", "native") }))
        .Concat(Managing.Select(name => ($"GET {prefix}/{name}/{{**path}}", "nobody")))
        .ToDictionary(route => route.Item1, route => route.Item2);
}
