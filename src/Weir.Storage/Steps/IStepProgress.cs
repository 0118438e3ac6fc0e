namespace Weir.Storage.Steps;

/// <summary>Who watches a long work: it goes in steps, one after the other, and each has so much to do.</summary>
public interface IStepProgress
{
    /// <summary>Ends the step before, if there was one.</summary>
    /// <param name="name">What is done now, and in what it is counted: "Copying rows".</param>
    /// <param name="total">How much there is to do.</param>
    void Begin(string name, long total);

    /// <param name="count">How much was done since the last time.</param>
    void Advance(long count);
}
