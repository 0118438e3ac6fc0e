using System.Globalization;
using Microsoft.AspNetCore.Components;
using Weir.Web.Controls;

namespace Weir.Corrections;

/// <summary>All corrections, with who made them and why.</summary>
public sealed partial class CorrectionsPage
{
    private const int PageSize = 50;

    private Loading<CorrectionsAnswer> _corrections = null!;
    private bool _isLoaded;
    private string? _asked;

    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    protected override void OnInitialized() => _corrections = AskAsAdministrator(scope => scope.Get<CorrectionQueries>().ListAsync(
        new(PageSize, long.TryParse(Before, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : long.MaxValue), scope.Cancellation));

    protected override Task LoadAsync() => ReloadAsync();

    /// <summary>The address changed.</summary>
    protected override Task OnParametersSetAsync() => !_isLoaded || _asked == Before ? Task.CompletedTask : ReloadAsync();

    private Task<bool> ReloadAsync()
    {
        (_isLoaded, _asked) = (true, Before);
        return _corrections.ReloadAsync();
    }
}
