using Microsoft.AspNetCore.Components;

namespace Weir.Web.Layout;

/// <summary>Icons of what stands around every page, as markup that all pages share: a component for each would cost every open page some kilobytes.</summary>
internal static class PlainIcon
{
    /// <param name="shape">What the library has the icon drawn with.</param>
    public static MarkupString Of(string shape) => new($"<svg class=\"page-icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">{shape}</svg>");
}
