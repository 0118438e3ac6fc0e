namespace Weir.Accounting;

/// <summary>The multipliers that hold for one attempt, in permille.</summary>
/// <param name="Speed">Of its speed.</param>
/// <param name="ServiceTier">Of its service tier.</param>
/// <param name="InferenceGeo">Of where it ran.</param>
/// <param name="LongContext">Null when its prompt isn't long.</param>
internal readonly record struct AppliedMultipliers(int Speed, int ServiceTier, int InferenceGeo, LongContext? LongContext)
{
    /// <summary>What a token of an input class costs.</summary>
    public ExactMoney InputToken(long rate) =>
        ExactMoney.PerToken(rate, Speed, ServiceTier, InferenceGeo, LongContext?.InputPermille ?? Multipliers.Standard);

    /// <summary>What a token of output costs.</summary>
    public ExactMoney OutputToken(long rate) =>
        ExactMoney.PerToken(rate, Speed, ServiceTier, InferenceGeo, LongContext?.OutputPermille ?? Multipliers.Standard);
}
