namespace Weir.Storage.Steps;

/// <summary>Tells of rows by the thousand: a word about each would cost more than the row.</summary>
internal sealed class StepCounter(IStepProgress progress)
{
    private const int Portion = 1_000;

    private int _untold;

    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public void Count(CancellationToken cancellationToken)
    {
        if (++_untold == Portion)
        {
            Tell();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Tells of the rest, at the end.</summary>
    public void Tell()
    {
        progress.Advance(_untold);
        _untold = 0;
    }
}
