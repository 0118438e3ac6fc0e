using Microsoft.AspNetCore.Components;

namespace Weir.Web.Layout;

/// <summary>A page that the menu and the palette lead to.</summary>
/// <param name="Address">Its path.</param>
/// <param name="Name">What it is called, there and in its heading.</param>
/// <param name="Icon">Beside the name.</param>
/// <param name="Words">What people may type instead of its name.</param>
public sealed record PageLink(string Address, string Name, MarkupString Icon, string Words);
