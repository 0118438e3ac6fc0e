using Microsoft.AspNetCore.Components;
using Weir.Web.Controls;

namespace Weir.Web.Work;

/// <summary>
/// What all pages have in common. A page is first rendered without data, so that it stands there at once, with skeletons; when its circuit is
/// connected, <see cref="LoadAsync"/> asks for what it shows.
/// </summary>
public abstract class WeirPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();

    /// <summary>Bounded by what the page's class asks for.</summary>
    private readonly List<IDisposable> _loads = [];

    [Inject]
    internal PageWork Work { get; set; } = null!;

    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    protected Preferences Preferences { get; set; } = null!;

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Left => _left.Token;

    protected TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(Preferences.Zone);

    public void Dispose()
    {
        _left.Cancel();
        _loads.ForEach(load => load.Dispose());
        Leave();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks for what the page shows: once, when it has become interactive.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    /// <summary>Lets go of what the page holds.</summary>
    protected virtual void Leave()
    {
    }

    /// <summary>Something for the page to ask the server for, as its person.</summary>
    private protected Loading<T> Ask<T>(Func<PageScope, Task<T>> read) =>
        Keep(new Loading<T>(cancellationToken => Work.ReadAsync(read, cancellationToken)));

    /// <summary>The same, as an administrator.</summary>
    private protected Loading<T> AskAsAdministrator<T>(Func<PageScope, Task<T>> read) =>
        Keep(new Loading<T>(cancellationToken => Work.ReadAsAdministratorAsync(read, cancellationToken)));

    /// <summary>Does something again and again, in the page's own turn, until the page is left. What goes wrong ends the page, as anywhere in it.</summary>
    /// <param name="every">How often.</param>
    /// <param name="work">True when there is something else to show.</param>
    protected void Repeat(TimeSpan every, Func<Task<bool>> work) => _ = InvokeAsync(async () =>
    {
        try
        {
            using var timer = new PeriodicTimer(every, Clock);
            while (await timer.WaitForNextTickAsync(Left))
            {
                if (await work())
                {
                    StateHasChanged();
                }
            }
        }
        catch (OperationCanceledException) when (Left.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    });

    protected sealed override Task OnInitializedAsync() => RendererInfo.IsInteractive ? LoadAsync() : Task.CompletedTask;

    private Loading<T> Keep<T>(Loading<T> load)
    {
        _loads.Add(load);
        return load;
    }
}
