using System.Data.Common;
using System.Runtime.InteropServices;
using Spectre.Console;
using Weir.Hosting;
using Weir.Storage.Copying;
using Weir.Storage.Steps;

namespace Weir.Commands;

/// <summary>
/// Runs what takes its time: shows how far it is, ends it in good order on Ctrl+C, and says in a sentence what went wrong. A second Ctrl+C ends the
/// process at once.
/// </summary>
internal static class LongCommand
{
    public const int Failed = 1;

    /// <summary>A signal's number is added, as shells do for what a signal ended.</summary>
    private const int OfSignals = 128;

    /// <param name="error">Where progress and problems are written.</param>
    /// <param name="again">What to tell when it was interrupted.</param>
    /// <param name="work">Does it, and says nothing: at a terminal its bars are drawn anew over whatever is written meanwhile.</param>
    /// <param name="tell">Says what came of it, below the bars, and returns the exit code.</param>
    /// <param name="cancellationToken">Interrupts it too.</param>
    public static async Task<int> RunAsync<T>(
        TextWriter error, string again, Func<IStepProgress, CancellationToken, Task<T>> work, Func<T, Task<int>> tell, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signal = 2;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => GiveUp(context, 2));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => GiveUp(context, 15));
        try
        {
            return await tell(await ShowAsync(error, work, giveUp.Token));
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            await error.WriteLineAsync($"Interrupted. {again}");
            return OfSignals + signal;
        }
        catch (Exception failure) when (failure is CopyRefusedException or DataFolderException or IOException or UnauthorizedAccessException or DbException)
        {
            // A driver that is told to give up may say that it failed.
            await error.WriteLineAsync(giveUp.IsCancellationRequested ? $"Interrupted. {again}" : failure.Message);
            return giveUp.IsCancellationRequested ? OfSignals + signal : Failed;
        }

        void GiveUp(PosixSignalContext context, int number)
        {
            if (giveUp.IsCancellationRequested)
            {
                return;
            }

            (context.Cancel, signal) = (true, number);
            giveUp.Cancel();
        }
    }

    private static async Task<T> ShowAsync<T>(TextWriter error, Func<IStepProgress, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (error != Console.Error || Console.IsErrorRedirected)
        {
            return await work(new ProgressLines(error, TimeProvider.System), cancellationToken);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return await console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new CountColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new ProgressBars(context), cancellationToken));
    }
}
