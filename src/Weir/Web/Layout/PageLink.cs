using Microsoft.AspNetCore.Components;

namespace Weir.Web.Layout;

/// <summary>A page that the menu and the palette lead to.</summary>
/// <param name="Address">Its path.</param>
/// <param name="Name">What it is called, there and in its heading.</param>
/// <param name="Shape">What its icon is drawn with.</param>
/// <param name="Words">What people may type instead of its name.</param>
public sealed record PageLink(string Address, string Name, string Shape, string Words)
{
    /// <summary>Beside the name.</summary>
    public MarkupString Icon { get; } = PlainIcon.Of(Shape);
}
