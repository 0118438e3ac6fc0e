using System.Text;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects;

namespace Weir.Proxy.Tests.Dialects.OpenAI;

/// <summary>Request bodies as text, peeked at and edited by an operation.</summary>
internal static class Bodies
{
    public static RequestPeek Peek(this IOperation operation, string body)
    {
        var peek = new RequestPeek();
        Assert.Null(operation.Peek(Encoding.UTF8.GetBytes(body), peek));
        return peek;
    }

    /// <summary>What is wrong with a body; null when nothing is.</summary>
    public static string? Problem(this IOperation operation, string body) => operation.Peek(Encoding.UTF8.GetBytes(body), new());

    /// <summary>The body after the edits.</summary>
    public static async Task<string> EditAsync(this IOperation operation, string body, Action<BodyEdits, RequestPeek> edit)
    {
        var peek = operation.Peek(body);
        var edits = new BodyEdits();
        edit(edits, peek);
        using var edited = new EditedBody(Encoding.UTF8.GetBytes(body), edits.ToList());
        return await edited.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
