using System.Net.Mime;

namespace Weir.Edge;

/// <summary>What a request says about who sends it.</summary>
internal static class Wishes
{
    /// <summary>True when a browser asks for something to show, and no program for something to read.</summary>
    public static bool IsForAPage(this HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);
}
