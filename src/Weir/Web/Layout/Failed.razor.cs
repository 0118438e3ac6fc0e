using Microsoft.AspNetCore.Components;
using Weir.Proxy.Refusals;
using Weir.Web.Work;

namespace Weir.Web.Layout;

/// <summary>Stands in place of a page that failed.</summary>
public sealed partial class Failed
{
    private string _reference = "";

    [Parameter, EditorRequired]
    public required Exception Failure { get; set; }

    [Parameter, EditorRequired]
    public required Action Again { get; set; }

    [Inject]
    private ILogger<Failed> Logger { get; set; } = null!;

    protected override void OnInitialized()
    {
        _reference = RequestIds.New();
        if (Failure is not AccessLostException)
        {
            LogFailure(Logger, _reference, Failure);
        }
    }

    [LoggerMessage(LogLevel.Error, "A page failed ({Reference})")]
    private static partial void LogFailure(ILogger logger, string reference, Exception failure);
}
