using Weir.Proxy.Dialects;

namespace Weir.Connect;

/// <summary>A program or library that calls models, and how it is told to call them here.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Dialects">What it speaks; a model must speak one of them.</param>
/// <param name="Write">Its snippets.</param>
internal sealed record ConnectClient(string Id, string Name, Dialect[] Dialects, Func<SnippetFacts, IReadOnlyList<Snippet>> Write)
{
    /// <summary>True for what works by itself for hours, and reads its whole conversation again at each step.</summary>
    public bool IsAgent { get; init; }

    /// <summary>True for what can send no header: its key stands in the address.</summary>
    public bool PutsKeyInPath { get; init; }

    /// <summary>True for what a page in the browser does, with the session of whoever looks at it.</summary>
    public bool NeedsNoKey { get; init; }

    /// <summary>What to know of it besides.</summary>
    public string? Note { get; init; }
}
