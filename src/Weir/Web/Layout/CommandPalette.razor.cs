using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;
using Weir.Web.Entry;

namespace Weir.Web.Layout;

/// <summary>Jumps to any page by a part of its name, or by another word for it.</summary>
public sealed partial class CommandPalette
{
    private string _text = "";
    private PageLink[] _all = PageLinks.Own;
    private List<PageLink> _found = [];
    private int _chosen;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if ((await Authentication).User.IsInRole(PageRoles.Administrator))
        {
            _all = [.. PageLinks.Own, .. PageLinks.Administration];
        }

        Search("");
    }

    private void Search(string text)
    {
        _text = text;
        _chosen = 0;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _found = [.. _all
            .Where(link => words.All(word => Has(link.Name, word) || Has(link.Words, word)))
            .OrderByDescending(link => words.Length > 0 && link.Name.StartsWith(words[0], StringComparison.OrdinalIgnoreCase))];
    }

    private void OnKey(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown" when _found.Count > 0:
                _chosen = (_chosen + 1) % _found.Count;
                break;
            case "ArrowUp" when _found.Count > 0:
                _chosen = (_chosen + _found.Count - 1) % _found.Count;
                break;
            case "Enter" when _found.Count > 0:
                Go(_found[_chosen]);
                break;
        }
    }

    private void Go(PageLink link)
    {
        Dialog.Close();
        Navigation.NavigateTo(link.Address);
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
