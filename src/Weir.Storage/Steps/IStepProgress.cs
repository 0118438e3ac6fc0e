namespace Weir.Storage.Steps;

/// <summary>Who watches a long work: it goes in steps, one after the other, each of so many rows.</summary>
public interface IStepProgress
{
    /// <summary>Ends the step before, if there was one.</summary>
    /// <param name="name">What is done now: "Copying".</param>
    /// <param name="total">How many rows it has.</param>
    void Begin(string name, long total);

    /// <param name="count">Rows done since the last time.</param>
    void Advance(long count);
}
